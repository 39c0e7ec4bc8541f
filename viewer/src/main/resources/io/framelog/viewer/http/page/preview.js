import * as address from './address.js';
import { time } from './text.js';

const REST_MS = 120;
const WIDTH = 160;

// The thumbnail and the time of the moment under the pointer.
export class Preview {
  constructor(element) {
    this.element = element;
    this.picture = element.querySelector('img');
    this.picture.addEventListener('load', () => { this.picture.hidden = false; });
    this.picture.addEventListener('error', () => { this.picture.hidden = true; });
  }

  // thumbnails: whether the viewer can make them.
  open(name, thumbnails) {
    this.name = name;
    this.thumbnails = thumbnails;
  }

  // x: the pointer's place on the bar, width: the bar's, in pixels. The thumbnail is fetched once the pointer rests.
  show(millis, x, width) {
    this.element.hidden = false;
    this.element.style.left = `${Math.min(width - WIDTH / 2, Math.max(WIDTH / 2, x))}px`;
    this.element.querySelector('time').textContent = time(millis, true);
    clearTimeout(this.next);
    if (this.thumbnails) {
      const thumbnail = `${address.stream(this.name)}.jpg?at=${Math.round(millis)}&width=${WIDTH}`;
      this.next = setTimeout(() => { this.picture.src = thumbnail; }, REST_MS);
    }
  }

  hide() {
    clearTimeout(this.next);
    this.element.hidden = true;
    this.picture.hidden = true;
  }
}
