// The times under a timeline.

import { dayOf, timeOfDay } from './text.js';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const STEPS = [
  SECOND,
  2 * SECOND,
  5 * SECOND,
  10 * SECOND,
  30 * SECOND,
  MINUTE,
  2 * MINUTE,
  5 * MINUTE,
  10 * MINUTE,
  30 * MINUTE,
  HOUR,
  2 * HOUR,
  6 * HOUR,
  12 * HOUR,
  DAY,
  2 * DAY,
  7 * DAY,
  28 * DAY,
];

/** @typedef {{ at: number, text: string, day: boolean }} Tick */

/**
 * Round times in a span, so many that their texts have room. A tick at midnight shows the day.
 *
 * @param {number} from in milliseconds
 * @param {number} to
 * @param {number} most how many texts have room
 * @param {number} offset of the zone in which times are shown, in milliseconds
 * @returns {Tick[]}
 */
export function ticks(from, to, most, offset) {
  const step = STEPS.find((candidate) => (to - from) / candidate <= most) ?? 28 * DAY;
  const found = [];
  for (let at = Math.ceil((from + offset) / step) * step - offset; at <= to; at += step) {
    const day = (at + offset) % DAY === 0;
    found.push({ at, day, text: day ? dayOf(at) : timeOfDay(at, step < MINUTE) });
  }
  return found;
}
