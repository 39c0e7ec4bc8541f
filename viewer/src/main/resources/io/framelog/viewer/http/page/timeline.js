import { now } from './clock.js';
import { Preview } from './preview.js';
import { time } from './text.js';

const BUCKETS = 240;
const REFRESH_MS = 5000;
// The drawing's own measures; it is stretched to the bar.
const WIDTH = 1000;
const HEIGHT = 100;

// The bar that shows what the log holds of a stream, and where one is in it; times are in milliseconds.
export class Timeline {
  // zoom has the buttons that say how much is shown. onSeek is told a time that somebody wants to see.
  constructor(element, zoom, onSeek) {
    this.element = element;
    this.spans = zoom;
    this.bar = element.querySelector('.bar');
    this.preview = new Preview(element.querySelector('.preview'));
    this.onSeek = onSeek;
    this.bar.addEventListener('pointerdown', (event) => this.grab(event));
    this.bar.addEventListener('pointermove', (event) => this.look(event));
    this.bar.addEventListener('pointerup', (event) => this.drop(event));
    this.bar.addEventListener('pointerleave', () => this.unlook());
    this.bar.addEventListener('pointercancel', () => this.unlook());
    this.bar.addEventListener('keydown', (event) => this.jump(event));
    for (const button of zoom.querySelectorAll('[data-span]')) {
      button.addEventListener('click', () => this.zoom(Number(button.dataset.span)));
    }
  }

  open(name) {
    this.close();
    this.name = name;
    this.events = [];
    this.range = {};
    this.head = now();
    this.zoom(600);
  }

  close() {
    clearTimeout(this.next);
    this.loading?.abort();
    this.unlook();
    this.view = undefined;
    this.setHidden(true);
  }

  setHidden(hidden) {
    this.element.hidden = hidden;
    this.spans.hidden = hidden;
  }

  // seconds: how much of the log is shown; 0 for all of it.
  zoom(seconds) {
    this.span = 1000 * seconds;
    for (const button of this.spans.querySelectorAll('[data-span]')) {
      button.setAttribute('aria-pressed', String(Number(button.dataset.span) === seconds));
    }
    this.load();
  }

  // Shows around where one is; what is not given is the log's beginning and now.
  window() {
    const present = now();
    const half = this.span / 2;
    if (this.span === 0) {
      return '';
    }
    if (this.head + half > present) {
      return `&from=-${this.span}ms`;
    }
    return `&from=${Math.round(this.head - half)}&to=${Math.round(this.head + half)}`;
  }

  async load() {
    clearTimeout(this.next);
    this.loading?.abort();
    this.loading = new AbortController();
    const { signal } = this.loading;
    try {
      const answer = await fetch(`/streams/${this.name}/timeline?buckets=${BUCKETS}${this.window()}`, { signal });
      if (answer.status === 404) {
        this.setHidden(true); // an older viewer
        return;
      }
      if (answer.ok) {
        this.take(await answer.json());
      }
    } catch {
      // once more below
    }
    if (!signal.aborted) {
      this.next = setTimeout(() => this.refresh(), REFRESH_MS);
    }
  }

  // What lies in the past changes no more.
  refresh() {
    if (document.hidden || this.dragging || (this.view && this.view.to < now() - 4 * REFRESH_MS && this.shows(this.head))) {
      this.next = setTimeout(() => this.refresh(), REFRESH_MS);
    } else {
      this.load();
    }
  }

  take(answer) {
    const from = Date.parse(answer.from);
    const to = Date.parse(answer.to);
    this.view = { from, to, buckets: answer.buckets };
    this.logBegins = answer.logBegins && Date.parse(answer.logBegins);
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
    const most = Math.max(1, ...buckets.map((bucket) => bucket.frames));
    const width = WIDTH / buckets.length;
    this.path('frames', buckets.map(({ frames }, i) => {
      const height = frames === 0 ? 0 : HEIGHT * (0.2 + 0.6 * (frames / most));
      return frames === 0 ? '' : box(i * width, (i + 1) * width, height);
    }));
    this.path('gaps', buckets.flatMap(({ gaps = [] }) => gaps.map((gap) => box(this.x(Date.parse(gap.from)), this.x(Date.parse(gap.to)), HEIGHT))));
    this.path('events', this.events.filter((at) => at >= from && at <= to).map((at) => line(this.x(at))));
    const { start, end } = this.range;
    this.path('range', start === undefined && end === undefined ? []
      : [box(this.x(Math.max(from, start ?? from)), this.x(Math.min(to, end ?? to)), HEIGHT)]);
    this.place(this.head);
  }

  path(name, pieces) {
    this.bar.querySelector(`.${name}`).setAttribute('d', pieces.join(''));
  }

  x(millis) {
    const { from, to } = this.view;
    return Math.round((WIDTH * 10 * Math.min(1, Math.max(0, (millis - from) / (to - from))))) / 10;
  }

  shows(millis) {
    return millis >= this.view.from && millis <= this.view.to;
  }

  // Where one is now.
  place(millis) {
    this.head = millis;
    if (!this.view) {
      return;
    }
    this.path('head', [line(this.x(millis))]);
    const text = time(millis, true);
    if (this.bar.getAttribute('aria-valuetext') !== text) {
      this.bar.setAttribute('aria-valuetext', text);
      this.bar.setAttribute('aria-valuenow', String(Math.round(millis)));
    }
    if (!this.dragging && !this.shows(millis) && millis < now() - 4 * REFRESH_MS && !this.away) {
      this.away = true;
      this.load().finally(() => { this.away = false; });
    }
  }

  // What was marked to be saved.
  mark(range) {
    this.range = range;
    this.draw();
  }

  show(events) {
    this.events = events;
    this.draw();
  }

  at(event) {
    const { left, width } = this.bar.getBoundingClientRect();
    const part = Math.min(1, Math.max(0, (event.clientX - left) / width));
    return this.view.from + part * (this.view.to - this.view.from);
  }

  grab(event) {
    if (this.view && event.button === 0) {
      this.dragging = true;
      this.bar.setPointerCapture(event.pointerId);
      this.look(event);
    }
  }

  // The log's beginning, and now; what the arrows do, they do everywhere.
  jump(event) {
    if (this.view && (event.key === 'Home' || event.key === 'End')) {
      event.preventDefault();
      this.onSeek(event.key === 'Home' ? this.logBegins ?? this.view.from : now());
    }
  }

  drop(event) {
    if (this.dragging) {
      this.dragging = false;
      this.onSeek(this.at(event));
      if (event.pointerType !== 'mouse') {
        this.unlook();
      }
    }
  }

  look(event) {
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

  unlook() {
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
