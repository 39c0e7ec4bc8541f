/** @import { Timeline } from './timeline.js' */

const ZOOM_PER_PIXEL = 0.0022;
const KEY_ZOOM = 2;

/**
 * Pointers, wheel and keys of a timeline. On the bar a pointer drags the playhead, with Shift it marks a range; on the
 * ruler it moves the view. Two pointers and the wheel change the span.
 */
export class TimelineInput {
  /** @param {Timeline} timeline */
  constructor(timeline) {
    this.timeline = timeline;
    /** @type {Map<number, number>} the places of the pointers that are down */
    this.pointers = new Map();
    /** @type {'seek' | 'range' | 'pan' | undefined} */
    this.doing = undefined;
    /** @type {number | undefined} where the playhead is dragged to */
    this.dragged = undefined;
    this.marking = false;
    const { bar } = timeline;
    const ruler = timeline.part('.ruler');
    bar.addEventListener('pointerdown', (event) => this.down(event, event.shiftKey || this.marking ? 'range' : 'seek'));
    ruler.addEventListener('pointerdown', (event) => this.down(event, 'pan'));
    for (const element of [bar, ruler]) {
      element.addEventListener('pointermove', (event) => this.move(event));
      element.addEventListener('pointerup', (event) => this.up(event));
      element.addEventListener('pointercancel', (event) => this.cancel(event));
      element.addEventListener('wheel', (event) => this.wheel(event), { passive: false });
    }
    bar.addEventListener('pointerleave', () => this.doing || timeline.preview.hide());
    bar.addEventListener('keydown', (event) => this.key(event));
  }

  isActive() {
    return this.doing !== undefined;
  }

  /** The next drag on the bar marks a range, also where there is no Shift key. @param {boolean} on */
  setMarking(on) {
    this.marking = on;
    this.timeline.element.classList.toggle('marking', on);
  }

  /** @param {{ clientX: number }} event */
  place(event) {
    const { left, width } = this.timeline.bar.getBoundingClientRect();
    return Math.min(1, Math.max(0, (event.clientX - left) / Math.max(1, width)));
  }

  /**
   * @param {PointerEvent} event
   * @param {'seek' | 'range' | 'pan'} what
   */
  down(event, what) {
    if (!this.timeline.isOpen() || event.button !== 0) {
      return;
    }
    /** @type {Element} */ (event.currentTarget).setPointerCapture(event.pointerId);
    this.pointers.set(event.pointerId, this.place(event));
    if (this.pointers.size === 1) {
      this.doing = what;
      this.begin = this.timeline.view.at(this.place(event));
      this.move(event);
    } else {
      this.doing = 'pan';
      this.dragged = undefined;
      this.timeline.drawPlayhead();
    }
  }

  /** @param {PointerEvent} event */
  move(event) {
    const place = this.place(event);
    const { timeline } = this;
    const before = this.pointers.get(event.pointerId);
    if (before !== undefined && this.doing === 'pan') {
      this.panOrPinch(event.pointerId, before, place);
      return;
    }
    const at = timeline.view.at(place);
    if (event.currentTarget === timeline.bar) {
      const { width } = timeline.bar.getBoundingClientRect();
      timeline.preview.show(at, place * width, width, timeline.noteAt(at), timeline.hasFrames(at));
    }
    if (this.doing === 'seek' && before !== undefined) {
      this.dragged = at;
      timeline.drawPlayhead();
      if (before !== place) {
        this.pointers.set(event.pointerId, place);
        timeline.on.look(at);
      }
    } else if (this.doing === 'range' && before !== undefined) {
      timeline.setSelection(this.range(at));
    }
  }

  /**
   * @param {number} id
   * @param {number} before
   * @param {number} place
   */
  panOrPinch(id, before, place) {
    const { timeline } = this;
    const { view, log } = timeline;
    const [other] = [...this.pointers].filter(([key]) => key !== id).map(([, value]) => value);
    this.pointers.set(id, place);
    if (other === undefined) {
      timeline.show(view.pan(view.at(before) - view.at(place), log));
    } else if (Math.abs(place - other) > 0.01) {
      timeline.show(view.zoom(Math.abs(before - other) / Math.abs(place - other), view.at(other), log));
    }
  }

  /** @param {number} at */
  range(at) {
    const begin = this.begin ?? at;
    return { from: Math.min(begin, at), to: Math.max(begin, at) };
  }

  /** @param {PointerEvent} event */
  up(event) {
    const { timeline, doing } = this;
    const at = timeline.view.at(this.place(event));
    if (!this.finish(event)) {
      return;
    }
    if (doing === 'seek') {
      timeline.on.seek(at);
    } else if (doing === 'range') {
      this.setMarking(false);
      timeline.on.select(this.range(at));
    }
    if (event.pointerType !== 'mouse') {
      timeline.preview.hide();
    }
  }

  /** @param {PointerEvent} event */
  cancel(event) {
    this.finish(event);
    this.timeline.preview.hide();
    this.timeline.drawPlayhead();
  }

  /** @param {PointerEvent} event @returns {boolean} whether it was the last pointer of what was done */
  finish(event) {
    if (!this.pointers.delete(event.pointerId) || this.pointers.size > 0) {
      return false;
    }
    this.doing = undefined;
    this.dragged = undefined;
    return true;
  }

  /** @param {WheelEvent} event */
  wheel(event) {
    const { timeline } = this;
    if (!timeline.isOpen()) {
      return;
    }
    event.preventDefault();
    const { view, log } = timeline;
    const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 20 : 1;
    const sideways = event.shiftKey ? event.deltaY || event.deltaX : event.deltaX;
    if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
      timeline.show(view.pan((view.span * lines * sideways) / Math.max(1, timeline.bar.clientWidth), log));
    } else {
      timeline.show(view.zoom(Math.exp(event.deltaY * lines * ZOOM_PER_PIXEL), view.at(this.place(event)), log));
    }
  }

  // Plus and minus change the span, Home and End go to the ends of the log. The player has the arrow keys.
  /** @param {KeyboardEvent} event */
  key(event) {
    const { timeline } = this;
    const { view, log, playhead } = timeline;
    const actions = {
      '+': () => timeline.show(view.zoom(1 / KEY_ZOOM, playhead, log)),
      '=': () => timeline.show(view.zoom(1 / KEY_ZOOM, playhead, log)),
      '-': () => timeline.show(view.zoom(KEY_ZOOM, playhead, log)),
      Home: () => timeline.on.seek(log.begin),
      End: () => timeline.on.seek(log.end),
    };
    const action = actions[/** @type {keyof typeof actions} */ (event.key)];
    if (action && timeline.isOpen() && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      action();
    }
  }
}
