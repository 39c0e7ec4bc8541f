import * as address from './address.js';
import { Clip } from './clip.js';
import * as clock from './clock.js';
import { Happenings } from './happenings.js';
import { Playback } from './playback.js';
import { pictureInPicture, saveFrame, toggleFullScreen } from './screen.js';
import { copy, Share } from './share.js';
import { capital, duration, exactTime, iso, sentence, setText } from './text.js';
import { Timeline } from './timeline.js';
import { isTrue, judge } from './truth.js';
import { ZoomPan } from './zoompan.js';

/** @import { Channel, LoggedEvent, Stream } from './channel.js' */
/** @import { Frame } from './frame.js' */
/** @import { Situation } from './truth.js' */

const SKIP_SECONDS = 5;
const MESSAGE_MS = 4000;
const STEPS_OF_ZOOM = 1.5;

const KEYS_WITH_SHIFT = new Map([
  ['ArrowLeft', 'back'],
  ['ArrowRight', 'forward'],
]);
const KEYS = new Map([
  [' ', 'play'],
  ['ArrowLeft', 'earlier'],
  ['ArrowRight', 'later'],
  ['[', 'previous'],
  [']', 'next'],
  ['l', 'live'],
  ['i', 'start'],
  ['o', 'end'],
  ['s', 'snapshot'],
  ['f', 'full'],
  ['?', 'keys'],
  ['Escape', 'leave'],
]);

/** Shows one stream, live or from the log. */
export class Player {
  /**
   * @param {HTMLElement} element
   * @param {Channel} channel
   */
  constructor(element, channel) {
    this.element = element;
    this.name = '';
    /** @type {Stream | undefined} */
    this.stream = undefined;
    this.stage = this.part('.stage');
    const canvas = /** @type {HTMLCanvasElement} */ (this.part('.stage canvas'));
    this.playback = new Playback(canvas, channel, {
      frame: (frame) => this.frameShown(frame),
      change: () => this.playbackChanged(),
    });
    this.timeline = new Timeline(this.part('.timeline'), {
      seek: (millis) => this.playback.seek(millis),
      look: (millis) => this.playback.look(millis),
      select: (range) => this.clip.select(range),
    });
    this.clip = new Clip(this.part('.clip'), (range) => this.timeline.setSelection(range));
    this.happenings = new Happenings(this.part('.happenings'), ({ moment }) => this.playback.open(this.name, moment));
    this.zoom = new ZoomPan(this.part('.stage .frame'), canvas);
    this.share = new Share(this.part('.share'), this.part('.shared'));
    /** @type {Situation | undefined} what is known of the viewer */
    this.situation = undefined;
    this.help = /** @type {HTMLDialogElement} */ (document.getElementById('keys'));
    this.actions = this.allActions();
    this.listen();
  }

  /** @returns {Record<string, () => void>} */
  allActions() {
    const { playback } = this;
    const canvas = this.playback.picture.canvas;
    return {
      play: () => (playback.isPlaying() ? playback.pause() : playback.play()),
      live: () => playback.live(),
      back: () => playback.step(false),
      forward: () => playback.step(true),
      earlier: () => playback.skip(-SKIP_SECONDS),
      later: () => playback.skip(SKIP_SECONDS),
      previous: () => this.toEvent(false),
      next: () => this.toEvent(true),
      start: () => this.clip.markStart(),
      end: () => this.clip.markEnd(),
      range: () => this.timeline.input.setMarking(!this.timeline.input.marking),
      all: () => this.timeline.showAll(),
      full: () => toggleFullScreen(this.stage),
      floating: () => pictureInPicture(canvas),
      snapshot: () => playback.frame && saveFrame(playback.frame, this.stream?.displayName ?? this.name),
      link: () => this.copyLink(),
      closer: () => this.zoom.zoom(STEPS_OF_ZOOM),
      wider: () => this.zoom.zoom(1 / STEPS_OF_ZOOM),
      keys: () => this.help.showModal(),
      leave: () => {
        if (!document.fullscreenElement) {
          location.hash = '#/';
        }
      },
    };
  }

