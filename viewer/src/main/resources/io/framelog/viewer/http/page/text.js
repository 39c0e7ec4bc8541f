// Texts shown on the page.

// Leaves an equal text alone, so that a screen reader does not read it again.
export function setText(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

export function capital(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

export function duration(seconds) {
  if (seconds < 10) {
    return `${seconds.toFixed(1)} s`;
  }
  if (seconds < 120) {
    return `${Math.round(seconds)} s`;
  }
  if (seconds < 7200) {
    return `${Math.round(seconds / 60)} min`;
  }
  return seconds < 172800 ? `${Math.round(seconds / 3600)} h` : `${Math.round(seconds / 86400)} days`;
}

const clock = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' });
const exact = new Intl.DateTimeFormat(undefined, {
  hour: 'numeric', minute: '2-digit', second: '2-digit', fractionalSecondDigits: 3,
});
const short = new Intl.DateTimeFormat(undefined, { timeStyle: 'short' });
const day = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' });

// A time of day, with its date unless that is today.
export function time(millis, precise = false) {
  return dated(millis, precise ? clock : short);
}

// As time(), to the millisecond.
export function exactTime(millis) {
  return dated(millis, exact);
}

function dated(millis, format) {
  const date = new Date(millis);
  const isToday = day.format(date) === day.format(new Date());
  return isToday ? format.format(date) : `${day.format(date)}, ${format.format(date)}`;
}
