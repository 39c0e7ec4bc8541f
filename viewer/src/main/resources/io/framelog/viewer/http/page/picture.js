/** @import { Frame } from './frame.js' */

/**
 * Shows frames on a canvas, one at a time. If they come faster than they can be decoded, only the newest is kept. The
 * browser decodes them beside the page's own thread.
 */
export class Picture {
  /**
   * @param {HTMLCanvasElement} canvas
   * @param {(frame: Frame) => void} onShown receives each frame that is on the screen
   */
  constructor(canvas, onShown) {
    this.canvas = canvas;
    this.onShown = onShown;
    this.context = /** @type {ImageBitmapRenderingContext} */ (canvas.getContext('bitmaprenderer'));
    this.turn = 0;
    this.decoding = false;
    /** @type {Frame | undefined} */
    this.next = undefined;
    /** @type {Frame | undefined} what is on the screen */
    this.frame = undefined;
    this.shownAt = 0;
    this.blank();
  }

  /** @param {Frame} frame */
  paint(frame) {
    if (this.decoding) {
      this.next = frame;
    } else {
      this.decode(frame);
    }
  }

  /** @param {Frame} frame */
  async decode(frame) {
    const { turn } = this;
    this.decoding = true;
    const bitmap = await createImageBitmap(frame.picture).catch(() => undefined);
    this.decoding = false;
    if (turn === this.turn && bitmap) {
      this.size(bitmap);
      this.context.transferFromImageBitmap(bitmap);
      this.canvas.classList.remove('blank');
      this.frame = frame;
      this.shownAt = performance.now();
      this.onShown(frame);
    } else {
      bitmap?.close();
    }
    const { next } = this;
    this.next = undefined;
    if (next) {
      this.decode(next);
    }
  }

  /** @param {ImageBitmap} bitmap whose shape the canvas gets */
  size({ width, height }) {
    if (this.canvas.width !== width || this.canvas.height !== height) {
      this.canvas.width = width;
      this.canvas.height = height;
    }
  }

  /** The picture on the screen stays; those on their way are discarded. */
  dropPending() {
    this.turn += 1;
    this.next = undefined;
  }

  blank() {
    this.dropPending();
    this.frame = undefined;
    this.canvas.classList.add('blank');
  }
}
