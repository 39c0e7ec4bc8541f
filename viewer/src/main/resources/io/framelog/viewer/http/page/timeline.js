import * as address from './address.js';
import { now } from './clock.js';
import { contents } from './contents.js';
import { Preview } from './preview.js';
import { json, ProblemError } from './request.js';
import { ticks } from './ruler.js';
import { settings } from './settings.js';
import { duration, time } from './text.js';
import { TimelineInput } from './timelineinput.js';
import { View } from './view.js';

/** @import { Contents } from './contents.js' */

const BUCKETS = 480;
const REFRESH_MS = 4000;
const FIRST_SPAN_MS = 600_000;
const TICK_PX = 96;
const template = /** @type {HTMLTemplateElement} */ (document.getElementById('timeline'));
const KINDS = ['lost', 'motion', 'face', 'scene'];

/**
 * What the log holds of one stream or several, with the playhead. Times are in milliseconds.
 *
 * @typedef {object} TimelineHandler
 * @property {(millis: number) => void} seek
 * @property {(millis: number) => void} look while the playhead is dragged
 * @property {(range: { from: number, to: number }) => void} select a range was marked
 */
export class Timeline {
  /**
   * @param {HTMLElement} element
   * @param {TimelineHandler} on
   */
  constructor(element, on) {
    this.element = element;
    element.append(template.content.cloneNode(true));
    this.on = on;
    this.bar = this.part('.bar');
    this.preview = new Preview(this.part('.preview'));
    this.view = new View(0, FIRST_SPAN_MS);
    // The view stays that of the whole log, however long the log becomes.
    this.isWhole = false;
    this.log = { begin: 0, end: 0 };
    this.playhead = 0;
    /** @type {string[]} */
    this.names = [];
    /** @type {Contents[]} */
    this.loaded = [];
    /** @type {{ from?: number, to?: number }} */
    this.selection = {};
    this.input = new TimelineInput(this);
    new ResizeObserver(() => this.draw()).observe(this.bar);
    settings.onChange(() => this.draw());
  }

  /** @param {string} selector */
  part(selector) {
    return /** @type {HTMLElement} */ (this.element.querySelector(selector));
  }

  /**
   * @param {string[]} names
   * @param {number} [at] the time to begin at; the present if it is left out
   */
  open(names, at) {
    this.close();
    this.names = names;
    this.selection = {};
    this.loaded = [];
    const end = now();
    this.playhead = at ?? end;
    this.log = { begin: Math.min(end - FIRST_SPAN_MS, this.playhead), end };
    this.view = new View(this.playhead - FIRST_SPAN_MS / 2, this.playhead + FIRST_SPAN_MS / 2).within(this.log);
    this.isWhole = false;
    this.preview.open(names.length === 1 ? (names[0] ?? '') : '');
    this.element.hidden = false;
    this.load();
    this.refreshing = setInterval(() => document.hidden || this.loading || this.load(), REFRESH_MS);
  }

  close() {
    clearInterval(this.refreshing);
    clearTimeout(this.loadingSoon);
    this.loading?.abort();
    this.preview.hide();
    this.element.hidden = true;
    this.names = [];
  }

  isOpen() {
    return this.names.length > 0;
  }

  /** @param {View} view */
  show(view) {
    this.view = view;
    this.isWhole = false;
    this.draw();
    clearTimeout(this.loadingSoon);
    this.loadingSoon = setTimeout(() => this.load(), 120);
  }

  /** Shows the whole log. */
  showAll() {
    this.log = { begin: this.log.begin, end: now() };
    this.show(this.wholeLog());
    this.isWhole = true;
  }

  wholeLog() {
    return this.view.zoom(Infinity, this.log.end, this.log);
  }

  /** @param {number} seconds the span to show round the playhead */
  showSpan(seconds) {
    this.show(this.view.zoom((1000 * seconds) / this.view.span, this.playhead, this.log));
  }

