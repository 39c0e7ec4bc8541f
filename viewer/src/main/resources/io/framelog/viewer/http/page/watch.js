/** @import { Channel } from './channel.js' */
/** @import { Frame } from './frame.js' */

/**
 * What a window wants of one stream. Without `from` it is live.
 *
 * @typedef {object} Wanted
 * @property {string} stream
 * @property {number} [width] in pixels; unset for the full picture
 * @property {number} [fps] the highest rate
 * @property {string} [from] a moment
 * @property {number} [speed]
 */

/**
 * @typedef {object} Problem
 * @property {string} title
 * @property {number} status
 * @property {string} detail
 */

/**
 * @typedef {object} Handler
 * @property {(frame: Frame) => void} frame
 * @property {(problem: Problem) => void} [problem] the viewer shows nothing of it
 * @property {(reason: string) => void} [end] a replay has ended
 */

/** One picture that a window is shown. It can be changed while it runs. */
export class Watch {
  /**
   * @param {Channel} channel
   * @param {number} id
   * @param {Wanted} wanted
   * @param {Handler} handler
   */
  constructor(channel, id, wanted, handler) {
    this.channel = channel;
    this.id = id;
    this.wanted = wanted;
    this.handler = handler;
    this.frames = 0;
    /** @type {string | undefined} */
    this.note = undefined;
    /** @type {string | undefined} where a replay is */
    this.position = undefined;
    this.from = wanted.from;
    this.over = false;
  }

  /**
   * Shows something else from now on.
   *
   * @param {Wanted} wanted
   */
  change(wanted) {
    if (this.over || JSON.stringify(wanted) !== JSON.stringify(this.wanted)) {
      this.wanted = wanted;
      this.position = undefined;
      this.restart();
      this.channel.renew(this);
    }
  }

  // A replay that was cut off goes on where it was.
  restart() {
    this.from = this.position ?? this.wanted.from;
    this.frames = 0;
    this.note = undefined;
    this.over = false;
  }

  stop() {
    this.channel.remove(this);
  }

  get entry() {
    return { id: this.id, ...this.wanted, from: this.from };
  }
}
