import * as address from './address.js';
import { Arranging } from './arranging.js';
import { arrange, commonAspect, pictureRate, pictureWidth } from './layout.js';
import { settings } from './settings.js';
import { Tile } from './tile.js';

/** @import { Channel, Stream } from './channel.js' */
/** @import { Place } from './address.js' */
/** @import { Situation } from './truth.js' */

const EARLIER_SECONDS = 86_400;
// The viewer shows at most 64 streams to a window.
const MAX_SHOWN = 64;

/** All streams, with their pictures. */
export class Wall {
  /**
   * @param {HTMLElement} element
   * @param {Channel} channel
   */
  constructor(element, channel) {
    this.element = element;
    this.channel = channel;
    this.grid = /** @type {HTMLElement} */ (element.querySelector('.grid'));
    this.earlier = /** @type {HTMLDetailsElement} */ (element.querySelector('.earlier'));
    this.earlierGrid = /** @type {HTMLElement} */ (this.earlier.querySelector('.grid'));
    /** @type {Map<string, Tile>} */
    this.tiles = new Map();
    /** @type {Stream[]} */
    this.streams = [];
    /** @type {Place | undefined} */
    this.place = undefined;
    this.search = '';
    this.page = 0;
    this.visibility = new IntersectionObserver(
      (entries) => {
        for (const { target, isIntersecting } of entries) {
          const tile = this.tiles.get(/** @type {HTMLElement} */ (target).dataset.stream ?? '');
          if (tile) {
            tile.visible = isIntersecting;
          }
        }
        this.assign();
      },
      { rootMargin: '120px' },
    );
    this.arranging = new Arranging(element, this.grid, {
      names: () => this.shown.map((stream) => stream.name),
      place: () => this.place,
    });
    new ResizeObserver(() => this.layOut()).observe(element);
    this.earlier.addEventListener('toggle', () => this.layOut());
    settings.onChange(() => this.render());
    element.addEventListener('keydown', (event) => this.key(event));
    document.addEventListener('visibilitychange', () => this.assign());
  }

  /** @param {Place} place */
  open(place) {
    const again =
      this.place &&
      address.page('wall', { streams: place.streams }) === address.page('wall', { streams: this.place.streams });
    this.place = place;
    this.element.hidden = false;
    this.page = again ? this.page : 0;
    clearInterval(this.cycling);
    const seconds = Number(place.query.get('cycle'));
    if (seconds >= 1) {
      this.cycling = setInterval(() => this.turnPage(), 1000 * seconds);
    }
    this.render();
  }

  close() {
    clearInterval(this.cycling);
    this.element.hidden = true;
    this.arranging.end();
    this.assign();
  }

  isOpen() {
    return !this.element.hidden;
  }

  /** @param {Stream[]} streams */
  update(streams) {
    this.streams = streams;
    if (!this.arranging.dragged) {
      this.render();
    }
  }

  /** @param {string} text */
  setSearch(text) {
    this.search = text.trim().toLowerCase();
    this.render();
  }

  /** Those that the wall shows, in its order. */
  get shown() {
    const named = this.place?.streams ?? [];
    const hidden = new Set(named.length > 0 ? [] : settings.get('hidden'));
    const order = named.length > 0 ? named : (settings.get('order') ?? []);
    const places = new Map(order.map((name, index) => [name, index]));
    return this.streams
      .filter(({ name }) => named.length === 0 || places.has(name))
      .filter(({ name }) => !hidden.has(name) || this.arranging.active)
      .filter(({ name, displayName = '' }) => `${name}\n${displayName}`.toLowerCase().includes(this.search))
      .map((stream, index) => ({ stream, at: places.get(stream.name) ?? order.length + index }))
      .sort((a, b) => a.at - b.at)
      .map(({ stream }) => stream);
  }

  render() {
    if (!this.isOpen()) {
      return;
    }
    const { shown } = this;
    const named = (this.place?.streams.length ?? 0) > 0;
    const isEarlier = (/** @type {Stream} */ stream) =>
      !named && stream.state !== 'live' && (stream.age === undefined || stream.age > EARLIER_SECONDS);
    const present = shown.filter((stream) => !isEarlier(stream));
    const past = shown.filter(isEarlier);
    this.keepOnly(new Set(shown.map(({ name }) => name)));
    const onPage = this.onPage(present);
    this.fill(this.grid, onPage);
    this.fill(this.earlierGrid, past);
    this.earlier.hidden = past.length === 0;
    const summary = this.earlier.querySelector('summary');
    if (summary) {
      summary.textContent = `Earlier: ${past.length} ${past.length === 1 ? 'stream' : 'streams'}`;
    }
    this.arranging.update();
    this.layOut();
  }

