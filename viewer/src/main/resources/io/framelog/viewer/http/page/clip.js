import * as address from './address.js';
import { duration, time } from './text.js';

const KINDS = ['mp4', 'mkv', 'zip'];

// The links that save a part of a stream: the frame on the screen, or the clip between two marked frames.
export class Clip {
  // onMark receives { start, end } in milliseconds; each is undefined until it is marked.
  constructor(element, onMark) {
    this.element = element;
    this.onMark = onMark;
  }

  part(name) {
    return this.element.querySelector(`.${name}`);
  }

  open(name) {
    this.address = address.stream(name);
    this.start = undefined;
    this.end = undefined;
    this.shown = undefined;
    this.offer(false, false);
    this.show();
  }

  // clips: whether the viewer can make clips; frames: whether it can return a past frame by its position.
  offer(clips, frames) {
    this.frames = frames;
    this.element.hidden = !clips && !frames;
    this.part('marks').hidden = !clips;
    this.part('frame').hidden = !frames || this.shown === undefined;
  }

  // frame: the one on the screen.
  update(frame) {
    this.shown = frame;
    this.part('frame').hidden = !this.frames;
    this.part('frame').href = `${this.address}.jpg?at=${encodeURIComponent(frame.position)}`;
  }

  markStart() {
    this.start = this.shown;
    if (this.end?.micros < this.start?.micros) {
      this.end = undefined;
    }
    this.show();
  }

  markEnd() {
    this.end = this.shown;
    if (this.start?.micros > this.end?.micros) {
      this.start = undefined;
    }
    this.show();
  }

  show() {
    const { start, end } = this;
    const complete = start !== undefined && end !== undefined;
    const from = start === undefined ? '…' : time(start.micros / 1000, true);
    const to = end === undefined ? '…' : time(end.micros / 1000, true);
    const length = complete ? ` (${duration((end.micros - start.micros) / 1e6)})` : '';
    this.part('marked').textContent = start || end ? `${from} – ${to}${length}` : '';
    for (const kind of KINDS) {
      const link = this.part(kind);
      link.hidden = !complete;
      link.href = complete
        ? `${this.address}.${kind}?from=${encodeURIComponent(start.position)}&to=${encodeURIComponent(end.position)}`
        : '#';
    }
    this.onMark({ start: start && start.micros / 1000, end: end && end.micros / 1000 });
  }
}
