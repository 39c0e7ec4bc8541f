import { List } from './list.js';
import { capital, setText } from './text.js';

const POLL_MS = 2000;

const banner = document.getElementById('banner');
const empty = document.getElementById('empty');
const summary = document.getElementById('summary');
const grid = document.getElementById('streams');
const list = new List(grid);

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
  const { streams } = answer;
  const live = streams.filter((stream) => stream.state === 'live').length;
  setText(summary, streams.length === 0 ? '' : `${live} of ${streams.length} live`);
  say(answer.ready ? '' : `${capital(answer.detail)}.`);
  empty.hidden = streams.length > 0;
  list.show(streams);
}

function unreachable() {
  say('The viewer does not answer. Trying again…');
  list.lose('the viewer does not answer');
}

function say(text) {
  setText(banner, text);
  banner.hidden = text === '';
}

document.addEventListener('visibilitychange', () => {
  list.play();
  if (!document.hidden) {
    poll();
  }
});
poll();
