import { settings } from './settings.js';
import { setText } from './text.js';

/** Dark, light, or as the system; and whether times are local or UTC. */
export class Look {
  /** @param {HTMLElement} element */
  constructor(element) {
    this.button = /** @type {HTMLElement} */ (element.querySelector('.theme'));
    this.zone = /** @type {HTMLElement} */ (element.querySelector('.zone'));
    this.system = window.matchMedia('(prefers-color-scheme: light)');
    this.button.addEventListener('click', () => settings.set('look', this.isDark() ? 'light' : 'dark'));
    this.zone.addEventListener('click', () => settings.set('utc', !settings.get('utc')));
    this.system.addEventListener('change', () => this.show());
    settings.onChange(() => this.show());
    this.show();
  }

  // Pictures look best on dark, so only who asks for light gets it.
  isDark() {
    return (settings.get('look') ?? (this.system.matches ? 'light' : 'dark')) === 'dark';
  }

  show() {
    const dark = this.isDark();
    document.documentElement.dataset.look = dark ? 'dark' : 'light';
    this.button.setAttribute('aria-label', dark ? 'Use the light look' : 'Use the dark look');
    this.button.title = dark ? 'Light look' : 'Dark look';
    setText(this.zone, settings.get('utc') ? 'UTC' : 'Local time');
    this.zone.title = settings.get('utc') ? 'Show local times' : 'Show times in UTC';
  }
}
