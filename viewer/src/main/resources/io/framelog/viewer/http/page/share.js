import * as address from './address.js';
import { setText } from './text.js';

/** Makes links that show one stream to people without a password. */
export class Share {
  /**
   * @param {HTMLElement} button
   * @param {HTMLElement} result
   */
  constructor(button, result) {
    this.button = button;
    this.result = result;
    this.name = '';
    button.addEventListener('click', () => this.make());
  }

  /** @param {boolean} allowed whether the viewer makes links for who watches */
  allow(allowed) {
    this.button.hidden = !allowed;
  }

  /** @param {string} name */
  open(name) {
    this.name = name;
    this.result.hidden = true;
  }

  async make() {
    const { name } = this;
    const { link, detail } = await request(name);
    if (this.name !== name) {
      return;
    }
    const field = /** @type {HTMLInputElement} */ (this.result.querySelector('input'));
    this.result.hidden = false;
    field.hidden = link === undefined;
    if (link === undefined) {
      this.tell(`There is no link: ${detail}.`);
      return;
    }
    field.value = new URL(link, document.baseURI).href;
    field.select();
    const copied = await copy(field.value);
    this.tell(`Whoever has this link sees this stream for 7 days.${copied ? ' It has been copied.' : ''}`);
  }

  /** @param {string} text */
  tell(text) {
    setText(/** @type {Element} */ (this.result.querySelector('label span')), text);
  }
}

/**
 * @param {string} name
 * @returns {Promise<{ link?: string, detail?: string }>}
 */
async function request(name) {
  try {
    const response = await fetch(`${address.stream(name)}/share`, { method: 'POST' });
    return await response.json();
  } catch {
    return { detail: 'the viewer does not answer' };
  }
}

/**
 * Without HTTPS there is no clipboard.
 *
 * @param {string} text
 * @returns {Promise<boolean>} whether it was copied
 */
export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
