import * as address from './address.js';
import { Clip } from './clip.js';
import * as clock from './clock.js';
import { Events } from './events.js';
import { iso, Playback } from './playback.js';
import { Share } from './share.js';
import { capital, duration, exactTime, setText } from './text.js';
import { Timeline } from './timeline.js';

const SKIP_SECONDS = 5;
const MESSAGE_MS = 4000;

// Shows one stream, live or from the log.
export class Player {
  constructor(element) {
    this.element = element;
    const image = this.part('.picture img');
    this.playback = new Playback(image, (frame) => this.frameShown(frame), () => this.playbackChanged());
    this.timeline = new Timeline(
      this.part('.timeline'),
      this.part('.zoom'),
      (millis) => this.playback.seek(millis),
    );
    this.clip = new Clip(this.part('.clip'), (range) => this.timeline.setSelection(range));
    this.events = new Events(
      this.part('section'),
      (millis) => this.playback.seek(millis),
      (times) => this.timeline.setEvents(times),
    );
    this.actions = {
      play: () => (this.isPlaying() ? this.playback.pause() : this.playback.play()),
      live: () => this.playback.live(),
      back: () => this.playback.step(false),
      forward: () => this.playback.step(true),
      earlier: () => this.playback.skip(-SKIP_SECONDS),
      later: () => this.playback.skip(SKIP_SECONDS),
      start: () => this.clip.markStart(),
      end: () => this.clip.markEnd(),
    };
    for (const button of element.querySelectorAll('[data-do]')) {
      button.addEventListener('click', () => this.actions[button.dataset.do]());
    }
    this.speed = this.part('.speed');
    this.speed.addEventListener('change', () => this.playback.setSpeed(Number(this.speed.value)));
    this.link = this.part('.link');
    this.link.addEventListener('click', (event) => this.copy(event));
    this.share = new Share(this.part('.share'), this.part('.shared'));
    document.addEventListener('keydown', (event) => this.key(event));
  }

  part(selector) {
    return this.element.querySelector(selector);
  }

  isOpen() {
    return !this.element.hidden;
  }

  isPlaying() {
    return this.playback.mode === 'live' || this.playback.mode === 'past';
  }

  async open(name, moment) {
    if (this.name !== name) {
      this.name = name;
      this.stream = undefined;
      this.part('.name').textContent = name;
      this.part('.picture img').alt = `Picture of the stream ${name}`;
      this.element.hidden = false;
      this.element.classList.remove('stale');
      this.part('.captured').textContent = '';
      this.link.hidden = true;
      this.part('.name').focus();
      this.events.open(name);
      this.clip.open(name);
      this.share.open(name);
      this.timeline.open(name);
      this.timeline.preview.open(name, false);
      this.detectFeatures(name);
    }
    if (this.playback.mode === 'off' || this.playback.moment !== moment) {
      this.playback.open(name, moment);
    }
  }

  // An older viewer, as during an upgrade, has no positions of frames or no clips.
  async detectFeatures(name) {
    const head = (kind) => fetch(`${address.stream(name)}.${kind}`, { method: 'HEAD' }).catch(() => undefined);
    const [frame, clip] = await Promise.all([head('jpg'), head('mp4')]);
    if (this.name === name) {
      const frames = frame?.headers.has('X-Framelog-Position') ?? false;
      this.timeline.preview.open(name, frames);
      this.clip.offer(clip !== undefined && clip.status !== 404, frames);
    }
  }

  close() {
    this.name = undefined;
    this.element.hidden = true;
    this.playback.close();
    this.timeline.close();
    this.events.close();
  }

  // stream: its entry in the viewer's list; undefined if the list has none of this name.
  update(stream) {
    this.stream = stream;
    if (stream) {
      setText(this.part('.name'), stream.displayName ?? stream.name);
      this.part('.name').title = stream.name;
      clock.update(stream);
      this.playback.update(stream);
    }
    this.playbackChanged();
  }

  setHidden(hidden) {
    if (this.isOpen()) {
      this.events.setHidden(hidden);
      if (hidden) {
        this.playback.suspend();
      } else {
        this.playback.resume();
      }
    }
  }

  frameShown(frame) {
    const millis = frame.micros / 1000;
    const captured = this.part('.captured');
    captured.dateTime = iso(frame.micros);
    captured.textContent = exactTime(millis);
    this.timeline.setPlayhead(millis);
    this.clip.update(frame);
    this.link.hidden = false;
    this.link.href = address.of(this.name, frame.position);
    this.showState();
  }

  // Shows whether it is live, or how far behind.
  showState() {
    const { mode, frame } = this.playback;
    const behind = frame && Math.max(0, clock.now() - frame.micros / 1000) / 1000;
    const state = this.stream?.state ?? '';
    const badge = this.part('.badge');
    const delay = behind === undefined ? '' : `${duration(behind)} behind`;
    badge.className = `badge ${mode === 'live' ? state : 'past'}`;
    setText(badge, mode === 'live' ? state : [mode === 'paused' ? 'paused' : '', delay].filter(Boolean).join(', '));
    const stale = mode === 'live' && state !== 'live' && state !== '';
    this.element.classList.toggle('stale', stale);
    this.part('.notice').hidden = !stale;
    setText(this.part('.notice'), stale ? [state, this.stream.reason].filter(Boolean).join(': ') : '');
  }

  playbackChanged() {
    if (!this.isOpen() || this.playback.mode === 'off') {
      return;
    }
    const { mode, speed, message } = this.playback;
    const play = this.part('[data-do=play]');
    play.classList.toggle('playing', this.isPlaying());
    play.setAttribute('aria-label', this.isPlaying() ? 'Pause' : 'Play');
    play.title = this.isPlaying() ? 'Pause (space)' : 'Play (space)';
    this.part('[data-do=live]').setAttribute('aria-pressed', String(mode === 'live'));
    this.speed.value = String(speed);
    this.setMessage(message ? `${capital(message)}.` : '');
    this.showState();
    address.replace(this.name, this.playback.moment);
  }

  setMessage(text) {
    const message = this.part('.message');
    setText(message, text);
    message.hidden = text === '';
  }

  // Copies a link to the frame on the screen. Without HTTPS there is no clipboard, but the page's address is that link.
  async copy(event) {
    event.preventDefault();
    this.playback.pause();
    try {
      await navigator.clipboard.writeText(this.link.href);
      this.setMessage('The link to this frame has been copied.');
    } catch {
      this.setMessage('The link to this frame is now the address of this page.');
    }
    setTimeout(() => this.playbackChanged(), MESSAGE_MS);
  }

  // allowed: whether the viewer makes links for who watches.
  allowSharing(allowed) {
    this.share.allow(allowed);
  }

  key(event) {
    if (!this.isOpen() || event.ctrlKey || event.metaKey || event.altKey || event.target.closest('select, input')) {
      return;
    }
    const onControl = event.target.closest('button, a') !== null;
    const action = event.key === ' ' && onControl ? undefined : this.actionOf(event);
    if (action) {
      event.preventDefault();
      action();
    }
  }

  actionOf({ key, shiftKey }) {
    switch (key) {
      case ' ': return this.actions.play;
      case 'ArrowLeft': return shiftKey ? this.actions.back : this.actions.earlier;
      case 'ArrowRight': return shiftKey ? this.actions.forward : this.actions.later;
      case 'l': return this.actions.live;
      case 'i': return this.actions.start;
      case 'o': return this.actions.end;
      case 'Escape': return () => { location.hash = ''; };
      default: return undefined;
    }
  }
}