  /** @param {Stream[]} streams */
  onPage(streams) {
    const per = Number(this.place?.query.get('per'));
    if (!(per >= 1) || streams.length <= per) {
      this.pages = 1;
      return streams;
    }
    this.pages = Math.ceil(streams.length / per);
    this.page %= this.pages;
    return streams.slice(this.page * per, (this.page + 1) * per);
  }

  turnPage() {
    this.page = (this.page + 1) % (this.pages ?? 1);
    this.render();
  }

  /** @param {Set<string>} names */
  keepOnly(names) {
    for (const [name, tile] of this.tiles) {
      if (!names.has(name)) {
        this.drop(tile);
      }
    }
  }

  /** @param {Tile} tile */
  drop(tile) {
    this.visibility.unobserve(tile.element);
    this.tiles.delete(tile.name);
    tile.remove();
  }

  /**
   * @param {HTMLElement} grid
   * @param {Stream[]} streams
   */
  fill(grid, streams) {
    streams.forEach((stream, index) => {
      const tile = this.tiles.get(stream.name) ?? this.add(stream.name);
      tile.update(stream);
      if (grid.children[index] !== tile.element) {
        grid.insertBefore(tile.element, grid.children[index] ?? null);
      }
    });
    const names = new Set(streams.map(({ name }) => name));
    for (const child of [...grid.children]) {
      const tile = this.tiles.get(/** @type {HTMLElement} */ (child).dataset.stream ?? '');
      if (tile && !names.has(tile.name)) {
        this.drop(tile); // it is on another page
      }
    }
  }

  /** @param {string} name */
  add(name) {
    const tile = new Tile(name, this.channel);
    this.tiles.set(name, tile);
    this.visibility.observe(tile.element);
    return tile;
  }

  layOut() {
    const count = this.grid.children.length;
    if (!this.isOpen() || count === 0) {
      return;
    }
    const top = this.grid.getBoundingClientRect().top + window.scrollY;
    const area = { width: this.element.clientWidth, height: window.innerHeight - top - 8 };
    const aspect = commonAspect([...this.tiles.values()].flatMap(({ stream }) => (stream ? [stream] : [])));
    const { columns, width } = arrange(count, area, aspect);
    this.width = width;
    for (const [name, value] of [
      ['--columns', columns],
      ['--width', `${width}px`],
      ['--aspect', aspect],
    ]) {
      this.element.style.setProperty(String(name), String(value));
    }
    this.assign();
  }

  /** Asks for the pictures that can be seen. */
  assign() {
    const seen =
      this.isOpen() && !document.hidden
        ? [...this.tiles.values()].filter((tile) => tile.visible).slice(0, MAX_SHOWN)
        : [];
    const shown = new Set(seen);
    const wanted = { width: pictureWidth(this.width ?? 320), fps: pictureRate(seen.length) };
    for (const tile of this.tiles.values()) {
      tile.show(shown.has(tile) ? wanted : undefined);
    }
  }

  /** @param {Situation} situation */
  judge(situation) {
    if (this.isOpen()) {
      for (const tile of this.tiles.values()) {
        tile.judge(situation);
      }
    }
  }

  /** @param {string | undefined} name */
  focus(name) {
    this.tiles.get(name ?? '')?.link.focus({ preventScroll: true });
  }

  // The arrow keys go from picture to picture.
  /** @param {KeyboardEvent} event */
  key(event) {
    const tile = /** @type {HTMLElement} */ (event.target).closest('.tile');
    if (!tile || event.altKey || event.ctrlKey || event.metaKey) {
      return;
    }
    const step = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -this.columns, ArrowDown: this.columns }[event.key];
    if (step) {
      const all = [...this.grid.children];
      const next = /** @type {HTMLElement | undefined} */ (all[all.indexOf(tile) + step]);
      /** @type {HTMLElement | null | undefined} */ (next?.querySelector('.open'))?.focus();
      event.preventDefault();
    }
  }

  get columns() {
    return Number(this.element.style.getPropertyValue('--columns')) || 1;
  }
}