  listen() {
    this.element.addEventListener('click', (event) => {
      const button = /** @type {HTMLElement} */ (event.target).closest('[data-do]');
      this.actions[/** @type {HTMLElement | null} */ (button)?.dataset.do ?? '']?.();
    });
    for (const button of this.element.querySelectorAll('[data-span]')) {
      const seconds = Number(/** @type {HTMLElement} */ (button).dataset.span);
      button.addEventListener('click', () => this.timeline.showSpan(seconds));
    }
    this.speed = /** @type {HTMLSelectElement} */ (this.part('.speed'));
    this.speed.addEventListener('change', () => this.playback.setSpeed(Number(this.speed?.value)));
    const jump = /** @type {HTMLInputElement} */ (this.part('.jump input'));
    this.part('.jump').addEventListener('submit', (event) => {
      event.preventDefault();
      this.jumpTo(jump.value);
    });
    this.part('[data-do=floating]').hidden = !document.pictureInPictureEnabled;
    document.addEventListener('keydown', (event) => this.key(event));
  }

  /** @param {string} selector */
  part(selector) {
    return /** @type {HTMLElement} */ (this.element.querySelector(selector));
  }

  isOpen() {
    return !this.element.hidden;
  }

  /**
   * @param {string} name
   * @param {string} [moment]
   */
  open(name, moment) {
    if (this.name !== name) {
      this.name = name;
      this.stream = undefined;
      setText(this.part('.name'), name);
      this.element.hidden = false;
      setText(this.part('.captured'), '');
      this.zoom.reset();
      this.part('.name').focus();
      this.happenings.open(name);
      this.clip.open(name);
      this.share.open(name);
      const at = moment === undefined ? NaN : Date.parse(moment);
      this.timeline.open([name], Number.isNaN(at) ? undefined : at);
    }
    if (this.playback.mode === 'off' || this.playback.moment !== moment) {
      this.playback.open(name, moment);
    }
  }

  close() {
    this.name = '';
    this.element.hidden = true;
    this.playback.close();
    this.timeline.close();
    this.happenings.close();
  }

  /** @param {Stream | undefined} stream its entry in the viewer's list; undefined if the list has none of this name */
  update(stream) {
    this.stream = stream;
    if (stream) {
      setText(this.part('.name'), stream.displayName ?? stream.name);
      this.part('.name').title = stream.name;
      this.playback.picture.canvas.setAttribute('aria-label', `Picture of ${stream.displayName ?? stream.name}`);
      setText(
        this.part('.facts'),
        [
          stream.width ? `${stream.width}×${stream.height}` : '',
          stream.fps === undefined ? '' : `${stream.fps.toFixed(1)} fps`,
          stream.source,
          stream.clock ?? '',
        ]
          .filter(Boolean)
          .join(' · '),
      );
      this.playback.update(stream);
    }
  }

  /** @param {LoggedEvent} event */
  came(event) {
    this.happenings.came(event);
  }

  /** @param {boolean} hidden */
  setHidden(hidden) {
    if (this.isOpen()) {
      if (hidden) {
        this.playback.suspend();
      } else {
        this.playback.resume();
      }
    }
  }

  /** @param {Frame} frame */
  frameShown(frame) {
    const millis = frame.micros / 1000;
    const captured = /** @type {HTMLTimeElement} */ (this.part('.captured'));
    captured.dateTime = iso(frame.micros);
    setText(captured, exactTime(millis));
    this.timeline.setPlayhead(millis);
    this.clip.update(frame);
    this.showState();
  }

  /**
   * Shows whether it is live, or how far behind, and why there is no new picture.
   *
   * @param {Situation} situation
   */
  judge(situation) {
    this.situation = situation;
    this.showState();
  }

