import * as address from './address.js';
import { now } from './clock.js';
import { Preview } from './preview.js';
import { spans } from './spans.js';
import { time } from './text.js';

const BUCKETS = 240;
const REFRESH_MS = 5000;
// The size of the drawing, which is stretched to the bar.
const WIDTH = 1000;
const HEIGHT = 100;

// The bar that shows what the log holds of a stream, and the playhead; times are in milliseconds.
export class Timeline {
  // zoom: the element with the buttons for the span. onSeek receives the time to show.
  constructor(element, zoom, onSeek) {
    this.element = element;
    this.zoomButtons = zoom;
    this.bar = element.querySelector('.bar');
    this.preview = new Preview(element.querySelector('.preview'));
    this.onSeek = onSeek;
    this.bar.addEventListener('pointerdown', (event) => this.startDrag(event));
    this.bar.addEventListener('pointermove', (event) => this.hover(event));
    this.bar.addEventListener('pointerup', (event) => this.endDrag(event));
    this.bar.addEventListener('pointerleave', () => this.endHover());
    this.bar.addEventListener('pointercancel', () => this.endHover());
    this.bar.addEventListener('keydown', (event) => this.seekByKey(event));
    for (const button of zoom.querySelectorAll('[data-span]')) {
      button.addEventListener('click', () => this.zoom(Number(button.dataset.span)));
    }
  }

  open(name) {
    this.close();
    this.name = name;
    this.events = [];
    this.selection = {};
    this.playhead = now();
    this.zoom(600);
  }

  close() {
    clearTimeout(this.timer);
    this.loading?.abort();
    this.endHover();
    this.view = undefined;
    this.setHidden(true);
  }

  setHidden(hidden) {
    this.element.hidden = hidden;
    this.zoomButtons.hidden = hidden;
  }

  // seconds: the span to show; 0 for the whole log.
  zoom(seconds) {
    this.span = 1000 * seconds;
    for (const button of this.zoomButtons.querySelectorAll('[data-span]')) {
      button.setAttribute('aria-pressed', String(Number(button.dataset.span) === seconds));
    }
    this.load();
  }

  // The query for a span around the playhead. Without from and to, the viewer takes the whole log.
  range() {
    const present = now();
    const half = this.span / 2;
    if (this.span === 0) {
      return '';
    }
    if (this.playhead + half > present) {
      return `&from=-${this.span}ms`;
    }
    return `&from=${Math.round(this.playhead - half)}&to=${Math.round(this.playhead + half)}`;
  }

  async load() {
    clearTimeout(this.timer);
    this.loading?.abort();
    this.loading = new AbortController();
    const { signal } = this.loading;
    try {
      const response = await fetch(`${address.stream(this.name)}/timeline?buckets=${BUCKETS}${this.range()}`, { signal });
      if (response.status === 404) {
        this.setHidden(true); // no such stream
        return;
      }
      if (response.ok) {
        this.setView(await response.json());
      }
    } catch {
      // tried again below
    }
    if (!signal.aborted) {
      this.timer = setTimeout(() => this.refresh(), REFRESH_MS);
    }
  }

  // A view that lies wholly in the past does not change.
  refresh() {
    if (document.hidden || this.dragging || (this.isPast() && this.shows(this.playhead))) {
      this.timer = setTimeout(() => this.refresh(), REFRESH_MS);
    } else {
      this.load();
    }
  }

  setView(response) {
    const from = Date.parse(response.from);
    const to = Date.parse(response.to);
    this.view = { from, to, buckets: response.buckets };
    this.logBegins = response.logBegins && Date.parse(response.logBegins);
    this.setHidden(false);
    this.bar.setAttribute('aria-valuemin', String(from));
    this.bar.setAttribute('aria-valuemax', String(to));
    [from, (from + to) / 2, to].forEach((millis, i) => {
      this.element.querySelectorAll('.axis time')[i].textContent = time(millis, to - from < 120000);
    });
    this.draw();
  }

