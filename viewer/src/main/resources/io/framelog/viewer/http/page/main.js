import * as address from './address.js';
import { List } from './list.js';
import { Player } from './player.js';
import { capital, setText } from './text.js';

const POLL_MS = 2000;

const banner = document.getElementById('banner');
const empty = document.getElementById('empty');
const summary = document.getElementById('summary');
const grid = document.getElementById('streams');
const list = new List(grid);
const player = new Player(document.getElementById('player'));

let streams = [];
let scrolled = 0;
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

function update(answer) {
  streams = answer.streams;
  const live = streams.filter((stream) => stream.state === 'live').length;
  setText(summary, streams.length === 0 ? '' : `${live} of ${streams.length} live`);
  say(answer.ready ? '' : `${capital(answer.detail)}.`);
  show();
}

function unreachable() {
  say('The viewer does not answer. Trying again…');
  list.lose('the viewer does not answer');
}

function say(text) {
  setText(banner, text);
  banner.hidden = text === '';
}

// What the address asks for: all streams, or one. What is hidden is not in view, so its cards play nothing.
function go() {
  const { name, moment } = address.read();
  if (name !== undefined) {
    scrolled = player.isOpen() ? scrolled : window.scrollY;
    player.open(name, moment);
  }
  grid.hidden = name !== undefined;
  document.title = name === undefined ? 'Framelog' : `${name} – Framelog`;
  if (name === undefined && player.isOpen()) {
    const { name: last } = player;
    player.close();
    window.scrollTo(0, scrolled);
    list.focus(last);
  }
  show();
}

function show() {
  list.show(streams);
  empty.hidden = player.isOpen() || streams.length > 0;
  if (player.isOpen()) {
    player.hear(streams.find((stream) => stream.name === player.name));
  }
}

window.addEventListener('hashchange', go);
document.addEventListener('visibilitychange', () => {
  list.play();
  player.setHidden(document.hidden);
  if (!document.hidden) {
    poll();
  }
});
go();
poll();
