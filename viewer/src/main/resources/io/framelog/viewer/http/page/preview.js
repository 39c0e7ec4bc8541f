import * as address from './address.js';
import { time } from './text.js';

const REST_MS = 80;
const WIDTH = 160;

/** The thumbnail and the time of the moment under the pointer. */
export class Preview {
  /** @param {HTMLElement} element */
  constructor(element) {
    this.element = element;
    this.name = '';
    this.picture = /** @type {HTMLImageElement} */ (element.querySelector('img'));
    this.picture.addEventListener('load', () => {
      this.picture.hidden = false;
    });
    this.picture.addEventListener('error', () => {
      this.picture.hidden = true;
    });
  }

  /** @param {string} name */
  open(name) {
    this.name = name;
  }

  /**
   * Shows a time. Its thumbnail is fetched once the pointer rests.
   *
   * @param {number} millis
   * @param {number} x the pointer's place on the bar, in pixels
   * @param {number} width the bar's
   * @param {string} note what happened then
   * @param {boolean} pictured whether there are frames then
   */
  show(millis, x, width, note, pictured) {
    this.element.hidden = false;
    this.element.style.left = `${Math.min(width - WIDTH / 2, Math.max(WIDTH / 2, x))}px`;
    /** @type {HTMLElement} */ (this.element.querySelector('time')).textContent = [time(millis, true), note]
      .filter(Boolean)
      .join(' · ');
    clearTimeout(this.next);
    this.picture.hidden ||= !pictured;
    if (this.name !== '' && pictured) {
      const thumbnail = `${address.stream(this.name)}.jpg?at=${Math.round(millis)}&nearest&width=${WIDTH}`;
      this.next = setTimeout(() => {
        this.picture.src = thumbnail;
      }, REST_MS);
    }
  }

  hide() {
    clearTimeout(this.next);
    this.element.hidden = true;
    this.picture.hidden = true;
  }
}