  draw() {
    if (!this.view) {
      return;
    }
    const { from, to, buckets } = this.view;
    const max = Math.max(1, ...buckets.map((bucket) => bucket.frames));
    const width = WIDTH / buckets.length;
    this.path('frames', buckets.map(({ frames }, i) => {
      const height = frames === 0 ? 0 : HEIGHT * (0.2 + 0.6 * (frames / max));
      return frames === 0 ? '' : box(i * width, (i + 1) * width, height);
    }));
    this.path('gaps', buckets.flatMap(({ gaps = [] }) => gaps.map(
      (gap) => box(this.x(Date.parse(gap.from)), this.x(Date.parse(gap.to)), HEIGHT),
    )));
    this.path('events', this.events.filter((at) => at >= from && at <= to).map((at) => line(this.x(at))));
    const lasting = spans(buckets, Math.min(to, now()));
    for (const type of ['motion', 'face', 'scene']) {
      this.path(type, lasting.filter((span) => span.type === type).map((span) => this.mark(span)));
    }
    const { start, end } = this.selection;
    this.path('range', start === undefined && end === undefined ? []
      : [box(this.x(Math.max(from, start ?? from)), this.x(Math.min(to, end ?? to)), HEIGHT)]);
    this.setPlayhead(this.playhead);
  }

  path(name, pieces) {
    this.bar.querySelector(`.${name}`).setAttribute('d', pieces.join(''));
  }

  // An event that lasts, at least two units wide, so that it can be seen.
  mark(span) {
    const left = this.x(span.from);
    return box(left, Math.max(left + 2, this.x(span.until)), HEIGHT * 0.45);
  }

  x(millis) {
    const { from, to } = this.view;
    return Math.round((WIDTH * 10 * Math.min(1, Math.max(0, (millis - from) / (to - from))))) / 10;
  }

  isPast() {
    return this.view !== undefined && this.view.to < now() - 4 * REFRESH_MS;
  }

  shows(millis) {
    return millis >= this.view.from && millis <= this.view.to;
  }

  setPlayhead(millis) {
    this.playhead = millis;
    if (!this.view) {
      return;
    }
    this.path('head', [line(this.x(millis))]);
    const text = time(millis, true);
    if (this.bar.getAttribute('aria-valuetext') !== text) {
      this.bar.setAttribute('aria-valuetext', text);
      this.bar.setAttribute('aria-valuenow', String(Math.round(millis)));
    }
    if (!this.dragging && !this.shows(millis) && millis < now() - 4 * REFRESH_MS && !this.following) {
      this.following = true;
      this.load().finally(() => { this.following = false; });
    }
  }

  // The clip that is marked: { start, end }, each in milliseconds or undefined.
  setSelection(selection) {
    this.selection = selection;
    this.draw();
  }

  setEvents(events) {
    this.events = events;
    this.draw();
  }

  at(event) {
    const { left, width } = this.bar.getBoundingClientRect();
    const part = Math.min(1, Math.max(0, (event.clientX - left) / width));
    return this.view.from + part * (this.view.to - this.view.from);
  }

  startDrag(event) {
    if (this.view && event.button === 0) {
      this.dragging = true;
      this.bar.setPointerCapture(event.pointerId);
      this.hover(event);
    }
  }

  // Home seeks to the beginning of the log, End to the present. The player handles the arrow keys.
  seekByKey(event) {
    if (this.view && (event.key === 'Home' || event.key === 'End')) {
      event.preventDefault();
      this.onSeek(event.key === 'Home' ? this.logBegins ?? this.view.from : now());
    }
  }

  endDrag(event) {
    if (this.dragging) {
      this.dragging = false;
      this.onSeek(this.at(event));
      if (event.pointerType !== 'mouse') {
        this.endHover();
      }
    }
  }

  hover(event) {
    if (!this.view) {
      return;
    }
    const at = this.at(event);
    const { left, width } = this.bar.getBoundingClientRect();
    this.preview.show(at, event.clientX - left, width);
    if (this.dragging) {
      this.path('head', [line(this.x(at))]);
    }
  }

  endHover() {
    this.dragging = false;
    this.preview.hide();
  }
}

function box(left, right, height) {
  return `M${left} ${HEIGHT}V${HEIGHT - height}H${right}V${HEIGHT}Z`;
}

function line(x) {
  return `M${x} 0V${HEIGHT}`;
}
