import * as address from './address.js';
import { List } from './list.js';
import { Player } from './player.js';
import { showSkipped } from './skipped.js';
import { capital, setText } from './text.js';
import { isGuest, showUser } from './user.js';

const POLL_MS = 2000;
const TIMEOUT_MS = 5000;
const UNAUTHORIZED = 401;
const DEFAULT_TOPIC = 'video-stream';

const banner = document.getElementById('banner');
const empty = document.getElementById('empty');
const summary = document.getElementById('summary');
const grid = document.getElementById('streams');
const list = new List(grid);
const player = new Player(document.getElementById('player'));

let streams; // undefined until the viewer has answered
let scrollPosition = 0;
let nextPoll;

async function poll() {
  if (!document.hidden) {
    try {
      update(await fetchStreams());
    } catch {
      viewerUnreachable();
    }
  }
  clearTimeout(nextPoll);
  nextPoll = setTimeout(poll, POLL_MS);
}

async function fetchStreams() {
  const timeout = new AbortController();
  const timer = setTimeout(() => timeout.abort(), TIMEOUT_MS);
  try {
    const response = await fetch('streams', { signal: timeout.signal });
    if (response.status === UNAUTHORIZED) {
      location.reload(); // the viewer sends the login page
    }
    return await response.json();
  } finally {
    clearTimeout(timer);
  }
}

function update(response) {
  streams = response.streams;
  const live = streams.filter((stream) => stream.state === 'live').length;
  setText(summary, streams.length === 0 ? '' : `${live} of ${streams.length} live`);
  showCommands(response.kafka);
  showSkipped(response.skipped ?? []);
  showUser(response.user);
  player.allowSharing(response.user !== undefined && !isGuest(response.user));
  setBanner(response.ready ? '' : `${capital(response.detail)}.`);
  show();
}

// The commands that publish to the Kafka that this viewer reads from.
function showCommands({ bootstrapServer, topic }) {
  const options = `--bootstrap-server ${quoted(bootstrapServer)}${topic === DEFAULT_TOPIC ? '' : ` --topic ${topic}`}`;
  setText(empty.querySelector('.publish-camera'), `bin/publisher --camera 0 ${options}`);
  setText(empty.querySelector('.publish-pattern'), `bin/publisher --test-pattern ${options}`);
}

// For a shell.
function quoted(text) {
  return /^[\w.:,-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

function viewerUnreachable() {
  setBanner('The viewer does not answer. Trying again…');
  list.markLost('the viewer does not answer');
}

function setBanner(text) {
  setText(banner, text);
  banner.hidden = text === '';
}

// Shows what the address names: all streams, or one. The cards of a hidden list are not visible, so they play nothing.
function route() {
  const { name, moment } = address.read();
  if (name !== undefined) {
    scrollPosition = player.isOpen() ? scrollPosition : window.scrollY;
    player.open(name, moment);
  }
  grid.hidden = name !== undefined;
  document.title = name === undefined ? 'Framelog' : `${name} – Framelog`;
  if (name === undefined && player.isOpen()) {
    const { name: last } = player;
    player.close();
    window.scrollTo(0, scrollPosition);
    list.focus(last);
  }
  show();
}

function show() {
  if (streams === undefined) {
    return;
  }
  list.update(streams);
  empty.hidden = player.isOpen() || streams.length > 0;
  if (player.isOpen()) {
    player.update(streams.find((stream) => stream.name === player.name));
  }
}

window.addEventListener('hashchange', route);
document.addEventListener('visibilitychange', () => {
  list.assignModes();
  player.setHidden(document.hidden);
  if (!document.hidden) {
    poll();
  }
});
route();
poll();
