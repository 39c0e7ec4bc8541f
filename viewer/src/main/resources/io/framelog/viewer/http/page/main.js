import * as address from './address.js';
import { Alerts } from './alerts.js';
import { Channel } from './channel.js';
import { Look } from './look.js';
import { Player } from './player.js';
import { Review } from './review.js';
import { showSkipped } from './skipped.js';
import { capital, sentence, setText } from './text.js';
import { Together } from './together.js';
import { isGuest, showUser } from './user.js';
import { Wall } from './wall.js';
import { WallMenu } from './wallmenu.js';

/** @import { List } from './channel.js' */

const DEFAULT_TOPIC = 'video-stream';
const JUDGE_MS = 250;
// If the channel is silent, the reason is looked for.
const LOOK_MS = 4000;
const OK = 200;
const UNAUTHORIZED = 401;

/** @param {string} id */
function element(id) {
  return /** @type {HTMLElement} */ (document.getElementById(id));
}

const banner = element('banner');
const empty = element('empty');
const summary = element('summary');

const socket = new URL('ws', document.baseURI);
socket.protocol = socket.protocol === 'https:' ? 'wss:' : 'ws:';
socket.hash = '';
const channel = new Channel(socket.href, {
  list: (list) => update(list),
  event: (event) => {
    review.came(event);
    player.came(event);
    alerts.came(event);
  },
  state: () => judge(),
});
const wall = new Wall(element('wall'), channel);
const player = new Player(element('player'), channel);
const together = new Together(element('together'), channel);
const review = new Review(element('review'));
const alerts = new Alerts(element('alerts'));
const menu = new WallMenu(element('wall-menu'), wall);
new Look(element('look'));

/** @type {List | undefined} */
let list;
let scrollPosition = 0;
// How often the viewer has answered although its channel is silent.
let answersWithoutChannel = 0;

/** @param {List} answer */
function update(answer) {
  list = answer;
  const { streams } = answer;
  const live = streams.filter((stream) => stream.state === 'live').length;
  setText(summary, streams.length === 0 ? '' : `${live} of ${streams.length} live`);
  showCommands(answer.kafka);
  showSkipped(element('skipped'), answer.skipped ?? []);
  showUser(element('user'), answer.user);
  player.allowSharing(answer.user !== undefined && !isGuest(answer.user));
  wall.update(streams);
  together.update(streams);
  review.update(streams);
  alerts.update(streams);
  menu.update();
  player.update(streams.find((stream) => stream.name === player.name));
  empty.hidden = !wall.isOpen() || streams.length > 0;
  judge();
}

/**
 * The commands that publish to the Kafka that this viewer reads from.
 *
 * @param {{ bootstrapServer: string, topic: string }} kafka
 */
function showCommands({ bootstrapServer, topic }) {
  const options = `--bootstrap-server ${quoted(bootstrapServer)}${topic === DEFAULT_TOPIC ? '' : ` --topic ${topic}`}`;
  setText(/** @type {Element} */ (empty.querySelector('.publish-camera')), `bin/publisher --camera 0 ${options}`);
  setText(/** @type {Element} */ (empty.querySelector('.publish-pattern')), `bin/publisher --test-pattern ${options}`);
}

/** For a shell. @param {string} text */
function quoted(text) {
  return /^[\w.:,-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

// Says everywhere whether pictures are live.
function judge() {
  const situation = { channel: channel.state, list };
  wall.judge(situation);
  player.judge(situation);
  together.judge(situation);
  const text =
    channel.state === 'silent'
      ? answersWithoutChannel > 1
        ? 'The viewer answers, but not on its channel: a proxy in between must pass WebSockets (the address ws) on.'
        : 'The viewer does not answer. Trying again…'
      : list && !list.ready
        ? sentence(capital(list.detail))
        : '';
  setText(banner, text);
  banner.hidden = text === '';
  summary.classList.toggle('stale', channel.state !== 'open');
}

// The channel is silent: because the viewer is, because a session has ended, or because a proxy does not pass
// WebSockets on.
async function lookForReason() {
  const status = channel.state === 'silent' ? (await fetch('streams').catch(() => undefined))?.status : undefined;
  if (status === UNAUTHORIZED) {
    location.reload(); // the viewer sends the login page
  }
  answersWithoutChannel = status === OK && channel.state === 'silent' ? answersWithoutChannel + 1 : 0;
}

function route() {
  const place = address.read();
  const [name] = place.streams;
  const { page } = place;
  document.body.dataset.page = page;
  document.body.classList.toggle('kiosk', page === 'wall' && (place.query.has('kiosk') || place.query.has('cycle')));
  if (page !== 'wall' && wall.isOpen()) {
    scrollPosition = window.scrollY;
  }
  const last = player.isOpen() ? player.name : undefined;
  for (const [other, closed] of /** @type {const} */ ([
    ['wall', wall],
    ['review', review],
    ['together', together],
    ['stream', player],
  ])) {
    if (other !== page && closed.isOpen()) {
      closed.close();
    }
  }
  if (page === 'stream' && name !== undefined) {
    player.open(name, place.moment);
    player.update(list?.streams.find((stream) => stream.name === name));
  } else if (page === 'together') {
    together.open(place.streams, place.moment);
  } else if (page === 'review') {
    review.open(place);
  } else {
    wall.open(place);
    if (last !== undefined) {
      window.scrollTo(0, scrollPosition);
      wall.focus(last);
    }
  }
  document.title = {
    wall: 'Framelog',
    review: 'Review – Framelog',
    together: 'Together – Framelog',
    stream: `${name} – Framelog`,
  }[page];
  for (const link of document.querySelectorAll('nav a')) {
    if (link.getAttribute('href') === { wall: '#/', review: '#/review', together: '', stream: '' }[page]) {
      link.setAttribute('aria-current', 'page');
    } else {
      link.removeAttribute('aria-current');
    }
  }
  empty.hidden = page !== 'wall' || !list || list.streams.length > 0;
  judge();
}

window.addEventListener('hashchange', route);
document.addEventListener('visibilitychange', () => {
  player.setHidden(document.hidden);
  judge();
});
setInterval(judge, JUDGE_MS);
setInterval(lookForReason, LOOK_MS);
route();
