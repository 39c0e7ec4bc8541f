import * as address from './address.js';
import { Cell } from './cell.js';
import * as clock from './clock.js';
import { arrange, commonAspect, pictureWidth } from './layout.js';
import { exactTime, setText } from './text.js';
import { Timeline } from './timeline.js';

/** @import { Channel, Stream } from './channel.js' */
/** @import { Situation } from './truth.js' */

const LIVE_MS = 1500;
const TICK_MS = 100;
const SKIP_SECONDS = 5;
const SETTLE_MS = 250;

/** Several streams at the same moment: one clock, one timeline. */
export class Together {
  /**
   * @param {HTMLElement} element
   * @param {Channel} channel
   */
  constructor(element, channel) {
    this.element = element;
    this.channel = channel;
    this.grid = this.part('.grid');
    /** @type {Cell[]} */
    this.cells = [];
    /** @type {Stream[]} */
    this.streams = [];
    /** @type {'live' | 'past' | 'paused'} */
    this.mode = 'live';
    this.speed = 1;
    this.at = 0;
    /** @type {number | undefined} when the clock began to run; it waits for the first picture */
    this.started = undefined;
    this.timeline = new Timeline(this.part('.timeline'), {
      seek: (millis) => this.seek(millis),
      look: (millis) => this.look(millis),
      select: () => this.timeline.setSelection({}),
    });
    this.select = /** @type {HTMLSelectElement} */ (this.part('.speed'));
    this.select.addEventListener('change', () => {
      this.speed = Number(this.select.value);
      this.seek(this.time());
    });
    element.addEventListener('click', (event) => {
      this.act(
        /** @type {HTMLElement | null} */ (/** @type {HTMLElement} */ (event.target).closest('[data-do]'))?.dataset.do,
      );
    });
    document.addEventListener('keydown', (event) => this.key(event));
    new ResizeObserver(() => this.layOut()).observe(element);
  }

  /** @param {string} selector */
  part(selector) {
    return /** @type {HTMLElement} */ (this.element.querySelector(selector));
  }

  isOpen() {
    return !this.element.hidden;
  }

  /**
   * @param {string[]} names
   * @param {string} [moment]
   */
  open(names, moment) {
    const at = moment === undefined ? NaN : Date.parse(moment);
    if (names.join('\n') !== this.cells.map(({ name }) => name).join('\n') || !this.isOpen()) {
      this.close();
      this.element.hidden = false;
      this.cells = names.map((name) => new Cell(name, this.channel, (millis) => this.pictureCame(millis)));
      this.grid.replaceChildren(...this.cells.map((cell) => cell.element));
      this.timeline.open(names, Number.isNaN(at) ? undefined : at);
      this.update(this.streams);
      this.layOut();
      this.ticking = setInterval(() => this.tick(), TICK_MS);
    } else if (address.together(names, moment) === this.address()) {
      return;
    }
    if (Number.isNaN(at)) {
      this.live();
    } else {
      this.seek(at);
    }
  }

  close() {
    clearInterval(this.ticking);
    clearTimeout(this.settling);
    for (const cell of this.cells) {
      cell.stop();
    }
    this.cells = [];
    this.grid.replaceChildren();
    this.timeline.close();
    this.element.hidden = true;
    this.mode = 'live';
    this.speed = 1;
    this.select.value = '1';
  }

  /** @param {Stream[]} streams */
  update(streams) {
    this.streams = streams;
    const byName = new Map(streams.map((stream) => [stream.name, stream]));
    for (const cell of this.cells) {
      cell.update(byName.get(cell.name));
    }
  }

  /** The moment that is shown, in milliseconds. */
  time() {
    if (this.mode === 'live') {
      return clock.now();
    }
    return this.mode === 'paused' || this.started === undefined
      ? this.at
      : this.at + (performance.now() - this.started) * this.speed;
  }

  live() {
    this.mode = 'live';
    this.speed = 1;
    this.select.value = '1';
    const width = this.pictureWidth();
    for (const cell of this.cells) {
      cell.live(width);
    }
    this.changed();
  }

  /** The width to ask the viewer for; undefined for full pictures. */
  pictureWidth() {
    return pictureWidth(this.width ?? 640);
  }

  /** Goes to a moment, and keeps playing or stays paused. @param {number} millis */
  seek(millis) {
    clearTimeout(this.settling);
    this.settling = undefined;
    if (millis > clock.now() - LIVE_MS && this.mode !== 'paused') {
      this.live();
      return;
    }
    this.at = Math.min(millis, clock.now());
    this.started = undefined;
    if (this.mode === 'paused') {
      for (const cell of this.cells) {
        cell.look(this.at);
      }
    } else {
      this.mode = 'past';
      const width = this.pictureWidth();
      for (const cell of this.cells) {
        cell.play(this.at, this.speed, width);
      }
    }
    this.changed();
  }

