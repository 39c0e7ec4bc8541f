import * as address from './address.js';
import { setText } from './text.js';

// Makes links that show one stream to people without a password.
export class Share {
  constructor(button, result) {
    this.button = button;
    this.result = result;
    button.addEventListener('click', () => this.make());
  }

  // allowed: whether the viewer makes links for who watches.
  allow(allowed) {
    this.button.hidden = !allowed;
  }

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
    const field = this.result.querySelector('input');
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

  tell(text) {
    setText(this.result.querySelector('label span'), text);
  }
}

async function request(name) {
  try {
    const response = await fetch(`${address.stream(name)}/share`, { method: 'POST' });
    return await response.json();
  } catch {
    return { detail: 'the viewer does not answer' };
  }
}

// Without HTTPS there is no clipboard, but the link is selected.
async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