  async load() {
    this.loading?.abort();
    this.loading = new AbortController();
    const { signal } = this.loading;
    const { from, to, span } = this.view;
    const query = this.query(from - span / 2, to + span / 2);
    const answers = await Promise.all(
      this.names.map((name) =>
        json(`${address.stream(name)}/timeline?buckets=${BUCKETS}${query}`, signal).catch((error) => error),
      ),
    );
    if (signal.aborted) {
      return;
    }
    this.loading = undefined;
    const good = answers.filter((answer) => !(answer instanceof Error));
    if (good.length > 0) {
      this.loaded = good.map((answer) => contents(answer, now()));
      const begins = good.map(({ logBegins }) => Date.parse(logBegins)).filter((millis) => !Number.isNaN(millis));
      this.log = { begin: Math.min(...begins, now() - 10_000), end: this.log.end };
      this.advance();
      this.view = this.isWhole ? this.wholeLog() : this.view;
      this.draw();
    } else if (answers.some((error) => error instanceof ProblemError && error.status === 404)) {
      this.element.hidden = true; // no such stream
    }
  }

  /**
   * The viewer refuses times in the future.
   *
   * @param {number} from
   * @param {number} to
   */
  query(from, to) {
    const begin = Math.max(from, this.log.begin - 1000);
    return to > now() - 1000 ? `&from=${Math.round(begin)}` : `&from=${Math.round(begin)}&to=${Math.round(to)}`;
  }

  draw() {
    if (!this.isOpen()) {
      return;
    }
    const { width } = this.bar.getBoundingClientRect();
    /** @type {Element} */ (this.bar.querySelector('svg')).setAttribute('viewBox', `0 0 ${Math.max(1, width)} 100`);
    const lanes = this.loaded.length;
    const lane = 100 / Math.max(1, lanes);
    this.path(
      'frames',
      this.loaded.flatMap(({ recorded }, i) =>
        recorded.map(({ from, to }) => this.box(from, this.grown(to), (i + 1) * lane - lane * 0.16, lane * 0.16)),
      ),
    );
    this.path(
      'gaps',
      this.loaded.flatMap(({ gaps }, i) => gaps.map(({ from, to }) => this.box(from, to, i * lane, lane))),
    );
    for (const kind of KINDS) {
      const height = kind === 'lost' ? lane : lane * 0.62;
      this.path(
        kind,
        this.loaded.flatMap(({ spans: found }, i) =>
          found
            .filter(({ type }) => type === kind)
            .map(({ from, until }) => this.box(from, until, i * lane + (kind === 'lost' ? 0 : lane * 0.16), height, 3)),
        ),
      );
    }
    const { from, to } = this.selection;
    this.path(
      'range',
      from === undefined && to === undefined ? [] : [this.box(from ?? this.view.from, to ?? this.view.to, 0, 100)],
    );
    this.drawRuler(width);
    this.drawPlayhead();
  }

  /**
   * Until when there are frames that end here: since the viewer was asked, more may have been shown.
   *
   * @param {number} to
   */
  grown(to) {
    return this.playhead > to && this.playhead - to < 3 * REFRESH_MS && to > this.log.end - 3 * REFRESH_MS
      ? this.playhead
      : to;
  }

  /**
   * @param {string} name
   * @param {string[]} pieces
   */
  path(name, pieces) {
    this.part(`.bar .${name}`).setAttribute('d', pieces.join(''));
  }

  /**
   * @param {number} from
   * @param {number} to
   * @param {number} top
   * @param {number} height
   * @param {number} [least] the least width in pixels, so that it can be seen
   */
  box(from, to, top, height, least = 0) {
    if (to < this.view.from || from > this.view.to) {
      return '';
    }
    const left = this.x(from);
    const right = Math.max(left + least, this.x(to));
    return `M${left} ${top}H${right}V${top + height}H${left}Z`;
  }

  /** @param {number} millis */
  x(millis) {
    const width = this.bar.clientWidth;
    return Math.round(10 * width * Math.min(1.01, Math.max(-0.01, this.view.place(millis)))) / 10;
  }

