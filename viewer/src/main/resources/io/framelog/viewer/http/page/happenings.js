import * as address from './address.js';
import { happening, inWords } from './happening.js';
import { json } from './request.js';
import { setText, time } from './text.js';

/** @import { LoggedEvent } from './channel.js' */
/** @import { Happening } from './happening.js' */

const MOST = 40;

/** What happened lately on the stream of the player, newest first. */
export class Happenings {
  /**
   * @param {HTMLElement} element
   * @param {(what: Happening) => void} onChoose
   */
  constructor(element, onChoose) {
    this.element = element;
    this.list = /** @type {HTMLElement} */ (element.querySelector('ol'));
    this.onChoose = onChoose;
    this.name = '';
  }

  /** @param {string} name */
  async open(name) {
    this.close();
    this.name = name;
    this.reading = new AbortController();
    const { signal } = this.reading;
    try {
      const { events } = await json(`${address.stream(name)}/events.json?limit=${MOST}`, signal);
      if (!signal.aborted) {
        for (const event of [...events].reverse()) {
          this.add(event, event.kind);
        }
      }
    } catch {
      // there are none; new ones come by the channel
    }
  }

  close() {
    this.reading?.abort();
    this.name = '';
    this.list.replaceChildren();
  }

  /** @param {LoggedEvent} logged */
  came({ event }) {
    if (event.subject === this.name) {
      this.add(event);
    }
  }

  /**
   * @param {any} event
   * @param {string} [kind]
   */
  add(event, kind) {
    const what = happening(event, kind);
    if (!what) {
      return;
    }
    for (const item of this.list.children) {
      if (/** @type {HTMLElement} */ (item).dataset.key === what.key) {
        item.remove(); // the end of an event says more than its beginning
        break;
      }
    }
    this.list.prepend(this.item(what));
    while (this.list.children.length > MOST) {
      this.list.lastElementChild?.remove();
    }
  }

  /** @param {Happening} what */
  item(what) {
    const item = document.createElement('li');
    item.dataset.key = what.key;
    const button = document.createElement('button');
    button.type = 'button';
    button.className = `happening ${what.kind}`;
    if (what.picture) {
      const picture = document.createElement('img');
      picture.src = what.picture;
      picture.alt = '';
      button.append(picture);
    }
    const text = document.createElement('span');
    const when = document.createElement('time');
    when.dateTime = new Date(what.from).toISOString();
    setText(when, time(what.from, true));
    text.append(inWords(what));
    button.append(text, when);
    button.addEventListener('click', () => this.onChoose(what));
    item.append(button);
    return item;
  }
}
