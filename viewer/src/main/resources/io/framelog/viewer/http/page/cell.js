import * as address from './address.js';
import { Picture } from './picture.js';
import { frame as fetchFrame } from './request.js';
import { capital, setText, time as timeText } from './text.js';
import { isTrue, judge } from './truth.js';

/** @import { Channel, Stream } from './channel.js' */
/** @import { Watch } from './watch.js' */
/** @import { Frame } from './frame.js' */
/** @import { Situation } from './truth.js' */

// A replay shortens gaps; a picture that is this far ahead of the clock waits for it.
const AHEAD_MS = 500;
// A picture that is this much older than the clock is not one of that moment.
const OLD_MS = 2500;

const template = /** @type {HTMLTemplateElement} */ (document.getElementById('cell'));

/** One of several streams that are played at the same moment. */
export class Cell {
  /**
   * @param {string} name
   * @param {Channel} channel
   * @param {(millis: number) => void} onPicture receives the time of each picture that comes
   */
  constructor(name, channel, onPicture) {
    this.name = name;
    this.channel = channel;
    this.onPicture = onPicture;
    /** @type {Watch | undefined} */
    this.watch = undefined;
    /** @type {Frame | undefined} one that is ahead of the clock */
    this.waiting = undefined;
    this.since = 0;
    /** @type {number | undefined} how wide the pictures of a replay are */
    this.width = undefined;
    this.refused = false;
    this.element = /** @type {HTMLElement} */ (
      /** @type {Element} */ (template.content.firstElementChild).cloneNode(true)
    );
    this.picture = new Picture(/** @type {HTMLCanvasElement} */ (this.element.querySelector('canvas')), () => {});
    const link = /** @type {HTMLAnchorElement} */ (this.element.querySelector('.name'));
    link.href = address.of(name);
    setText(link, name);
  }

  /** @param {Stream | undefined} stream */
  update(stream) {
    this.stream = stream;
    setText(/** @type {Element} */ (this.element.querySelector('.name')), stream?.displayName ?? this.name);
  }

  /** @param {number | undefined} width */
  live(width) {
    this.stop();
    this.begin({ stream: this.name, width });
  }

  /**
   * @param {number} millis
   * @param {number} speed
   * @param {number | undefined} width
   */
  play(millis, speed, width) {
    this.stop();
    this.width = width;
    this.begin({ stream: this.name, from: new Date(millis).toISOString(), speed, width });
  }

  /** @param {import('./watch.js').Wanted} wanted */
  begin(wanted) {
    this.since = performance.now();
    this.refused = false;
    this.replays = wanted.from !== undefined;
    this.watch = this.channel.watch(wanted, {
      frame: (frame) => this.came(frame),
      problem: () => {
        this.refused = true;
      },
      end: () => {
        this.refused = true;
      },
    });
  }

  /** @param {Frame} frame */
  came(frame) {
    const millis = frame.micros / 1000;
    this.onPicture(millis);
    if (this.replays && this.clock !== undefined && millis > this.clock + AHEAD_MS * Math.max(1, this.speed ?? 1)) {
      this.waiting = frame;
      this.watch?.stop();
      this.watch = undefined;
    } else {
      this.picture.paint(frame);
    }
  }

  /**
   * @param {number} millis the moment that is shown
   * @param {number} speed
   */
  keepTime(millis, speed) {
    this.clock = millis;
    this.speed = speed;
    if (this.waiting && this.waiting.micros / 1000 <= millis) {
      const { position } = this.waiting;
      this.waiting = undefined;
      this.begin({ stream: this.name, from: position, speed, width: this.width });
    }
  }

  /** Shows the picture of a moment. One is fetched at a time; the newest moment counts. @param {number} millis */
  async look(millis) {
    if (this.looking) {
      this.lookNext = millis;
      return;
    }
    this.stop();
    this.looking = new AbortController();
    const { signal } = this.looking;
    const at = encodeURIComponent(new Date(millis).toISOString());
    const frame = await fetchFrame(`${address.stream(this.name)}.jpg?at=${at}&nearest`, signal).catch(() => undefined);
    if (signal.aborted) {
      return;
    }
    this.looking = undefined;
    if (frame) {
      this.picture.paint(frame);
    }
    const next = this.lookNext;
    this.lookNext = undefined;
    if (next !== undefined) {
      this.look(next);
    }
  }

  /** Whether it has a picture, or will have none. */
  hasAnswered() {
    return (
      this.refused ||
      this.waiting !== undefined ||
      this.picture.shownAt > this.since ||
      performance.now() - this.since > OLD_MS
    );
  }

  stop() {
    this.looking?.abort();
    this.looking = undefined;
    this.lookNext = undefined;
    this.watch?.stop();
    this.watch = undefined;
    this.waiting = undefined;
    this.clock = undefined;
    this.picture.dropPending();
  }

  /**
   * @param {Situation} situation
   * @param {'live' | 'past' | 'paused'} mode
   * @param {number} millis the moment that is shown
   * @param {number} speed
   */
  judge(situation, mode, millis, speed) {
    const { frame, shownAt } = this.picture;
    const verdict = judge(situation, this.stream, { frame, shownAt, since: this.since });
    const here = frame && Math.abs(millis - frame.micros / 1000) < OLD_MS * Math.max(1, Math.abs(speed));
    let text = '';
    if (mode === 'live') {
      text = isTrue(verdict.state) ? '' : capital(verdict.reason || verdict.state);
    } else if (situation.channel !== 'open') {
      text = capital(verdict.reason);
    } else if (!here) {
      text = this.waiting
        ? `No picture until ${timeText(this.waiting.micros / 1000, true)}`
        : 'No picture of this moment';
    }
    setText(/** @type {Element} */ (this.element.querySelector('.notice')), text);
    this.element.classList.toggle('stale', text !== '');
  }
}
