'use strict';

// A browser opens six connections to a host at most, and a live picture holds one: beyond this many, pictures are fetched
// one by one, so that the list and the snapshots always get through.
const MAX_LIVE = 4;
const POLL_MS = 2000;
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
    if (mode === 'live' && this.mode !== 'live') {
      this.loading = false;
      this.image.src = this.stream.links.live;
      this.image.classList.remove('blank');
    } else if (mode === 'still' && (this.mode !== 'still' || this.stream.timestamp !== this.shown)) {
      this.fetchStill();
    } else if (mode === 'off' && this.mode !== 'off') {
      // Ends the connection of a live picture, which hiding alone would not.
      this.blank();
    }
    this.mode = mode;
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
    if (!good) {
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
    this.image.src = BLANK;
    this.image.classList.add('blank');
  }

  remove() {
    visibility.unobserve(this.element);
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

async function poll() {
  if (!document.hidden) {
    try {
      const answer = await fetch('/streams', { signal: AbortSignal.timeout(5000) });
      update(await answer.json());
    } catch {
      unreachable();
    }
  }
  setTimeout(poll, POLL_MS);
}

document.addEventListener('visibilitychange', play);
poll();
