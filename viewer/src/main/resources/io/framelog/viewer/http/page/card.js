import * as address from './address.js';
import { Connection } from './connection.js';
import { Screen } from './screen.js';
import { duration, setText } from './text.js';

const template = document.getElementById('card');

// One stream in the list.
export class Card {
  constructor(name) {
    this.name = name;
    this.visible = false;
    this.mode = 'off';
    this.element = template.content.firstElementChild.cloneNode(true);
    this.element.card = this;
    const image = this.part('picture img');
    image.alt = `Picture of the stream ${name}`;
    this.part('name').textContent = name;
    this.part('name').href = address.of(name);
    this.part('picture').href = address.of(name);
    this.part('picture').setAttribute('aria-label', `Watch ${name}`);
    this.screen = new Screen(image, () => {}, () => this.pictureFailed());
  }

  part(name) {
    return this.element.querySelector(`.${name}`);
  }

  update(stream) {
    this.stream = stream;
    const name = stream.displayName ?? stream.name;
    setText(this.part('name'), name);
    this.part('name').title = stream.name;
    this.part('picture').setAttribute('aria-label', `Watch ${name}`);
    const stale = stream.state !== 'live';
    this.element.classList.toggle('stale', stale);
    const badge = this.part('badge');
    setText(badge, stream.state);
    badge.className = `badge ${stream.state}`;
    setText(this.part('reason'), [stream.reason, stream.clock].filter(Boolean).join('; '));
    this.part('size').textContent = stream.width ? `${stream.width}×${stream.height}` : '–';
    this.part('rate').textContent = stream.fps === undefined ? '–' : `${stream.fps.toFixed(1)} fps`;
    this.part('age').textContent = stream.age === undefined ? '–' : duration(stream.age);
    this.part('viewers').textContent = stream.viewers;
    setText(this.part('source'), stream.source);
    this.part('to-live').href = stream.links.live;
    this.part('to-snapshot').href = stream.links.snapshot;
    const notice = this.part('notice');
    notice.hidden = !stale;
    const age = stream.age === undefined ? '' : `, the picture is ${duration(stream.age)} old`;
    setText(notice, stale ? `${stream.state}${age}` : '');
  }

  // mode: 'live' (a moving picture), 'still' (the newest picture, fetched again when there is a newer one) or 'off'.
  setMode(mode) {
    if (mode !== 'live' || this.live?.isStalled(this.stream.age)) {
      this.endLive();
    }
    if (mode === 'live' && !this.live) {
      this.live = new Connection(
        this.stream.links.live,
        (frame) => this.screen.paint(frame),
        (started) => this.liveEnded(started),
      );
    } else if (mode === 'still' && (this.mode !== 'still' || this.stream.timestamp !== this.fetched)) {
      this.fetchStill();
    } else if (mode === 'off' && this.mode !== 'off') {
      this.screen.blank();
    }
    this.mode = mode;
  }

  endLive() {
    this.live?.stop();
    this.live = undefined;
    this.screen.dropPending();
  }

  // The connection ended. The next update connects again if the stream is still live.
  liveEnded(started) {
    this.endLive();
    this.mode = 'off';
    if (!started) {
      this.screen.blank();
    }
  }

  fetchStill() {
    if (this.screen.loading && this.mode === 'still') {
      return;
    }
    this.fetched = this.stream.timestamp;
    this.screen.load(`${this.stream.links.snapshot}?t=${encodeURIComponent(this.fetched ?? '')}`);
  }

  // The next update tries again; a live stream goes on with its next frame.
  pictureFailed() {
    if (!this.live) {
      this.fetched = undefined;
      this.mode = 'off';
      this.screen.blank();
    }
  }

  remove() {
    this.endLive();
    this.screen.blank();
    this.element.remove();
  }
}
