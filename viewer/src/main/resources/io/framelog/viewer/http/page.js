'use strict';

// A browser opens six connections to a host at most, and a live picture holds one: beyond this many, pictures are fetched
// one by one, so that the list and the snapshots always get through.
const MAX_LIVE = 4;
const POLL_MS = 2000;
// A live picture that is so much older than the viewer's newest frame has lost its connection without being told.
const DEAF_MS = 5000;
const BLANK = 'data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7';

const grid = document.getElementById('streams');
const template = document.getElementById('card');
const banner = document.getElementById('banner');
const empty = document.getElementById('empty');
const summary = document.getElementById('summary');
const cards = new Map();
let big = location.hash.slice(1);

const visibility = new IntersectionObserver((entries) => {
  for (const entry of entries) {
    entry.target.card.visible = entry.isIntersecting;
  }
  play();
});

// Takes a live stream apart: each part has its length in its header.
class Parts {
  constructor() {
    this.bytes = new Uint8Array(1 << 16);
    this.used = 0;
  }

  add(chunk) {
    if (this.used + chunk.length > this.bytes.length) {
      const larger = new Uint8Array(2 * (this.used + chunk.length));
      larger.set(this.bytes.subarray(0, this.used));
      this.bytes = larger;
    }
    this.bytes.set(chunk, this.used);
    this.used += chunk.length;
  }

  // The newest picture that is there as a whole; those before it are left out.
  newest() {
    let picture;
    let start = 0;
    for (let part = this.part(start); part; part = this.part(start)) {
      picture = part;
      start = part.end;
    }
    const blob = picture && new Blob([this.bytes.slice(picture.begin, picture.end)], { type: picture.type });
    this.bytes.copyWithin(0, start, this.used);
    this.used -= start;
    return blob;
  }

  part(start) {
    const begin = this.endOfHeader(start);
    if (begin < 0) {
      return undefined;
    }
    const header = new TextDecoder().decode(this.bytes.subarray(start, begin));
    const length = /^content-length: *(\d+)/im.exec(header);
    const type = /^content-type: *(\S+)/im.exec(header);
    if (!length || !type) {
      throw new Error('not a part of a live stream');
    }
    const end = begin + Number(length[1]);
    return end <= this.used ? { begin, end, type: type[1] } : undefined;
  }

  // Behind the empty line; -1 where it is not there yet.
  endOfHeader(start) {
    const { bytes, used } = this;
    for (let i = start; i + 4 <= used; i++) {
      if (bytes[i] === 13 && bytes[i + 1] === 10 && bytes[i + 2] === 13 && bytes[i + 3] === 10) {
        return i + 4;
      }
    }
    return -1;
  }
}

// A live picture's connection. An <img> could show the stream by itself, but says nothing when its connection ends, and its
// last picture would pass for live.
class Live {
  constructor(url, onPicture, onEnd) {
    this.stopped = new AbortController();
    this.heard = performance.now();
    this.read(url, onPicture).then(
      () => this.stopped.signal.aborted || onEnd(true),
      () => this.stopped.signal.aborted || onEnd(this.begun),
    );
  }

  async read(url, onPicture) {
    const answer = await fetch(url, {
      cache: 'no-store',
      headers: { Accept: 'application/octet-stream' },
      signal: this.stopped.signal,
    });
    if (!answer.ok) {
      throw new Error(`status ${answer.status}`);
    }
    this.begun = true;
    const parts = new Parts();
    const reader = answer.body.getReader();
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      this.heard = performance.now();
      parts.add(next.value);
      const picture = parts.newest();
      if (picture) {
        onPicture(picture);
      }
    }
  }

  stop() {
    this.stopped.abort();
  }
}

class Card {
  constructor(name) {
    this.name = name;
    this.visible = false;
    this.mode = 'off';
    this.loading = false;
    this.element = template.content.firstElementChild.cloneNode(true);
    this.element.card = this;
    this.image = this.part('picture img');
    this.part('name').textContent = name;
    this.image.alt = `Picture of the stream ${name}`;
    this.part('picture').addEventListener('click', () => enlarge(this));
    this.image.addEventListener('load', () => this.arrived(true));
    this.image.addEventListener('error', () => this.arrived(false));
    this.blank();
    visibility.observe(this.element);
  }

  part(name) {
    return this.element.querySelector(`.${name}`);
  }

