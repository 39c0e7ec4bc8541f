import * as address from './address.js';
import { now } from './clock.js';
import { Picture } from './picture.js';
import { frame as fetchFrame, ProblemError } from './request.js';
import { iso } from './text.js';

/** @import { Channel, Stream } from './channel.js' */
/** @import { Problem, Wanted, Watch } from './watch.js' */
/** @import { Frame } from './frame.js' */

// Seeking to less than this before the present shows the stream live.
const LIVE_MS = 1500;
// Jumps that follow each other within this time add up.
const SETTLE_MS = 250;
const BAD_REQUEST = 400;
const POSITION = /^\d+@\d+$/;

/**
 * Plays one stream. Its mode is 'live', 'past' (plays the log at a speed), 'paused' (shows one frame) or 'off'.
 */
export class Playback {
  /**
   * @param {HTMLCanvasElement} canvas
   * @param {Channel} channel
   * @param {{ frame: (frame: Frame) => void, change: () => void }} on frame: one is on the screen. change: the mode, the
   *     speed or the message has changed
   */
  constructor(canvas, channel, on) {
    this.channel = channel;
    this.on = on;
    /** @type {'live' | 'past' | 'paused' | 'off'} */
    this.mode = 'off';
    this.name = '';
    this.speed = 1;
    this.newest = Infinity;
    this.since = 0;
    /** @type {Frame | undefined} */
    this.frame = undefined;
    /** @type {string | undefined} */
    this.startMoment = undefined;
    /** @type {string | undefined} */
    this.message = undefined;
    /** @type {Watch | undefined} */
    this.watched = undefined;
    /** @type {number | undefined} the time that is being looked for, in milliseconds */
    this.target = undefined;
    this.picture = new Picture(canvas, (frame) => this.frameShown(frame));
  }

  /**
   * @param {string} name
   * @param {string} [moment]
   */
  open(name, moment) {
    this.close();
    this.name = name;
    this.speed = 1;
    this.newest = Infinity;
    if (moment === undefined) {
      this.live();
    } else if (POSITION.test(moment)) {
      this.showFrame(moment);
    } else {
      this.watch('past', moment);
    }
  }

  close() {
    this.stop();
    this.mode = 'off';
    this.frame = undefined;
    this.startMoment = undefined;
    this.message = undefined;
    this.picture.blank();
  }

  live() {
    this.speed = 1;
    this.watch('live');
  }

  play() {
    const moment = this.frame ? this.frame.position : this.startMoment;
    if (moment) {
      this.watch('past', moment);
    } else {
      this.live();
    }
  }

  /** The picture stays on the screen. */
  pause() {
    this.stop();
    this.mode = 'paused';
    this.on.change();
  }

  isPlaying() {
    return this.mode === 'live' || this.mode === 'past';
  }

  /** @param {number} speed */
  setSpeed(speed) {
    this.speed = speed;
    if (this.mode === 'past' || (this.mode === 'live' && speed !== 1)) {
      this.play();
    } else {
      this.on.change();
    }
  }

  /**
   * Goes to a time, and keeps playing or stays paused.
   *
   * @param {number} millis
   */
  seek(millis) {
    this.endLooking();
    const isPresent = millis > now() - LIVE_MS;
    if (this.mode === 'paused') {
      this.showFrame(isPresent ? 'latest' : iso(1000 * millis));
    } else if (isPresent && this.speed > 0) {
      this.live();
    } else {
      this.watch('past', isPresent ? 'latest' : iso(1000 * millis));
    }
  }

  /**
   * Shows the picture of a time, as while a playhead is dragged. One is fetched at a time; the newest time counts.
   *
   * @param {number} millis
   */
  look(millis) {
    this.target = Math.min(millis, now());
    this.watched?.stop();
    this.watched = undefined;
    if (!this.looking) {
      this.fetchTarget();
    }
  }

  async fetchTarget() {
    const { target, name } = this;
    this.looking = new AbortController();
    const { signal } = this.looking;
    try {
      const at = target === undefined || target > now() - LIVE_MS ? 'latest' : iso(1000 * target);
      const frame = await fetchFrame(`${address.stream(name)}.jpg?at=${encodeURIComponent(at)}&nearest`, signal);
      if (!signal.aborted) {
        this.picture.paint(frame);
      }
    } catch {
      // there is none at that time
    }
    if (!signal.aborted) {
      this.looking = undefined;
      if (this.target !== target) {
        this.fetchTarget();
      }
    }
  }

  endLooking() {
    clearTimeout(this.settling);
    this.looking?.abort();
    this.looking = undefined;
    this.target = undefined;
  }

