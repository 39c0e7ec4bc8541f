// The viewer's clock, in milliseconds since the epoch. The browser's own clock may be wrong.

const KEPT = 8;

/** @type {number[]} */
let offsets = [];
let offset = 0;

export function now() {
  return Date.now() + offset;
}

/**
 * Sets the clock by what the viewer says. A message that took long makes the viewer's clock look slow, so the highest
 * of the last ones counts.
 *
 * @param {number} viewer the viewer's time when it sent the message
 */
export function heard(viewer) {
  offsets = [...offsets, viewer - Date.now()].slice(-KEPT);
  offset = Math.max(...offsets);
}
