import * as address from './address.js';
import { Filter } from './filter.js';
import { happening, inWords } from './happening.js';
import { json, ProblemError } from './request.js';
import { dayOf, sentence, setText, time, timeOfDay } from './text.js';

/** @import { LoggedEvent, Stream } from './channel.js' */
/** @import { Happening } from './happening.js' */
/** @import { Place } from './address.js' */

const PAGE = 60;
// So many are kept on the page; then the newest give way, and a button brings them back.
const MOST = 1200;

const template = /** @type {HTMLTemplateElement} */ (document.getElementById('event'));

/** What happened on all streams, newest first. */
export class Review {
  /** @param {HTMLElement} element */
  constructor(element) {
    this.element = element;
    this.list = /** @type {HTMLElement} */ (element.querySelector('.list'));
    this.status = /** @type {HTMLElement} */ (element.querySelector('.status'));
    this.newer = /** @type {HTMLElement} */ (element.querySelector('.newer'));
    this.filter = new Filter(/** @type {HTMLFormElement} */ (element.querySelector('form')));
    /** @type {Map<string, string>} names of streams for people */
    this.names = new Map();
    /** @type {Set<string>} */
    this.seen = new Set();
    /** @type {LoggedEvent[]} those that came before they could be shown */
    this.early = [];
    this.query = '';
    this.end = /** @type {HTMLElement} */ (element.querySelector('.end'));
    new IntersectionObserver(
      (entries) => {
        this.nearEnd = entries.at(-1)?.isIntersecting ?? false; // several changes may be told at once
        this.readOn();
      },
      { rootMargin: '800px' },
    ).observe(this.end);
    this.newer.addEventListener('click', () => this.begin());
    this.list.addEventListener('keydown', (event) => this.key(event));
  }

  isOpen() {
    return !this.element.hidden;
  }

  /** @param {Place} place */
  open(place) {
    this.element.hidden = false;
    const query = this.filter.set(place);
    if (query !== this.query || !this.list.firstElementChild) {
      this.query = query;
      this.begin();
    } else {
      this.showEarly();
    }
  }

  close() {
    this.element.hidden = true;
  }

  /** @param {Stream[]} streams */
  update(streams) {
    this.names = new Map(streams.map(({ name, displayName }) => [name, displayName ?? name]));
    this.filter.offer(this.names);
  }

  begin() {
    this.reading?.abort();
    this.reading = undefined;
    this.list.replaceChildren();
    this.seen.clear();
    this.early = [];
    this.newer.hidden = true;
    /** @type {string | undefined} */
    this.next = '';
    this.readOn();
  }

  async readOn() {
    if (this.reading || this.next === undefined || !this.nearEnd || !this.isOpen()) {
      return;
    }
    this.reading = new AbortController();
    const { signal } = this.reading;
    this.setStatus(this.list.firstElementChild ? '' : 'Reading…');
    try {
      const cursor = this.next === '' ? '' : `&before=${encodeURIComponent(this.next)}`;
      const { events, next } = await json(`events.json?limit=${PAGE}${this.query}${cursor}`, signal);
      if (signal.aborted) {
        return;
      }
      this.next = next;
      this.append(events);
      this.showEarly();
      this.setStatus(next === undefined && !this.list.firstElementChild ? 'Nothing has happened.' : '');
      this.reading = undefined;
    } catch (error) {
      if (!signal.aborted) {
        this.setStatus(error instanceof ProblemError ? sentence(error.message) : 'The viewer does not answer.');
        setTimeout(() => {
          this.reading = undefined;
          this.readOn();
        }, 2000);
      }
      return;
    }
    requestAnimationFrame(() => this.readOn()); // if the end can still be seen
  }