  show(stream) {
    this.stream = stream;
    const stale = stream.state !== 'live';
    this.element.classList.toggle('stale', stale);
    const badge = this.part('badge');
    setText(badge, stream.state);
    badge.className = `badge ${stream.state}`;
    setText(this.part('reason'), stream.reason);
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

  // A moving picture, a picture now and then, or none. What is lost has no moving picture; its last one is shown, dimmed.
  setMode(mode) {
    if (mode !== 'live' || this.isDeaf()) {
      this.endLive();
    }
    if (mode === 'live' && !this.live) {
      this.loading = false;
      this.live = new Live(
        this.stream.links.live,
        (picture) => this.paint(picture),
        (begun) => this.liveEnded(begun),
      );
    } else if (mode === 'still' && (this.mode !== 'still' || this.stream.timestamp !== this.shown)) {
      this.fetchStill();
    } else if (mode === 'off' && this.mode !== 'off') {
      // Ends the connection of a live picture, which hiding alone would not.
      this.blank();
    }
    this.mode = mode;
  }

  // Whether the viewer has newer pictures than those that come.
  isDeaf() {
    return this.live && this.stream.age !== undefined
      && performance.now() - this.live.heard - 1000 * this.stream.age > DEAF_MS;
  }

  endLive() {
    this.live?.stop();
    this.live = undefined;
    this.next = undefined;
  }

  // The other side ended it: the next list says what to show, and what is live begins anew.
  liveEnded(begun) {
    this.endLive();
    this.mode = 'off';
    if (!begun) {
      this.blank();
    }
  }

  // One picture at a time; where they come faster than they can be shown, the newest is next. The <img> decodes as it paints:
  // decoded beside that, most pictures would be replaced before they are painted.
  paint(picture) {
    if (this.loading) {
      this.next = picture;
      return;
    }
    this.loading = true;
    this.next = undefined;
    this.object = URL.createObjectURL(picture);
    this.image.src = this.object;
  }

  forgetObject() {
    if (this.object) {
      URL.revokeObjectURL(this.object);
      this.object = undefined;
    }
  }

  fetchStill() {
    if (this.loading && this.mode === 'still') {
      return;
    }
    this.loading = true;
    this.shown = this.stream.timestamp;
    this.image.src = `${this.stream.links.snapshot}?t=${encodeURIComponent(this.shown ?? '')}`;
  }

  arrived(good) {
    this.loading = false;
    this.forgetObject();
    if (this.live) {
      this.image.classList.toggle('blank', !good);
      if (this.next) {
        this.paint(this.next);
      }
    } else if (!good) {
      // Another try with the next list.
      this.shown = undefined;
      if (this.mode !== 'off') {
        this.blank();
        this.mode = 'off';
      }
    } else if (this.mode !== 'off') {
      this.image.classList.remove('blank');
    }
  }

  blank() {
    this.loading = false;
    this.forgetObject();
    this.image.src = BLANK;
    this.image.classList.add('blank');
  }

  remove() {
    visibility.unobserve(this.element);
    this.endLive();
    this.blank();
    this.element.remove();
  }
}

function setText(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

function duration(seconds) {
  if (seconds < 10) {
    return `${seconds.toFixed(1)} s`;
  }
  if (seconds < 120) {
    return `${Math.round(seconds)} s`;
  }
  if (seconds < 7200) {
    return `${Math.round(seconds / 60)} min`;
  }
  return seconds < 172800 ? `${Math.round(seconds / 3600)} h` : `${Math.round(seconds / 86400)} days`;
}

function enlarge(card) {
  big = big === card.name ? '' : card.name;
  history.replaceState(null, '', big ? `#${big}` : location.pathname);
  for (const other of cards.values()) {
    markBig(other);
  }
  card.element.scrollIntoView({ block: 'nearest' });
  play();
}

function markBig(card) {
  card.element.classList.toggle('big', card.name === big);
  card.part('picture').setAttribute('aria-pressed', String(card.name === big));
}

// Gives the few live connections to the enlarged stream and the first ones in view.
function play() {
  let free = MAX_LIVE;
  const inOrder = [...cards.values()].sort((a, b) => (b.name === big) - (a.name === big));
  const modes = inOrder.map((card) => {
    if (document.hidden || !card.visible || !card.stream) {
      return 'off';
    }
    if (card.stream.state === 'live' && free > 0) {
      free -= 1;
      return 'live';
    }
    return 'still';
  });
  // Connections are given back before others are taken.
  inOrder.forEach((card, i) => modes[i] !== 'live' && card.setMode(modes[i]));
  inOrder.forEach((card, i) => modes[i] === 'live' && card.setMode('live'));
}

function update(list) {
  const names = new Set(list.streams.map((stream) => stream.name));
  for (const [name, card] of cards) {
    if (!names.has(name)) {
      card.remove();
      cards.delete(name);
    }
  }
  list.streams.forEach((stream, at) => {
    let card = cards.get(stream.name);
    if (!card) {
      card = new Card(stream.name);
      cards.set(stream.name, card);
      markBig(card);
    }
    card.show(stream);
    if (grid.children[at] !== card.element) {
      grid.insertBefore(card.element, grid.children[at] ?? null);
    }
  });
  const live = list.streams.filter((stream) => stream.state === 'live').length;
  setText(summary, list.streams.length === 0 ? '' : `${live} of ${list.streams.length} live`);
  say(list.ready ? '' : `${capital(list.detail)}.`);
  empty.hidden = list.streams.length > 0;
  play();
}

function capital(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function say(text) {
  setText(banner, text);
  banner.hidden = text === '';
}

// No answer: what is shown is no longer known to be live.
function unreachable() {
  say('The viewer does not answer. Trying again…');
  for (const card of cards.values()) {
    card.show({ ...card.stream, state: 'lost', reason: 'the viewer does not answer' });
    card.setMode('off');
  }
}

let nextPoll;

async function poll() {
  if (!document.hidden) {
    try {
      const answer = await fetch('/streams', { signal: AbortSignal.timeout(5000) });
      update(await answer.json());
    } catch {
      unreachable();
    }
  }
  clearTimeout(nextPoll);
  nextPoll = setTimeout(poll, POLL_MS);
}

document.addEventListener('visibilitychange', () => {
  play();
  if (!document.hidden) {
    poll();
  }
});
poll();
