// The span of time that a timeline shows.

const SMALLEST_MS = 10_000;
// A view that ends this close to the present stays with it.
const PINNED = 0.02;

/** Times are in milliseconds. */
export class View {
  /**
   * @param {number} from
   * @param {number} to
   */
  constructor(from, to) {
    this.from = from;
    this.to = to;
  }

  get span() {
    return this.to - this.from;
  }

  /** @param {number} millis */
  has(millis) {
    return millis >= this.from && millis <= this.to;
  }

  /**
   * A time's place, from 0 (left) to 1.
   *
   * @param {number} millis
   */
  place(millis) {
    return (millis - this.from) / this.span;
  }

  /** @param {number} place */
  at(place) {
    return this.from + place * this.span;
  }

  /**
   * @param {number} factor over 1: shows more
   * @param {number} around the time that stays where it is
   * @param {{ begin: number, end: number }} log
   */
  zoom(factor, around, log) {
    const largest = Math.max(SMALLEST_MS, (log.end - log.begin) * 1.04);
    const span = Math.min(largest, Math.max(SMALLEST_MS, this.span * factor));
    const from = around - this.place(around) * span;
    return new View(from, from + span).within(log);
  }

  /**
   * @param {number} millis
   * @param {{ begin: number, end: number }} log
   */
  pan(millis, log) {
    return new View(this.from + millis, this.to + millis).within(log);
  }

  /**
   * Does not leave the log by more than a little.
   *
   * @param {{ begin: number, end: number }} log
   */
  within({ begin, end }) {
    const margin = this.span * PINNED;
    const latest = end + margin;
    const earliest = Math.min(begin - margin, latest - this.span);
    if (this.to > latest) {
      return new View(latest - this.span, latest);
    }
    return this.from < earliest ? new View(earliest, earliest + this.span) : this;
  }

  /**
   * Whether it shows the present, so that it moves on with it.
   *
   * @param {number} present
   */
  isPinned(present) {
    return this.to >= present - this.span * PINNED;
  }
}