  /** @param {any[]} events newest first */
  append(events) {
    for (const event of events) {
      const what = happening(event, event.kind);
      if (what && !this.seen.has(what.key)) {
        this.seen.add(what.key); // the end of an event comes before its beginning, and says more
        this.dayFor(what.from);
        this.list.append(this.item(what));
      }
    }
    while (this.list.children.length > MOST) {
      this.list.firstElementChild?.remove();
      this.newer.hidden = false;
    }
  }

  /** @param {number} millis */
  dayFor(millis) {
    const day = dayOf(millis);
    if (this.list.lastElementChild?.getAttribute('data-day') !== day) {
      this.list.append(this.dayHead(day));
    }
  }

  /** @param {string} day */
  dayHead(day) {
    const head = document.createElement('h3');
    head.dataset.day = day;
    head.textContent = day;
    return head;
  }

  /** @param {Happening} what */
  item(what) {
    const item = /** @type {HTMLAnchorElement} */ (
      /** @type {Element} */ (template.content.firstElementChild).cloneNode(true)
    );
    item.href = address.of(what.stream, what.moment);
    item.dataset.key = what.key;
    item.dataset.day = dayOf(what.from);
    item.classList.add(what.kind);
    const name = this.names.get(what.stream) ?? what.stream;
    const words = inWords(what);
    setText(/** @type {Element} */ (item.querySelector('.what')), words);
    setText(/** @type {Element} */ (item.querySelector('.name')), name);
    const when = /** @type {HTMLTimeElement} */ (item.querySelector('time'));
    when.dateTime = new Date(what.from).toISOString();
    setText(when, timeOfDay(what.from, true));
    when.title = time(what.from, true);
    const picture = /** @type {HTMLImageElement} */ (item.querySelector('img'));
    if (what.picture) {
      picture.src = what.picture;
    } else {
      picture.remove();
    }
    /** @type {Element} */ (item.querySelector('use')).setAttribute('href', `#i-${iconOf(what.kind)}`);
    return item;
  }

  showEarly() {
    for (const logged of this.early.splice(0)) {
      this.came(logged);
    }
  }

  /** @param {LoggedEvent} logged one that came now */
  came(logged) {
    if (!this.isOpen() || this.next === '') {
      // Nobody sees it yet; or the newest page is on its way, and may have been read before.
      this.early.push(logged);
      if (this.early.length > MOST) {
        this.list.replaceChildren(); // it is read anew
        this.early = [];
      }
      return;
    }
    const what = happening(logged.event);
    if (!what || !this.filter.accepts(what) || !this.newer.hidden) {
      return;
    }
    this.seen.add(what.key);
    [...this.list.children].find((item) => /** @type {HTMLElement} */ (item).dataset.key === what.key)?.remove();
    const day = dayOf(what.from);
    if (this.list.firstElementChild?.getAttribute('data-day') !== day) {
      this.list.prepend(this.dayHead(day));
    }
    this.list.firstElementChild?.after(this.item(what));
    this.setStatus('');
  }

  /** @param {string} text */
  setStatus(text) {
    setText(this.status, text);
    this.status.hidden = text === '';
  }

  // The arrow keys go from event to event.
  /** @param {KeyboardEvent} event */
  key(event) {
    const items = /** @type {HTMLElement[]} */ ([...this.list.querySelectorAll('a')]);
    const at = items.indexOf(/** @type {HTMLElement} */ (document.activeElement));
    const row = items.filter((item) => item.offsetTop === items[at]?.offsetTop).length || 1;
    const steps = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -row, ArrowDown: row, j: 1, k: -1 };
    const step = steps[/** @type {keyof typeof steps} */ (event.key)];
    if (at >= 0 && step) {
      items[Math.min(items.length - 1, Math.max(0, at + step))]?.focus();
      event.preventDefault();
    }
  }
}

/** @param {string} kind */
function iconOf(kind) {
  return (
    { motion: 'activity', face: 'scan-face', scene: 'image-off', lost: 'unplug', recovered: 'plug' }[kind] ?? 'clock'
  );
}