  /** Jumps; jumps of a key that is held down add up. @param {number} seconds */
  skip(seconds) {
    const from = this.target ?? (this.frame && this.frame.micros / 1000);
    if (from !== undefined) {
      const target = Math.min(now(), from + 1000 * seconds);
      this.look(target);
      clearTimeout(this.settling);
      this.settling = setTimeout(() => this.seek(target), SETTLE_MS);
    }
  }

  // Times are in microseconds, so one microsecond later is never the same frame.
  /** Shows the next or the previous frame. @param {boolean} forward */
  step(forward) {
    if (!this.frame || (this.mode === 'paused' && (this.watched || this.fetching))) {
      return; // the last step is still loading
    }
    if (forward) {
      this.watch('paused', iso(this.frame.micros + 1), 0);
    } else {
      this.showFrame(iso(this.frame.micros - 1));
    }
  }

  /** Shows one frame: the one at a position, or the last one at or before a time. @param {string} moment */
  async showFrame(moment) {
    this.begin('paused', moment);
    this.fetching = new AbortController();
    const { signal } = this.fetching;
    try {
      const frame = await fetchFrame(`${address.stream(this.name)}.jpg?at=${encodeURIComponent(moment)}`, signal);
      if (!signal.aborted) {
        this.fetching = undefined;
        this.picture.paint(frame);
      }
    } catch (error) {
      if (!signal.aborted) {
        this.fetching = undefined;
        this.setMessage(error instanceof ProblemError ? error.message : 'the viewer does not answer');
      }
    }
  }

  /**
   * @param {'live' | 'past' | 'paused'} mode
   * @param {string} [moment]
   * @param {number} [speed]
   */
  watch(mode, moment, speed = this.speed) {
    this.begin(mode, moment);
    /** @type {Wanted} */
    const wanted = { stream: this.name };
    if (moment !== undefined) {
      wanted.from = moment;
      wanted.speed = speed;
    }
    this.since = performance.now();
    this.watched = this.channel.watch(wanted, {
      frame: (frame) => this.frameReceived(frame),
      problem: (problem) => this.refused(problem),
      end: () => this.pause(), // a backward replay ends at the beginning of the log
    });
  }

  /**
   * @param {'live' | 'past' | 'paused'} mode
   * @param {string} [moment]
   */
  begin(mode, moment) {
    this.stop();
    this.mode = mode;
    this.startMoment = moment;
    this.message = undefined;
    this.on.change();
  }

  stop() {
    this.endLooking();
    this.fetching?.abort();
    this.fetching = undefined;
    this.watched?.stop();
    this.watched = undefined;
    this.picture.dropPending();
  }

  /** @param {Frame} frame */
  frameReceived(frame) {
    if (this.mode === 'paused') {
      this.watched?.stop();
      this.watched = undefined;
    } else if (this.mode === 'past' && this.speed > 1 && frame.micros >= this.newest) {
      // The replay has caught up: the viewer continues it live.
      this.mode = 'live';
      this.speed = 1;
      this.on.change();
    }
    this.picture.paint(frame);
  }

  /** @param {Frame} frame */
  frameShown(frame) {
    this.frame = frame;
    this.on.frame(frame);
    if (frame.note) {
      this.setMessage(frame.note);
    } else if (this.mode === 'paused') {
      this.on.change();
    }
  }

  /**
   * Only the viewer knows that a time is still to come: a camera's clock may be ahead, and this page's may be behind.
   *
   * @param {Problem} problem
   */
  refused({ status, detail }) {
    this.watched?.stop();
    this.watched = undefined;
    if (this.mode === 'past' && status === BAD_REQUEST && Date.parse(this.startMoment ?? '') > now() - LIVE_MS) {
      this.live();
      this.setMessage('that time is still to come: this is live');
      return;
    }
    if (this.mode !== 'live') {
      this.mode = 'paused';
    }
    this.setMessage(detail);
  }

  /** The page is hidden. resume() continues at the same place. */
  suspend() {
    this.stop();
  }

  resume() {
    if (this.mode === 'live') {
      this.watch('live');
    } else if (this.mode === 'past') {
      this.play();
    } else if (this.mode === 'paused' && !this.frame && this.startMoment) {
      this.showFrame(this.startMoment);
    }
  }

  /** @param {Stream} stream its entry in the viewer's list */
  update(stream) {
    this.newest = 1000 * Date.parse(stream.timestamp ?? '');
    if (this.mode === 'live' && !this.watched && this.target === undefined) {
      this.live(); // it was refused, and may work now
    }
  }

  /** @param {string} text */
  setMessage(text) {
    this.message = text;
    this.on.change();
  }

  /** The moment for the page's address; undefined if live. */
  get moment() {
    if (this.mode === 'live') {
      return undefined;
    }
    return this.mode === 'paused' ? (this.frame?.position ?? this.startMoment) : this.startMoment;
  }
}