  showState() {
    const { situation } = this;
    if (!this.isOpen() || !situation) {
      return;
    }
    const { mode, frame, picture, since, watched } = this.playback;
    const verdict = judge(situation, this.stream, { frame, shownAt: picture.shownAt, since });
    const behind = frame ? `${duration(Math.max(0, clock.now() - frame.micros / 1000) / 1000)} behind` : '';
    const badge = this.part('.badge');
    const cut = situation.channel !== 'open' || situation.list?.ready === false;
    const stale = mode === 'live' ? !isTrue(verdict.state) : mode === 'past' && watched && cut;
    const state =
      mode === 'live' ? verdict.state : [mode === 'paused' ? 'paused' : '', behind].filter(Boolean).join(', ');
    badge.dataset.state = mode === 'live' ? verdict.state : 'past';
    setText(badge, state);
    this.element.classList.toggle('stale', Boolean(stale));
    setText(
      this.part('.notice'),
      stale
        ? [capital(verdict.reason || verdict.state), frame ? behind.replace('behind', 'old') : '']
            .filter(Boolean)
            .join(' · ')
        : '',
    );
  }

  playbackChanged() {
    if (!this.isOpen() || this.playback.mode === 'off') {
      return;
    }
    const { mode, speed, message } = this.playback;
    const playing = this.playback.isPlaying();
    const play = this.part('[data-do=play]');
    play.classList.toggle('playing', playing);
    play.setAttribute('aria-label', playing ? 'Pause' : 'Play');
    play.title = playing ? 'Pause (space)' : 'Play (space)';
    this.part('[data-do=live]').setAttribute('aria-pressed', String(mode === 'live'));
    if (this.speed) {
      this.speed.value = String(speed);
    }
    this.setMessage(message ? sentence(message) : '');
    this.showState();
    address.replace(address.of(this.name, this.playback.moment));
  }

  /** @param {string} text */
  setMessage(text) {
    const message = this.part('.message');
    setText(message, text);
    message.hidden = text === '';
  }

  /** Copies a link to the frame on the screen. Without HTTPS the page's address is that link. */
  async copyLink() {
    const { frame } = this.playback;
    if (!frame) {
      return;
    }
    this.playback.pause();
    const link = new URL(address.of(this.name, frame.position), document.baseURI).href;
    this.tell(
      (await copy(link))
        ? 'The link to this frame has been copied.'
        : 'The link to this frame is now the address of this page.',
    );
  }

  /** @param {string} text */
  tell(text) {
    this.setMessage(text);
    setTimeout(() => this.playbackChanged(), MESSAGE_MS);
  }

  /** @param {boolean} later */
  async toEvent(later) {
    const { name } = this;
    const from = this.playback.frame ? this.playback.frame.micros / 1000 : clock.now();
    const at = await this.timeline.neighbour(from, later);
    if (this.name !== name) {
      return;
    }
    if (at === undefined) {
      this.tell(later ? 'There is no later event.' : 'There is no earlier event.');
    } else {
      this.playback.seek(at);
    }
  }

  /** @param {string} value of an input for date and time, which are local, or UTC if times are shown so */
  jumpTo(value) {
    const millis = this.timeline.parse(value);
    if (Number.isNaN(millis)) {
      this.tell('Enter a date and a time.');
    } else {
      this.playback.seek(millis);
    }
  }

  /** @param {boolean} allowed whether the viewer makes links for who watches */
  allowSharing(allowed) {
    this.share.allow(allowed);
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const target = /** @type {HTMLElement} */ (event.target);
    if (
      !this.isOpen() ||
      event.ctrlKey ||
      event.metaKey ||
      event.altKey ||
      this.help.open ||
      target.closest('select, input')
    ) {
      return;
    }
    const onControl = target.closest('button, a') !== null;
    const name = (event.shiftKey ? KEYS_WITH_SHIFT.get(event.key) : undefined) ?? KEYS.get(event.key);
    const action = event.key === ' ' && onControl ? undefined : this.actions[name ?? ''];
    if (action) {
      event.preventDefault();
      action();
    }
  }
}
