import * as address from './address.js';
import { duration, setText, time } from './text.js';

// The events that Framelog itself publishes. An EventSource delivers only the types it has a listener for.
const TYPES = ['started', 'lost', 'recovered', 'ended', 'motion', 'face', 'scene'];
const SINCE = '-1d';
const MAX_EVENTS = 50;

// The events of a stream, newest first.
export class Events {
  // onSeek receives the time of an event that was clicked, onTimes those of all events; in milliseconds.
  constructor(element, onSeek, onTimes) {
    this.element = element;
    this.list = element.querySelector('ol');
    this.onSeek = onSeek;
    this.onTimes = onTimes;
  }

  open(name) {
    this.close();
    this.address = `${address.stream(name)}/events`;
    this.times = [];
    this.list.replaceChildren();
    this.listen(`since=${SINCE}`);
  }

  listen(query) {
    this.source = new EventSource(`${this.address}?${query}`);
    for (const type of TYPES) {
      this.source.addEventListener(type, (event) => this.add(type, event));
    }
  }

  // A hidden page closes its connection, because a browser opens only a few to a host.
  setHidden(hidden) {
    if (hidden) {
      this.source?.close();
    } else if (this.source?.readyState === EventSource.CLOSED) {
      this.listen(this.lastId === undefined ? `since=${SINCE}` : `lastEventId=${encodeURIComponent(this.lastId)}`);
    }
  }

  close() {
    this.source?.close();
    this.source = undefined;
    this.lastId = undefined;
    this.element.hidden = true;
  }

  add(type, event) {
    this.lastId = event.lastEventId;
    const { time: written, data = {} } = JSON.parse(event.data);
    const moment = data.event ? data.from ?? written : written;
    const millis = Date.parse(moment);
    if (Number.isNaN(millis)) {
      return;
    }
    if (data.event) {
      this.withdraw(`${type} ${data.event}`); // its end says more than its beginning
    } else {
      this.times = [...this.times, millis].slice(-MAX_EVENTS);
    }
    this.list.prepend(this.item(type, moment, millis, data));
    while (this.list.children.length > MAX_EVENTS) {
      this.list.lastElementChild.remove();
    }
    this.element.hidden = false;
    this.onTimes(this.times);
  }

  withdraw(key) {
    for (const item of this.list.children) {
      if (item.dataset.event === key) {
        item.remove();
        return;
      }
    }
  }

  item(type, moment, millis, data) {
    const item = document.createElement('li');
    const button = document.createElement('button');
    button.type = 'button';
    const when = document.createElement('time');
    when.dateTime = moment;
    setText(when, time(millis, true));
    button.append(when, ` ${words(type, data)}`);
    if (data.event) {
      item.dataset.event = `${type} ${data.event}`;
      if (String(data.picture).startsWith('data:image/jpeg;base64,')) {
        const picture = document.createElement('img');
        picture.src = data.picture;
        picture.alt = '';
        button.prepend(picture);
      }
    }
    button.addEventListener('click', () => this.onSeek(millis));
    item.append(button);
    return item;
  }
}

// Such as "motion at door, 12 s", or "lost: the cable".
function words(type, data) {
  const zones = Array.isArray(data.zones) && data.zones.length > 0 ? ` at ${data.zones.join(', ')}` : '';
  const seconds = (Date.parse(data.until) - Date.parse(data.from)) / 1000;
  const length = data.phase === 'ended' && seconds >= 0 ? `, ${duration(seconds)}` : '';
  const reason = data.reason ? `: ${data.reason}` : '';
  return `${type}${zones}${length}${reason}`;
}
