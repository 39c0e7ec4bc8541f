import * as clock from './clock.js';
import { decode } from './frame.js';
import { Reports } from './reports.js';
import { Watch } from './watch.js';

/** @import { Handler, Wanted } from './watch.js' */

// The viewer says something at least once a second. What is silent for this long does not answer.
const SILENT_MS = 1800;
// A connection that is silent for this long is made anew.
const DEAD_MS = 10_000;
const CHECK_MS = 100;
const RETRY_MS = [500, 1000, 2000, 5000];

/**
 * What the viewer says of one stream: see docs/http.md.
 *
 * @typedef {object} Stream
 * @property {string} name
 * @property {string} [displayName]
 * @property {'live' | 'lost' | 'ended'} state
 * @property {string} reason
 * @property {number} [width]
 * @property {number} [height]
 * @property {number} [fps]
 * @property {number} [age] in seconds
 * @property {string} [timestamp]
 * @property {number} [clockSkew] in seconds
 * @property {string} [clock]
 * @property {boolean} [motion]
 * @property {number} viewers
 * @property {string} source
 */

/**
 * @typedef {object} List
 * @property {boolean} ready
 * @property {string} detail
 * @property {Stream[]} streams
 * @property {string} [user]
 * @property {{ bootstrapServer: string, topic: string }} kafka
 * @property {{ partition: number, records: number, reason: string, newest: string }[]} [skipped]
 */

/** @typedef {{ id: string, event: any }} LoggedEvent */

/**
 * The one connection of a window to the viewer: pictures, the list of streams, and events. It connects again by itself,
 * and then asks for what it had.
 *
 * Its state is 'connecting', 'open', or 'silent' (the viewer does not answer).
 */
export class Channel {
  /**
   * @param {string} url
   * @param {{ list: (list: List) => void, event: (event: LoggedEvent) => void, state: () => void }} on
   */
  constructor(url, on) {
    this.url = url;
    this.on = on;
    /** @type {Map<number, Watch>} */
    this.watches = new Map();
    /** @type {'connecting' | 'open' | 'silent'} */
    this.state = 'connecting';
    this.nextId = 1;
    this.attempts = 0;
    this.opened = false;
    this.heardAt = performance.now();
    // The viewer sends little that was not reported, so a slow window never gets old frames.
    this.reports = new Reports((shown) => this.send({ shown }));
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.sending = undefined;
    /** @type {string | undefined} what the viewer was asked for */
    this.sent = undefined;
    /** @type {string | undefined} */
    this.lastEvent = undefined;
    setInterval(() => this.check(), CHECK_MS);
    document.addEventListener('visibilitychange', () => this.check());
    // A browser may keep a page that was left, for its back button, and its connection with it.
    window.addEventListener('pagehide', () => this.leave());
    window.addEventListener('pageshow', ({ persisted }) => persisted && this.connect());
    this.connect();
  }

  connect() {
    clearTimeout(this.retry);
    const socket = new WebSocket(this.url, 'framelog.v1');
    this.socket = socket;
    socket.binaryType = 'arraybuffer';
    socket.onopen = () => this.begin();
    socket.onmessage = ({ data }) => this.socket === socket && this.received(data);
    socket.onclose = () => this.socket === socket && this.lost();
  }

  begin() {
    this.opened = true;
    this.heard();
    this.send({ list: true });
    this.send({ events: this.lastEvent === undefined ? true : { after: this.lastEvent } });
    for (const watch of this.watches.values()) {
      watch.restart();
    }
    this.sent = undefined;
    this.sendWatches();
  }

  leave() {
    const { socket } = this;
    this.forget();
    clearTimeout(this.retry);
    socket?.close();
  }

  forget() {
    this.socket = undefined;
    this.sent = undefined;
    this.reports.clear();
  }

  lost() {
    this.forget();
    const wait = RETRY_MS[Math.min(this.attempts, RETRY_MS.length - 1)];
    this.attempts += 1;
    this.retry = setTimeout(() => this.connect(), wait);
    this.check();
  }

