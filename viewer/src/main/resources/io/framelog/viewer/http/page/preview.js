import { time } from './text.js';

const WAIT_MS = 120;
const WIDTH = 160;

// A small picture of the moment that is pointed at, and its time.
export class Preview {
  constructor(element) {
    this.element = element;
    this.picture = element.querySelector('img');
    this.picture.addEventListener('load', () => { this.picture.hidden = false; });
    this.picture.addEventListener('error', () => { this.picture.hidden = true; });
  }

  // pictures: whether the viewer has them.
  open(name, pictures) {
    this.name = name;
    this.pictures = pictures;
  }

  // x: where that is on the bar, of so many pixels. The picture is asked for when one stays there.
  show(millis, x, width) {
    this.element.hidden = false;
    this.element.style.left = `${Math.min(width - WIDTH / 2, Math.max(WIDTH / 2, x))}px`;
    this.element.querySelector('time').textContent = time(millis, true);
    clearTimeout(this.next);
    if (this.pictures) {
      const address = `/streams/${this.name}.jpg?at=${Math.round(millis)}&width=${WIDTH}`;
      this.next = setTimeout(() => { this.picture.src = address; }, WAIT_MS);
    }
  }

  hide() {
    clearTimeout(this.next);
    this.element.hidden = true;
    this.picture.hidden = true;
  }
}
