import * as address from './address.js';
import { toggleFullScreen } from './screen.js';
import { settings } from './settings.js';

/** @import { Wall } from './wall.js' */

/** The controls of the wall: search, groups, arranging, full screen. */
export class WallMenu {
  /**
   * @param {HTMLElement} element
   * @param {Wall} wall
   */
  constructor(element, wall) {
    this.element = element;
    this.wall = wall;
    this.offered = '';
    this.groups = /** @type {HTMLSelectElement} */ (element.querySelector('.groups'));
    const search = /** @type {HTMLInputElement} */ (element.querySelector('[type=search]'));
    search.addEventListener('input', () => wall.setSearch(search.value));
    this.groups.addEventListener('change', () => this.chooseGroup());
    element.addEventListener('click', (event) => {
      const button = /** @type {HTMLElement} */ (event.target).closest('button');
      if (button?.dataset.act === 'arrange') {
        (wall.arranging.active ? () => wall.arranging.end() : () => wall.arranging.begin())();
      } else if (button?.dataset.act === 'full') {
        toggleFullScreen(document.documentElement);
      } else if (button?.dataset.act === 'forget') {
        this.forgetGroup();
      }
    });
    settings.onChange(() => this.update());
  }

  update() {
    const groups = settings.get('groups') ?? {};
    const names = Object.keys(groups);
    const text = JSON.stringify(names);
    if (text !== this.offered) {
      this.offered = text;
      this.groups.replaceChildren(new Option('All streams', ''), ...names.map((name) => new Option(name, name)));
    }
    const shown = address.page('wall', { streams: this.wall.place?.streams });
    const current = names.find((name) => address.page('wall', { streams: groups[name] }) === shown) ?? '';
    this.groups.value = current;
    this.groups.hidden = names.length === 0;
    /** @type {HTMLElement} */ (this.element.querySelector('[data-act=forget]')).hidden = current === '';
  }

  chooseGroup() {
    const streams = settings.get('groups')?.[this.groups.value];
    location.hash = address.page('wall', { streams });
  }

  forgetGroup() {
    const { [this.groups.value]: _, ...others } = settings.get('groups') ?? {};
    settings.set('groups', others);
    location.hash = '#/';
  }
}
