import * as address from './address.js';
import { duration, setText, time } from './text.js';

/** @import { Frame } from './frame.js' */

const KINDS = ['mp4', 'mkv', 'zip'];

/**
 * One end of a clip.
 *
 * @typedef {{ millis: number, moment: string }} End
 */

/** The clip between two frames that were marked, or of a range of the timeline; and the links that save it. */
export class Clip {
  /**
   * @param {HTMLElement} element
   * @param {(range: { from?: number, to?: number }) => void} onMark
   */
  constructor(element, onMark) {
    this.element = element;
    this.onMark = onMark;
    this.address = '';
    /** @type {End | undefined} */
    this.start = undefined;
    /** @type {End | undefined} */
    this.end = undefined;
    /** @type {Frame | undefined} */
    this.shown = undefined;
    this.part('.clear').addEventListener('click', () => this.clear());
  }

  /** @param {string} selector */
  part(selector) {
    return /** @type {HTMLElement} */ (this.element.querySelector(selector));
  }

  /** @param {string} name */
  open(name) {
    this.address = address.stream(name);
    this.shown = undefined;
    this.clear();
  }

  clear() {
    this.start = undefined;
    this.end = undefined;
    this.show();
  }

  /** @param {Frame} frame the one on the screen */
  update(frame) {
    this.shown = frame;
  }

  /** @param {{ from: number, to: number }} range in milliseconds */
  select({ from, to }) {
    this.start = ofTime(from);
    this.end = ofTime(to);
    this.show();
  }

  markStart() {
    this.start = this.shown && ofFrame(this.shown);
    if (this.start && this.end && this.end.millis < this.start.millis) {
      this.end = undefined;
    }
    this.show();
  }

  markEnd() {
    this.end = this.shown && ofFrame(this.shown);
    if (this.start && this.end && this.start.millis > this.end.millis) {
      this.start = undefined;
    }
    this.show();
  }

  show() {
    const { start, end } = this;
    const from = start === undefined ? '…' : time(start.millis, true);
    const to = end === undefined ? '…' : time(end.millis, true);
    const length = start && end ? ` (${duration((end.millis - start.millis) / 1000)})` : '';
    setText(this.part('.marked'), `${from} – ${to}${length}`);
    this.element.hidden = !start && !end;
    for (const kind of KINDS) {
      const link = /** @type {HTMLAnchorElement} */ (this.part(`.${kind}`));
      link.hidden = !start || !end;
      link.href =
        start && end
          ? `${this.address}.${kind}?from=${encodeURIComponent(start.moment)}&to=${encodeURIComponent(end.moment)}`
          : '#';
    }
    this.onMark({ from: start?.millis, to: end?.millis });
  }
}

/** @param {Frame} frame @returns {End} */
function ofFrame({ micros, position }) {
  return { millis: micros / 1000, moment: position };
}

/** @param {number} millis @returns {End} */
function ofTime(millis) {
  return { millis, moment: new Date(millis).toISOString() };
}
