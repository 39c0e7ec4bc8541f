/** @import { Watch } from './watch.js' */

// The viewer sends 6 frames of a picture beyond those that were reported. The other half comes while a report is under way.
const URGENT = 3;
// The time between two messages: the viewer ends a channel with too many.
const BETWEEN_MS = 80;
// How long frames of a slow stream may wait.
const LATE_MS = 400;

/** Tells the viewer how many frames came, of all pictures together: each message costs as much as a small frame. */
export class Reports {
  /** @param {(counts: [number, number][]) => void} send */
  constructor(send) {
    this.send = send;
    /** @type {Set<Watch>} those with frames to report */
    this.waiting = new Set();
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
    this.due = 0;
    this.saidAt = -BETWEEN_MS;
  }

  /** @param {Watch} watch a frame of it came */
  add(watch) {
    this.waiting.add(watch);
    const now = performance.now();
    const isUrgent = watch.frames - watch.reported >= URGENT;
    const due = isUrgent ? Math.max(now, this.saidAt + BETWEEN_MS) : now + LATE_MS;
    if (this.timer === undefined || due < this.due) {
      clearTimeout(this.timer);
      this.due = due;
      this.timer = setTimeout(() => this.report(), due - now);
    }
  }

  report() {
    this.timer = undefined;
    if (this.waiting.size > 0) {
      this.saidAt = performance.now();
      for (const watch of this.waiting) {
        watch.reported = watch.frames;
      }
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
