import { setText, time } from './text.js';

// What Framelog itself tells; a browser hears only the kinds it asks for.
const KINDS = ['started', 'lost', 'recovered', 'ended'];
const SINCE = '-1d';
const MOST = 50;

// What happened to a stream, the newest first.
export class Events {
  // onSeek is told the time of one that was chosen, onTimes those of all; in milliseconds.
  constructor(element, onSeek, onTimes) {
    this.element = element;
    this.list = element.querySelector('ol');
    this.onSeek = onSeek;
    this.onTimes = onTimes;
  }

  open(name) {
    this.close();
    this.address = `/streams/${name}/events`;
    this.known = [];
    this.list.replaceChildren();
    this.listen(`since=${SINCE}`);
  }

  listen(query) {
    this.source = new EventSource(`${this.address}?${query}`);
    for (const kind of KINDS) {
      this.source.addEventListener(kind, (event) => this.add(kind, event));
    }
  }

  // Nobody looks, or somebody does again: a connection is one of the few that a browser has.
  setHidden(hidden) {
    if (hidden) {
      this.source?.close();
    } else if (this.source?.readyState === EventSource.CLOSED) {
      this.listen(this.last === undefined ? `since=${SINCE}` : `lastEventId=${encodeURIComponent(this.last)}`);
    }
  }

  close() {
    this.source?.close();
    this.source = undefined;
    this.last = undefined;
    this.element.hidden = true;
  }

  add(kind, event) {
    this.last = event.lastEventId;
    const { time: moment, data } = JSON.parse(event.data);
    const millis = Date.parse(moment);
    if (Number.isNaN(millis)) {
      return;
    }
    this.known = [...this.known, millis].slice(-MOST);
    const item = document.createElement('li');
    const button = document.createElement('button');
    button.type = 'button';
    const when = document.createElement('time');
    when.dateTime = moment;
    setText(when, time(millis, true));
    const reason = data?.reason ? `: ${data.reason}` : '';
    button.append(when, ` ${kind}${reason}`);
    button.addEventListener('click', () => this.onSeek(millis));
    item.append(button);
    this.list.prepend(item);
    while (this.list.children.length > MOST) {
      this.list.lastElementChild.remove();
    }
    this.element.hidden = false;
    this.onTimes(this.known);
  }
}