  /** @param {number} millis */
  look(millis) {
    for (const cell of this.cells) {
      cell.look(Math.min(millis, clock.now()));
    }
  }

  pause() {
    this.at = this.time();
    this.mode = 'paused';
    for (const cell of this.cells) {
      cell.look(this.at);
    }
    this.changed();
  }

  play() {
    this.mode = 'past';
    this.seek(this.at);
  }

  /** Jumps; jumps of a key that is held down add up. @param {number} seconds */
  skip(seconds) {
    this.at = Math.min(clock.now(), (this.settling === undefined ? this.time() : this.at) + 1000 * seconds);
    this.started = undefined;
    if (this.mode === 'live') {
      this.mode = 'past';
    }
    this.look(this.at);
    this.timeline.setPlayhead(this.at);
    clearTimeout(this.settling);
    this.settling = setTimeout(() => this.seek(this.at), SETTLE_MS);
  }

  /** @param {string | undefined} what */
  act(what) {
    switch (what) {
      case 'play':
        (this.mode === 'paused' ? () => this.play() : () => this.pause())();
        break;
      case 'live':
        this.live();
        break;
      case 'earlier':
        this.skip(-SKIP_SECONDS);
        break;
      case 'later':
        this.skip(SKIP_SECONDS);
        break;
      case 'all':
        this.timeline.showAll();
        break;
      default:
    }
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const target = /** @type {HTMLElement} */ (event.target);
    if (
      !this.isOpen() ||
      event.ctrlKey ||
      event.metaKey ||
      event.altKey ||
      target.closest('select, input') ||
      (event.key === ' ' && target.closest('button, a'))
    ) {
      return;
    }
    const what = { ' ': 'play', ArrowLeft: 'earlier', ArrowRight: 'later', l: 'live' }[event.key];
    if (what) {
      event.preventDefault();
      this.act(what);
    } else if (event.key === 'Escape') {
      location.hash = '#/';
    }
  }

  /** @param {number} millis of a picture that came: the clock of a replay begins to run */
  pictureCame(millis) {
    if (
      this.mode === 'past' &&
      this.started === undefined &&
      this.settling === undefined &&
      Math.abs(millis - this.at) < 1000
    ) {
      this.started = performance.now();
    }
  }

  tick() {
    if (
      this.mode === 'past' &&
      this.started === undefined &&
      this.settling === undefined &&
      this.cells.every((cell) => cell.hasAnswered())
    ) {
      this.started = performance.now(); // no stream has a picture of that moment
    }
    const time = this.time();
    if (this.mode === 'past' && time > clock.now() - LIVE_MS / 2) {
      this.live();
      return;
    }
    const captured = /** @type {HTMLTimeElement} */ (this.part('.captured'));
    captured.dateTime = new Date(time).toISOString();
    setText(captured, exactTime(time));
    this.timeline.setPlayhead(time);
    if (this.mode === 'past') {
      for (const cell of this.cells) {
        cell.keepTime(time, this.speed);
      }
    }
  }

  /** @param {Situation} situation */
  judge(situation) {
    if (this.isOpen()) {
      for (const cell of this.cells) {
        cell.judge(situation, this.mode, this.time(), this.speed);
      }
    }
  }

  address() {
    const names = this.cells.map(({ name }) => name);
    return address.together(names, this.mode === 'live' ? undefined : new Date(this.at).toISOString());
  }

  changed() {
    const playing = this.mode !== 'paused';
    const play = this.part('[data-do=play]');
    play.classList.toggle('playing', playing);
    play.setAttribute('aria-label', playing ? 'Pause' : 'Play');
    this.part('[data-do=live]').setAttribute('aria-pressed', String(this.mode === 'live'));
    const badge = this.part('.badge');
    badge.dataset.state = this.mode === 'live' ? 'live' : 'past';
    setText(badge, this.mode === 'live' ? 'live' : this.mode === 'paused' ? 'paused' : 'past');
    address.replace(this.address());
  }

  layOut() {
    if (!this.isOpen() || this.cells.length === 0) {
      return;
    }
    const aspect = commonAspect(this.streams.filter(({ name }) => this.cells.some((cell) => cell.name === name)));
    const area = { width: this.grid.clientWidth, height: this.grid.clientHeight };
    const { columns, width } = arrange(this.cells.length, area, aspect);
    this.width = width;
    this.element.style.setProperty('--columns', String(columns));
    this.element.style.setProperty('--width', `${width}px`);
    this.element.style.setProperty('--aspect', String(aspect));
  }
}