  /** @param {number} width */
  drawRuler(width) {
    const offset = settings.get('utc') ? 0 : -60_000 * new Date(this.view.to).getTimezoneOffset();
    const marks = ticks(this.view.from, this.view.to, Math.max(2, width / TICK_PX), offset);
    const ruler = this.part('.ruler');
    while (ruler.children.length > marks.length) {
      ruler.lastElementChild?.remove();
    }
    marks.forEach(({ at, text, day }, i) => {
      const mark = /** @type {HTMLElement} */ (ruler.children[i] ?? ruler.appendChild(document.createElement('time')));
      mark.style.left = `${this.x(at)}px`;
      mark.textContent = text;
      mark.classList.toggle('day', day);
    });
  }

  drawPlayhead() {
    const millis = this.input.dragged ?? this.playhead;
    const head = this.part('.head');
    head.style.transform = `translateX(${this.x(millis)}px)`;
    head.hidden = !this.view.has(millis);
    this.bar.setAttribute('aria-valuemin', String(Math.round(this.log.begin)));
    this.bar.setAttribute('aria-valuemax', String(Math.round(this.log.end)));
    this.bar.setAttribute('aria-valuenow', String(Math.round(millis)));
    const text = time(millis, true);
    if (this.bar.getAttribute('aria-valuetext') !== text) {
      this.bar.setAttribute('aria-valuetext', text);
    }
  }

  // The view goes with the present, or with a playhead that reaches its end.
  /** @param {number} millis */
  setPlayhead(millis) {
    const moved = millis - this.playhead;
    const followed = this.view.has(this.playhead) || Math.abs(moved) > this.view.span;
    this.playhead = millis;
    if (this.input.isActive()) {
      return;
    }
    this.advance();
    if (followed && !this.view.has(millis)) {
      this.show(this.view.pan(millis - this.view.at(moved < 0 ? 0.9 : 0.1), this.log));
    }
    this.drawPlayhead();
  }

  /** Time passes: a view that shows the present moves on with it. */
  advance() {
    const present = now();
    const step = present - this.log.end;
    if (step > this.view.span / 500) {
      const pinned = this.view.isPinned(this.log.end);
      this.log = { begin: this.log.begin, end: present };
      if (pinned) {
        this.view = this.view.pan(step, this.log);
        this.draw();
      }
    }
  }

  /** @param {{ from?: number, to?: number }} selection the clip that is marked */
  setSelection(selection) {
    this.selection = selection;
    this.draw();
  }

  /**
   * A time that was entered, which is local, or UTC if times are shown so.
   *
   * @param {string} value as "2026-11-28T10:00"
   */
  parse(value) {
    return Date.parse(settings.get('utc') ? `${value}Z` : value);
  }

  /** What happened at a time, such as "motion, 12 s". @param {number} millis */
  noteAt(millis) {
    const slack = this.view.span / 300;
    const span = this.loaded
      .flatMap((one) => one.spans)
      .find(({ from, until }) => millis >= from - slack && millis <= until + slack);
    return span ? `${span.type}, ${duration((span.until - span.from) / 1000)}` : '';
  }

  /** Whether there are frames at a time, as far as is known. @param {number} millis */
  hasFrames(millis) {
    const slack = this.view.span / 100;
    return this.loaded.some(({ recorded }) =>
      recorded.some(({ from, to }) => millis >= from - slack && millis <= this.grown(to) + slack),
    );
  }

  /**
   * The beginning of the event before or after a time; undefined if there is none.
   *
   * @param {number} millis
   * @param {boolean} later
   */
  async neighbour(millis, later) {
    for (const span of [3_600_000, 86_400_000, Infinity]) {
      const from = later ? millis : Math.max(this.log.begin, millis - span);
      const to = later ? millis + span : millis;
      const answers = await Promise.all(
        this.names.map((name) =>
          json(`${address.stream(name)}/timeline?buckets=${BUCKETS}${this.query(from, to)}`).catch(() => undefined),
        ),
      );
      const begins = answers
        .filter(Boolean)
        .flatMap((answer) => contents(answer, now()).spans.map((one) => one.from))
        .filter((at) => (later ? at > millis + 1000 : at < millis - 1500))
        .sort((a, b) => a - b);
      const found = later ? begins[0] : begins.at(-1);
      if (found !== undefined) {
        return found;
      }
    }
    return undefined;
  }
}