  // Timers of a hidden page or of a computer that slept come late, so time is compared and not counted.
  check() {
    const silence = performance.now() - this.heardAt;
    if (silence > SILENT_MS && this.state !== 'silent') {
      this.setState('silent');
    }
    if (silence > DEAD_MS && this.socket) {
      const { socket } = this;
      this.heardAt = performance.now() - SILENT_MS;
      this.lost();
      socket.close();
    }
  }

  heard() {
    this.heardAt = performance.now();
    this.attempts = 0;
    if (this.state !== 'open') {
      this.setState('open');
    }
  }

  /** @param {'open' | 'silent'} state */
  setState(state) {
    this.state = state;
    this.on.state();
  }

  /** @param {string | ArrayBuffer} data */
  received(data) {
    this.heard();
    if (typeof data !== 'string') {
      this.frameReceived(data);
      return;
    }
    const message = JSON.parse(data);
    if (message.now !== undefined) {
      clock.heard(message.now);
    }
    if (message.list) {
      this.on.list(message.list);
    } else if (message.event) {
      this.lastEvent = message.id;
      this.on.event(message);
    } else if (message.note !== undefined) {
      const watch = this.watches.get(message.id);
      if (watch) {
        watch.note = message.note;
      }
    } else if (message.end) {
      this.end(message.end.id, (watch) => watch.handler.end?.(message.end.reason));
    } else if (message.problem) {
      this.end(message.id, (watch) => watch.handler.problem?.(message.problem));
    } else if (message.id !== undefined) {
      this.lastEvent = message.id; // where to go on, although there was no event yet
    }
  }

  /**
   * @param {number} id
   * @param {(watch: Watch) => void} tell
   */
  end(id, tell) {
    const watch = this.watches.get(id);
    if (watch) {
      watch.over = true;
      tell(watch);
    }
  }

  /** @param {ArrayBuffer} data */
  frameReceived(data) {
    const decoded = decode(data);
    const watch = decoded && this.watches.get(decoded.id);
    if (!decoded || !watch) {
      return; // it was under way when the watch ended
    }
    watch.frames += 1;
    this.reports.add(watch);
    const { frame } = decoded;
    if (watch.wanted.from !== undefined) {
      watch.position = frame.position;
    }
    frame.note = watch.note;
    watch.note = undefined;
    watch.handler.frame(frame);
  }

  /**
   * @param {Wanted} wanted
   * @param {Handler} handler
   */
  watch(wanted, handler) {
    const watch = new Watch(this, this.newId(), wanted, handler);
    this.watches.set(watch.id, watch);
    this.changed();
    return watch;
  }

  // Frames of what it showed before may still be under way, so it gets another number.
  /** @param {Watch} watch */
  renew(watch) {
    this.reports.remove(watch);
    this.watches.delete(watch.id);
    watch.id = this.newId();
    this.watches.set(watch.id, watch);
    this.changed();
  }

  newId() {
    do {
      this.nextId = (this.nextId % 65_535) + 1;
    } while (this.watches.has(this.nextId));
    return this.nextId;
  }

  /** @param {Watch} watch */
  remove(watch) {
    this.reports.remove(watch);
    if (this.watches.delete(watch.id)) {
      this.changed();
    }
  }

  // Changes of one moment are sent together.
  changed() {
    this.sending ??= setTimeout(() => {
      this.sending = undefined;
      this.sendWatches();
    });
  }

  sendWatches() {
    const entries = [...this.watches.values()].filter((watch) => !watch.over).map((watch) => watch.entry);
    const text = JSON.stringify(entries);
    if (text !== this.sent) {
      this.sent = text;
      this.send({ watch: entries });
    }
  }

  /** @param {object} message */
  send(message) {
    if (this.socket?.readyState === WebSocket.OPEN) {
      this.socket.send(JSON.stringify(message));
    }
  }
}
