import * as address from './address.js';
import { happening, inWords } from './happening.js';
import { settings } from './settings.js';
import { setText } from './text.js';

/** @import { LoggedEvent, Stream } from './channel.js' */

const KINDS = new Set(['motion', 'face', 'scene', 'lost']);

/** Has the browser tell of what happens, if a person asked for it. */
export class Alerts {
  /** @param {HTMLElement} button */
  constructor(button) {
    this.button = button;
    /** @type {Map<string, string>} */
    this.names = new Map();
    button.hidden = !('Notification' in window) || !window.isSecureContext;
    button.addEventListener('click', () => this.toggle());
    this.show();
  }

  /** @param {Stream[]} streams */
  update(streams) {
    this.names = new Map(streams.map(({ name, displayName }) => [name, displayName ?? name]));
  }

  isOn() {
    return settings.get('notify') === true && Notification.permission === 'granted';
  }

  async toggle() {
    const on = !this.isOn() && (await Notification.requestPermission()) === 'granted';
    settings.set('notify', on);
    this.show();
  }

  show() {
    const on = !this.button.hidden && this.isOn();
    this.button.setAttribute('aria-pressed', String(on));
    setText(/** @type {Element} */ (this.button.querySelector('span')), on ? 'Notifications on' : 'Notify me');
  }

  /** @param {LoggedEvent} logged */
  came({ event }) {
    const what = happening(event);
    if (!what || !KINDS.has(what.kind) || what.until !== undefined || this.button.hidden || !this.isOn()) {
      return;
    }
    const notification = new Notification(this.names.get(what.stream) ?? what.stream, {
      body: inWords(what),
      tag: what.key,
    });
    notification.addEventListener('click', () => {
      window.focus();
      location.hash = address.of(what.stream, what.moment);
    });
  }
}
