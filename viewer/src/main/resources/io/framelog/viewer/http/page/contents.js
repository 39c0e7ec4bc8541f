// What the viewer's timeline says that the log holds of a stream.

import { spans } from './spans.js';

/** @import { Span } from './spans.js' */

/**
 * Times are in milliseconds.
 *
 * @typedef {object} Contents
 * @property {{ from: number, to: number }[]} recorded when there are frames
 * @property {{ from: number, to: number }[]} gaps
 * @property {Span[]} spans what happened
 */

/**
 * @param {any} answer of the viewer
 * @param {number} now
 * @returns {Contents}
 */
export function contents({ to, bucketSeconds, buckets }, now) {
  /** @type {{ from: number, to: number }[]} */
  const recorded = [];
  for (const { from: time, frames } of buckets) {
    const from = Date.parse(time);
    const last = recorded.at(-1);
    if (frames > 0 && last && from - last.to < 1) {
      last.to = from + 1000 * bucketSeconds;
    } else if (frames > 0) {
      recorded.push({ from, to: from + 1000 * bucketSeconds });
    }
  }
  return {
    recorded,
    gaps: buckets.flatMap((/** @type {any} */ { gaps = [] }) =>
      gaps.map((/** @type {any} */ gap) => ({ from: Date.parse(gap.from), to: Date.parse(gap.to) })),
    ),
    spans: spans(buckets, Math.min(Date.parse(to), now)),
  };
}
