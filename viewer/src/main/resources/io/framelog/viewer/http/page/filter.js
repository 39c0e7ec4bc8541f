import * as address from './address.js';

/** @import { Happening } from './happening.js' */
/** @import { Place } from './address.js' */

const KINDS = ['motion', 'face', 'scene', 'lost', 'recovered'];
const DAY_MS = 86_400_000;

/** Which events the review shows. The address has what is chosen. */
export class Filter {
  /** @param {HTMLFormElement} form */
  constructor(form) {
    this.form = form;
    this.stream = /** @type {HTMLSelectElement} */ (form.elements.namedItem('stream'));
    this.day = /** @type {HTMLInputElement} */ (form.elements.namedItem('day'));
    this.zone = /** @type {HTMLInputElement} */ (form.elements.namedItem('zone'));
    this.offered = '';
    this.kinds = /** @type {HTMLInputElement[]} */ ([...form.querySelectorAll('[name=kind]')]);
    form.addEventListener('change', () => {
      location.hash = this.address();
    });
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      location.hash = this.address();
    });
  }

  address() {
    const kinds = this.kinds.filter(({ checked }) => checked).map(({ value }) => value);
    return address.page('review', {
      kinds: kinds.length === KINDS.length ? undefined : kinds,
      streams: this.stream.value === '' ? undefined : [this.stream.value],
      day: this.day.value,
      zone: this.zone.value.trim(),
    });
  }

  /**
   * Shows what an address chooses.
   *
   * @param {Place} place
   * @returns {string} the same as a query of /events.json
   */
  set({ streams, query }) {
    const kinds =
      query
        .get('kinds')
        ?.split(',')
        .filter((kind) => KINDS.includes(kind)) ?? [];
    this.wanted = {
      kinds: kinds.length === 0 ? KINDS : kinds,
      stream: streams[0],
      day: query.get('day') ?? '',
      zone: query.get('zone') ?? '',
    };
    for (const box of this.kinds) {
      box.checked = this.wanted.kinds.includes(box.value);
    }
    this.select(this.wanted.stream);
    this.day.value = this.wanted.day;
    this.zone.value = this.wanted.zone;
    return this.query();
  }

  query() {
    const { kinds = KINDS, stream, day = '', zone = '' } = this.wanted ?? {};
    const begin = new Date(`${day}T00:00`).getTime();
    const parts = [`types=${kinds.join(',')}`];
    if (stream !== undefined) {
      parts.push(`streams=${encodeURIComponent(stream)}`);
    }
    if (!Number.isNaN(begin)) {
      const end = Math.min(begin + DAY_MS, Date.now());
      parts.push(`from=${new Date(begin).toISOString()}`, `before=${new Date(end).toISOString()}`);
    }
    if (zone !== '') {
      parts.push(`zone=${encodeURIComponent(zone)}`);
    }
    return `&${parts.join('&')}`;
  }

  /** @param {Map<string, string>} names of all streams */
  offer(names) {
    const chosen = this.wanted?.stream;
    const options = [['', 'All streams'], ...names];
    const text = JSON.stringify(options);
    if (this.offered !== text && document.activeElement !== this.stream) {
      this.offered = text;
      this.stream.replaceChildren(...options.map(([value, label]) => new Option(label, value)));
      this.select(chosen);
    }
  }

  /** @param {string | undefined} name */
  select(name) {
    if (name !== undefined && ![...this.stream.options].some(({ value }) => value === name)) {
      this.stream.add(new Option(name, name));
    }
    this.stream.value = name ?? '';
  }

  /** @param {Happening} what whether a new event belongs to those that are shown */
  accepts(what) {
    const { kinds = KINDS, stream, day = '', zone = '' } = this.wanted ?? {};
    return (
      kinds.includes(what.kind) &&
      (stream === undefined || stream === what.stream) &&
      (zone === '' || what.zones.includes(zone)) &&
      day === ''
    );
  }
}
