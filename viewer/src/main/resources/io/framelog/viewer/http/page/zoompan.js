// Digital zoom of a picture: wheel, pinch, drag; a double click shows all of it again.

const LARGEST = 12;
const PER_PIXEL = 0.003;

export class ZoomPan {
  /**
   * @param {HTMLElement} frame what the picture lies in
   * @param {HTMLElement} picture
   */
  constructor(frame, picture) {
    this.frame = frame;
    this.picture = picture;
    /** @type {Map<number, { x: number, y: number }>} */
    this.pointers = new Map();
    this.scale = 1;
    this.x = 0;
    this.y = 0;
    frame.addEventListener(
      'wheel',
      (event) => {
        event.preventDefault();
        this.zoom(Math.exp(-event.deltaY * PER_PIXEL), this.point(event));
      },
      { passive: false },
    );
    frame.addEventListener('pointerdown', (event) => this.down(event));
    frame.addEventListener('pointermove', (event) => this.move(event));
    for (const end of /** @type {const} */ (['pointerup', 'pointercancel'])) {
      frame.addEventListener(end, (event) => this.pointers.delete(event.pointerId));
    }
    frame.addEventListener('dblclick', () => this.reset());
  }

  reset() {
    this.scale = 1;
    this.x = 0;
    this.y = 0;
    this.apply();
  }

  /** From the middle of the frame. @param {{ clientX: number, clientY: number }} event */
  point(event) {
    const { left, top, width, height } = this.frame.getBoundingClientRect();
    return { x: event.clientX - left - width / 2, y: event.clientY - top - height / 2 };
  }

  /**
   * @param {number} factor
   * @param {{ x: number, y: number }} around stays where it is
   */
  zoom(factor, around = { x: 0, y: 0 }) {
    const scale = Math.min(LARGEST, Math.max(1, this.scale * factor));
    const change = scale / this.scale;
    this.x = around.x - (around.x - this.x) * change;
    this.y = around.y - (around.y - this.y) * change;
    this.scale = scale;
    this.apply();
  }

  /** @param {PointerEvent} event */
  down(event) {
    if (/** @type {HTMLElement} */ (event.target).closest('button, a')) {
      return;
    }
    this.pointers.set(event.pointerId, this.point(event));
    if (this.scale > 1 || this.pointers.size > 1) {
      this.frame.setPointerCapture(event.pointerId);
    }
  }

  /** @param {PointerEvent} event */
  move(event) {
    const before = this.pointers.get(event.pointerId);
    if (!before) {
      return;
    }
    const point = this.point(event);
    this.pointers.set(event.pointerId, point);
    const [other] = [...this.pointers].filter(([id]) => id !== event.pointerId).map(([, value]) => value);
    if (other) {
      const distance = (/** @type {{ x: number, y: number }} */ a) => Math.hypot(a.x - other.x, a.y - other.y);
      this.zoom(distance(point) / Math.max(1, distance(before)), other);
    } else if (this.scale > 1) {
      this.x += point.x - before.x;
      this.y += point.y - before.y;
      this.apply();
    }
  }

  apply() {
    const { width, height } = this.frame.getBoundingClientRect();
    const [mostX, mostY] = [((this.scale - 1) * width) / 2, ((this.scale - 1) * height) / 2];
    this.x = Math.min(mostX, Math.max(-mostX, this.x));
    this.y = Math.min(mostY, Math.max(-mostY, this.y));
    this.picture.style.transform = this.scale === 1 ? '' : `translate(${this.x}px, ${this.y}px) scale(${this.scale})`;
    this.frame.classList.toggle('zoomed', this.scale > 1);
  }
}
