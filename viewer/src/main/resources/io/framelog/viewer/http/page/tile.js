import * as address from './address.js';
import { Picture } from './picture.js';
import { capital, duration, setText } from './text.js';
import { age, isTrue, judge } from './truth.js';

/** @import { Channel, Stream } from './channel.js' */
/** @import { Wanted, Watch } from './watch.js' */
/** @import { Situation } from './truth.js' */

const template = /** @type {HTMLTemplateElement} */ (document.getElementById('tile'));

/** One stream on the wall. */
export class Tile {
  /**
   * @param {string} name
   * @param {Channel} channel
   */
  constructor(name, channel) {
    this.name = name;
    this.channel = channel;
    this.visible = false;
    /** @type {Stream | undefined} */
    this.stream = undefined;
    /** @type {Watch | undefined} */
    this.watch = undefined;
    this.since = 0;
    /** @type {string | undefined} */
    this.problem = undefined;
    this.element = /** @type {HTMLElement} */ (
      /** @type {Element} */ (template.content.firstElementChild).cloneNode(true)
    );
    this.element.dataset.stream = name;
    this.picture = new Picture(/** @type {HTMLCanvasElement} */ (this.part('canvas')), () => {
      this.element.classList.add('shown');
    });
    this.link = /** @type {HTMLAnchorElement} */ (this.part('.open'));
    this.link.href = address.of(name);
  }

  /** @param {string} selector */
  part(selector) {
    return /** @type {HTMLElement} */ (this.element.querySelector(selector));
  }

  /** @param {Stream} stream */
  update(stream) {
    this.stream = stream;
    setText(this.part('.name'), stream.displayName ?? stream.name);
    this.part('.name').title = stream.name;
    this.element.classList.toggle('moving', stream.motion === true);
    setText(this.part('.size'), stream.width ? `${stream.width}×${stream.height}` : '–');
    setText(this.part('.rate'), stream.fps === undefined ? '–' : `${stream.fps.toFixed(1)} fps`);
    setText(this.part('.viewers'), stream.viewers);
    setText(this.part('.source'), stream.source);
    setText(this.part('.clock'), stream.clock ?? '');
  }

  /**
   * Says whether the picture is live, and why not. Called a few times a second, so that an age runs on.
   *
   * @param {Situation} situation
   */
  judge(situation) {
    const { frame, shownAt } = this.picture;
    const verdict = judge(situation, this.stream, { frame, shownAt, since: this.since, fps: this.wanted?.fps });
    const reason = this.problem ?? verdict.reason;
    const state = this.problem ? 'lost' : verdict.state;
    const name = this.stream?.displayName ?? this.name;
    const old = frame && !isTrue(state) ? `picture ${duration(age(frame, this.stream))} old` : '';
    this.element.dataset.state = state;
    setText(this.part('.badge'), state === 'still' ? 'picture' : state);
    setText(
      this.part('.notice'),
      isTrue(state) ? '' : [reason === '' ? capital(state) : capital(reason), old].filter(Boolean).join(' · '),
    );
    setText(this.part('.age'), frame ? duration(age(frame, this.stream)) : '–');
    this.link.setAttribute(
      'aria-label',
      `${name}, ${[state, this.stream?.motion ? 'motion' : '', reason].filter(Boolean).join(', ')}`,
    );
  }

  /** @param {Omit<Wanted, 'stream'> | undefined} wanted undefined: shows nothing, because nobody can see it */
  show(wanted) {
    this.wanted = wanted;
    if (!wanted) {
      this.watch?.stop();
      this.watch = undefined;
      this.picture.dropPending();
    } else if (this.watch) {
      this.watch.change({ stream: this.name, ...wanted });
    } else {
      this.since = performance.now();
      this.problem = undefined;
      this.watch = this.channel.watch(
        { stream: this.name, ...wanted },
        {
          frame: (frame) => {
            this.problem = undefined;
            this.picture.paint(frame);
          },
          problem: ({ detail }) => {
            this.problem = detail;
          },
        },
      );
    }
  }

  remove() {
    this.show(undefined);
    this.element.remove();
  }
}
