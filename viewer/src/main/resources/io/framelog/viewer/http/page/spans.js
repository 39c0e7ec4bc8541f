// The events of a timeline that last: motion, faces, scenes, and times in which a source was lost.

/** @typedef {{ type: string, from: number, until: number, zones?: string[] }} Span times are in milliseconds */

// The longest that an event lasts. One that began earlier and has no end is of a detector that was killed.
const LONGEST_MS = 11 * 60 * 1000;
const AGAIN = new Set(['recovered', 'started', 'ended']);

/**
 * @param {{ events?: any[] }[]} buckets
 * @param {number} end until when an event that is not over is known to go on
 * @returns {Span[]} by their beginning
 */
export function spans(buckets, end) {
  const found = new Map();
  /** @type {Span | undefined} */
  let lost;
  for (const event of buckets.flatMap(({ events = [] }) => events)) {
    if (event.event) {
      found.set(`${event.type} ${event.event}`, lasting(event, end)); // its end comes after its beginning
    } else if (event.type === 'lost') {
      lost ??= { type: 'lost', from: Date.parse(event.time), until: end };
      found.set(lost, lost);
    } else if (AGAIN.has(event.type) && lost) {
      lost.until = Date.parse(event.time);
      lost = undefined;
    }
  }
  return [...found.values()].sort((a, b) => a.from - b.from);
}

/**
 * @param {any} event
 * @param {number} end
 * @returns {Span}
 */
function lasting({ type, time, from = time, until = time, phase, zones }, end) {
  const begin = Date.parse(from);
  const goesOn = phase === 'began' && end - begin < LONGEST_MS;
  return { type, from: begin, until: goesOn ? end : Date.parse(until), zones };
}
