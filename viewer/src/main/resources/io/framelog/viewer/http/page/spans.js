// The longest that an event lasts. One that began earlier and has no end is of a detector that was killed.
const LONGEST_MS = 11 * 60 * 1000;

// The events of a timeline that last, such as motion: { type, from, until }, in milliseconds.
// end: until when an event that is not over is known to go on.
export function spans(buckets, end) {
  const found = new Map();
  for (const { events = [] } of buckets) {
    for (const event of events) {
      if (event.event) {
        found.set(`${event.type} ${event.event}`, span(event, end)); // its end comes after its beginning
      }
    }
  }
  return [...found.values()];
}

function span({ type, time, from = time, until = time, phase }, end) {
  const begin = Date.parse(from);
  const goesOn = phase === 'began' && end - begin < LONGEST_MS;
  return { type, from: begin, until: goesOn ? end : Date.parse(until) };
}
