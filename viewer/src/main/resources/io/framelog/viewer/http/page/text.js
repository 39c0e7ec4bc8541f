// Texts shown on the page.

import { settings } from './settings.js';

/**
 * Leaves an equal text alone, so that a screen reader does not read it again.
 *
 * @param {Element} element
 * @param {string | number} text
 */
export function setText(element, text) {
  const wanted = String(text);
  if (element.textContent !== wanted) {
    element.textContent = wanted;
  }
}

/** @param {string} text */
export function capital(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/**
 * A sentence of the viewer, as the page shows it.
 *
 * @param {string} text
 */
export function sentence(text) {
  return text === '' || /[.!?…]$/.test(text) ? capital(text) : `${capital(text)}.`;
}

/** @param {number} seconds */
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

/** @type {Map<string, Intl.DateTimeFormat>} */
const formats = new Map();

/**
 * @param {string} key
 * @param {Intl.DateTimeFormatOptions} options
 */
function format(key, options) {
  const utc = settings.get('utc') === true;
  const name = `${key} ${utc}`;
  let made = formats.get(name);
  if (!made) {
    made = new Intl.DateTimeFormat(undefined, utc ? { ...options, timeZone: 'UTC' } : options);
    formats.set(name, made);
  }
  return made;
}

/**
 * A time of day, with its date unless that is today.
 *
 * @param {number} millis
 * @param {boolean} [precise] with seconds
 */
export function time(millis, precise = false) {
  return dated(millis, precise ? format('medium', { timeStyle: 'medium' }) : format('short', { timeStyle: 'short' }));
}

/**
 * As time(), to the millisecond.
 *
 * @param {number} millis
 */
export function exactTime(millis) {
  return dated(
    millis,
    format('exact', { hour: 'numeric', minute: '2-digit', second: '2-digit', fractionalSecondDigits: 3 }),
  );
}

/**
 * A time of day without a date.
 *
 * @param {number} millis
 * @param {boolean} [precise] with seconds
 */
export function timeOfDay(millis, precise = false) {
  const date = new Date(millis);
  return precise
    ? format('medium', { timeStyle: 'medium' }).format(date)
    : format('short', { timeStyle: 'short' }).format(date);
}

/**
 * A day, such as "Sat, 28 Nov".
 *
 * @param {number} millis
 */
export function dayOf(millis) {
  return format('day', { weekday: 'short', day: 'numeric', month: 'short' }).format(new Date(millis));
}

/**
 * @param {number} millis
 * @param {Intl.DateTimeFormat} clock
 */
function dated(millis, clock) {
  const date = new Date(millis);
  const days = format('date', { dateStyle: 'medium' });
  const isToday = days.format(date) === days.format(new Date());
  return isToday ? clock.format(date) : `${days.format(date)}, ${clock.format(date)}`;
}

/**
 * A time with microseconds, in UTC.
 *
 * @param {number} micros
 */
export function iso(micros) {
  const whole = new Date(Math.floor(micros / 1000)).toISOString().slice(0, -1);
  return `${whole}${String(Math.floor(micros) % 1000).padStart(3, '0')}Z`;
}
