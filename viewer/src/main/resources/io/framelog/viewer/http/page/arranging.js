import * as address from './address.js';
import { settings } from './settings.js';
import { setText } from './text.js';

/** @import { Place } from './address.js' */

// Two to nine streams can be played at the same moment.
const MOST_TOGETHER = 9;
const DRAG_FROM = 6;

/** The wall while it is arranged: pictures are moved, hidden, chosen and put into groups. */
export class Arranging {
  /**
   * @param {HTMLElement} element the wall
   * @param {HTMLElement} grid
   * @param {{ names: () => string[], place: () => Place | undefined }} wall
   */
  constructor(element, grid, wall) {
    this.element = element;
    this.grid = grid;
    this.wall = wall;
    this.active = false;
    /** @type {Set<string>} */
    this.chosen = new Set();
    this.dragged = false;
    this.bar = /** @type {HTMLElement} */ (element.querySelector('.arranging'));
    this.groupName = /** @type {HTMLInputElement} */ (this.bar.querySelector('input'));
    this.bar.addEventListener('click', (event) => this.act(event));
    this.bar.addEventListener('submit', (event) => this.saveGroup(event));
    grid.addEventListener('click', (event) => this.click(event), true);
    grid.addEventListener('pointerdown', (event) => this.press(event));
    grid.addEventListener('keydown', (event) => this.key(event));
  }

  begin() {
    this.active = true;
    this.element.classList.add('being-arranged');
    this.bar.hidden = false;
    settings.set('hidden', settings.get('hidden') ?? []); // shows those that are hidden, too
    /** @type {HTMLElement | null} */ (this.bar.querySelector('button'))?.focus();
  }

  end() {
    if (this.active) {
      this.active = false;
      this.chosen.clear();
      this.element.classList.remove('being-arranged');
      this.bar.hidden = true;
      settings.set('hidden', settings.get('hidden') ?? []);
    }
  }

  update() {
    const hidden = new Set(settings.get('hidden'));
    for (const tile of this.grid.children) {
      const name = nameOf(tile);
      tile.classList.toggle('hidden-one', this.active && hidden.has(name));
      tile.classList.toggle('chosen', this.chosen.has(name));
      const choose = tile.querySelector('.choose');
      choose?.setAttribute('aria-pressed', String(this.chosen.has(name)));
      const hide = tile.querySelector('.hide');
      hide?.setAttribute('aria-pressed', String(hidden.has(name)));
    }
    const count = this.chosen.size;
    setText(this.part('.count'), count === 0 ? 'Choose pictures, or drag them' : `${count} chosen`);
    /** @type {HTMLButtonElement} */ (this.part('[data-act=together]')).disabled = count < 2 || count > MOST_TOGETHER;
    /** @type {HTMLButtonElement} */ (this.part('[data-act=only]')).disabled = count === 0;
    /** @type {HTMLButtonElement} */ (this.part('[data-act=group]')).disabled = count === 0;
  }

  /** @param {string} selector */
  part(selector) {
    return /** @type {HTMLElement} */ (this.bar.querySelector(selector));
  }

  /** The chosen ones, in the order of the wall. */
  get names() {
    return this.wall.names().filter((name) => this.chosen.has(name));
  }

  /** @param {Event} event */
  act(event) {
    const button = /** @type {HTMLElement} */ (event.target).closest('button');
    switch (button?.dataset.act) {
      case 'together':
        location.hash = address.together(this.names);
        break;
      case 'only':
        location.hash = address.page('wall', { streams: this.names });
        break;
      case 'done':
        this.end();
        break;
      default:
    }
  }

  /** @param {Event} event */
  saveGroup(event) {
    event.preventDefault();
    const name = this.groupName.value.trim();
    if (name !== '' && this.chosen.size > 0) {
      settings.set('groups', { ...settings.get('groups'), [name]: this.names });
      this.groupName.value = '';
      location.hash = address.page('wall', { streams: this.names });
    }
  }

  // While it is arranged, a click on a picture chooses it.
  /** @param {MouseEvent} event */
  click(event) {
    const tile = this.active && /** @type {HTMLElement} */ (event.target).closest('.tile');
    if (!tile) {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
    if (this.dragged) {
      this.dragged = false;
    } else if (/** @type {HTMLElement} */ (event.target).closest('.hide')) {
      this.toggleHidden(nameOf(tile));
    } else {
      this.toggleChosen(nameOf(tile));
    }
  }

  /** @param {string} name */
  toggleChosen(name) {
    if (!this.chosen.delete(name)) {
      this.chosen.add(name);
    }
    this.update();
  }

  /** @param {string} name */
  toggleHidden(name) {
    const hidden = new Set(settings.get('hidden'));
    if (!hidden.delete(name)) {
      hidden.add(name);
    }
    settings.set('hidden', [...hidden]);
  }

  /** @param {PointerEvent} event */
  press(event) {
    const tile = this.active && event.button === 0 && /** @type {HTMLElement} */ (event.target).closest('.tile');
    if (!tile) {
      return;
    }
    event.preventDefault(); // the browser would drag the link
    const start = { x: event.clientX, y: event.clientY };
    const over = new AbortController();
    const { signal } = over;
    window.addEventListener(
      'pointermove',
      (move) => {
        if (this.dragged || Math.hypot(move.clientX - start.x, move.clientY - start.y) > DRAG_FROM) {
          this.dragged = true;
          tile.classList.add('dragged');
          this.dragTo(tile, move);
        }
      },
      { signal },
    );
    const drop = () => {
      over.abort();
      tile.classList.remove('dragged');
      if (this.dragged) {
        this.keepOrder([...this.grid.children].map(nameOf));
        setTimeout(() => {
          this.dragged = false;
        }); // after the click, if one follows
      }
    };
    window.addEventListener('pointerup', drop, { signal });
    window.addEventListener('pointercancel', drop, { signal });
  }

  /**
   * @param {Element} tile
   * @param {PointerEvent} event
   */
  dragTo(tile, event) {
    const under = document.elementFromPoint(event.clientX, event.clientY)?.closest('.tile');
    if (under && under !== tile && under.parentElement === this.grid) {
      const isLater = tile.compareDocumentPosition(under) & Node.DOCUMENT_POSITION_FOLLOWING;
      this.grid.insertBefore(tile, isLater ? under.nextSibling : under);
    }
  }

  // Alt and an arrow key move a picture, Space chooses it.
  /** @param {KeyboardEvent} event */
  key(event) {
    const tile = this.active && /** @type {HTMLElement} */ (event.target).closest('.tile');
    if (!tile) {
      return;
    }
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (event.altKey && step) {
      const names = [...this.grid.children].map(nameOf);
      const at = names.indexOf(nameOf(tile));
      const [moved = ''] = names.splice(at, 1);
      names.splice(Math.max(0, at + step), 0, moved);
      event.preventDefault();
      this.keepOrder(names);
      /** @type {HTMLElement | null} */ (tile.querySelector('.open'))?.focus();
    } else if (event.key === ' ') {
      event.preventDefault();
      this.toggleChosen(nameOf(tile));
    } else if (event.key === 'Escape') {
      this.end();
    }
  }

  // A wall of named streams has its order in its address, the wall of all in the browser.
  /** @param {string[]} names */
  keepOrder(names) {
    if ((this.wall.place()?.streams.length ?? 0) > 0) {
      location.hash = address.page('wall', { streams: names });
    } else {
      settings.set('order', names);
    }
  }
}

/** @param {Element} tile */
function nameOf(tile) {
  return /** @type {HTMLElement} */ (tile).dataset.stream ?? '';
}
