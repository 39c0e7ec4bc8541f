/** @import { Watch } from './watch.js' */

// The viewer sends the frames of half a second beyond those that were reported, and ends a channel with more than 20
// messages a second.
const EACH_MS = 200;

/** Tells the viewer how many frames came, of all pictures together: each message costs as much as a small frame. */
export class Reports {
  /** @param {(counts: [number, number][]) => void} send */
  constructor(send) {
    this.send = send;
    /** @type {Set<Watch>} those with frames to report */
    this.waiting = new Set();
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
  }

  /** @param {Watch} watch a frame of it came */
  add(watch) {
    this.waiting.add(watch);
    this.timer ??= setTimeout(() => this.report(), EACH_MS);
  }

  report() {
    this.timer = undefined;
    if (this.waiting.size > 0) {
      this.send([...this.waiting].map(({ id, frames }) => [id, frames]));
      this.waiting.clear();
    }
  }

  /** @param {Watch} watch is no longer of interest */
  remove(watch) {
    this.waiting.delete(watch);
  }

  clear() {
    this.waiting.clear();
  }
}
