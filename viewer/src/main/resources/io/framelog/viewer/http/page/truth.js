// Whether a picture that should be live is: what to say about it if not.

import * as clock from './clock.js';
import { duration } from './text.js';

/** @import { Channel, List, Stream } from './channel.js' */

// A picture that is not followed by another one for this long is late, unless its stream is slow by nature.
const LATE_MS = 1800;
const LATE_FRAMES = 3;
// A file that is one picture has ended when it was published, and is shown as what it is.
const PICTURE_FILE = /\.(jpe?g|png|gif|bmp|webp|tiff?)$/i;

/**
 * What the page knows of the viewer.
 *
 * @typedef {object} Situation
 * @property {Channel['state']} channel
 * @property {List} [list]
 */

/**
 * @typedef {object} Verdict
 * @property {'live' | 'still' | 'late' | 'lost' | 'ended' | 'waiting'} state
 * @property {string} reason empty if it is live
 */

/**
 * @param {Situation} situation
 * @param {Stream | undefined} stream
 * @param {{ shownAt: number, frame?: { micros: number }, since: number, fps?: number }} picture shownAt: when the newest
 *     picture was shown, and since: when it was asked for; by performance.now(). fps: the rate that was asked for
 * @returns {Verdict}
 */
export function judge({ channel, list }, stream, picture) {
  if (channel !== 'open') {
    return { state: 'lost', reason: channel === 'silent' ? 'the viewer does not answer' : 'connecting' };
  }
  if (list && !list.ready) {
    return { state: 'lost', reason: list.detail };
  }
  if (!stream) {
    return { state: 'lost', reason: 'there is no such stream' };
  }
  if (stream.state === 'ended' && picture.frame && PICTURE_FILE.test(stream.source)) {
    return { state: 'still', reason: '' };
  }
  if (stream.state !== 'live') {
    return { state: stream.state === 'ended' ? 'ended' : 'lost', reason: stream.reason };
  }
  const silence = performance.now() - Math.max(picture.since, picture.frame ? picture.shownAt : 0);
  if (silence > lateAfter(stream, picture.fps)) {
    return { state: 'late', reason: `no new picture for ${duration(silence / 1000)}` };
  }
  return picture.frame ? { state: 'live', reason: '' } : { state: 'waiting', reason: '' };
}

/**
 * @param {Stream} stream
 * @param {number} [asked]
 */
function lateAfter(stream, asked) {
  const fps = Math.min(stream.fps ?? Infinity, asked ?? Infinity);
  return Math.max(LATE_MS, fps > 0 ? (LATE_FRAMES * 1000) / fps : 0);
}

/**
 * Whether a picture may be shown as it is.
 *
 * @param {string} state
 */
export function isTrue(state) {
  return state === 'live' || state === 'still' || state === 'waiting';
}

/**
 * How old a picture is, in seconds, by the clock that stamps the stream's frames.
 *
 * @param {{ micros: number }} frame
 * @param {Stream} [stream]
 */
export function age(frame, stream) {
  return Math.max(0, (clock.now() - frame.micros / 1000) / 1000 + (stream?.clockSkew ?? 0));
}
