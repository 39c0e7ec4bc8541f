import * as address from './address.js';
import { now } from './clock.js';
import { Connection, FrameRequest, ProblemError } from './connection.js';
import { Screen } from './screen.js';

const RETRY_MS = 2000;
// Seeking to less than this before the present shows the stream live.
const LIVE_MS = 1500;
const POSITION = /^\d+@\d+$/;

// Plays one stream. Its mode is 'live', 'past' (plays the log at a speed), 'paused' (shows one frame, without a
// connection) or 'off'.
export class Playback {
  // onFrame receives the frame on the screen. onChange is called when the mode, the speed or the message has changed.
  constructor(image, onFrame, onChange) {
    this.onFrame = onFrame;
    this.onChange = onChange;
    this.mode = 'off';
    this.screen = new Screen(image, (frame) => this.frameShown(frame), () => {});
  }

  open(name, moment) {
    this.close();
    this.name = name;
    this.speed = 1;
    this.newest = Infinity;
    if (moment === undefined) {
      this.live();
    } else if (POSITION.test(moment)) {
      this.showFrame(moment);
    } else {
      this.watch('past', moment);
    }
  }

  close() {
    this.stop();
    this.mode = 'off';
    this.frame = undefined;
    this.startMoment = undefined;
    this.message = undefined;
    this.screen.blank();
  }

  live() {
    this.speed = 1;
    this.watch('live');
  }

  play() {
    const moment = this.frame ? iso(this.frame.micros) : this.startMoment;
    if (moment) {
      this.watch('past', moment);
    } else {
      this.live();
    }
  }

  // The picture stays on the screen, and the connection is closed.
  pause() {
    this.stop();
    this.mode = 'paused';
    this.onChange();
  }

  setSpeed(speed) {
    this.speed = speed;
    if (this.mode === 'past' || (this.mode === 'live' && speed !== 1)) {
      this.play();
    } else {
      this.onChange();
    }
  }

  // Goes to a time, in milliseconds, and keeps playing or stays paused.
  seek(millis) {
    const isPresent = millis > now() - LIVE_MS;
    if (this.mode === 'paused') {
      this.showFrame(isPresent ? 'latest' : iso(1000 * millis));
    } else if (isPresent && this.speed > 0) {
      this.live();
    } else {
      this.watch('past', isPresent ? 'latest' : iso(1000 * millis));
    }
  }

  skip(seconds) {
    if (this.frame) {
      this.seek(this.frame.micros / 1000 + 1000 * seconds);
    }
  }

  // Shows the next or the previous frame. Times are in microseconds, so one microsecond later is never the same frame.
  // Does nothing while the last step is still loading.
  step(forward) {
    if (!this.frame || (this.mode === 'paused' && this.connection)) {
      return;
    }
    if (forward) {
      const moment = iso(this.frame.micros + 1);
      this.begin('paused', moment, Connection, `mjpeg?from=${moment}&speed=0`);
    } else {
      this.showFrame(iso(this.frame.micros - 1));
    }
  }

  // Shows one frame: the one at a position, or the last one at or before a time.
  showFrame(moment) {
    this.begin('paused', moment, FrameRequest, `jpg?at=${encodeURIComponent(moment)}`);
  }

  watch(mode, moment) {
    const query = moment === undefined ? '' : `?from=${encodeURIComponent(moment)}&speed=${this.speed}`;
    this.begin(mode, moment, Connection, `mjpeg${query}`);
  }

  begin(mode, moment, Kind, query) {
    this.stop();
    this.mode = mode;
    this.startMoment = moment;
    this.message = undefined;
    this.connection = new Kind(
      `${address.stream(this.name)}.${query}`,
      (frame) => this.frameReceived(frame),
      (started, error) => this.connectionEnded(started, error),
    );
    this.onChange();
  }

  stop() {
    clearTimeout(this.retry);
    this.connection?.stop();
    this.connection = undefined;
    this.screen.dropPending();
  }

  frameReceived(frame) {
    if (this.mode === 'paused') {
      this.stop();
    } else if (this.mode === 'past' && this.speed > 1 && frame.micros >= this.newest) {
      // The replay has caught up: the viewer continues it live on the same connection.
      this.mode = 'live';
      this.speed = 1;
      this.onChange();
    }
    this.screen.paint(frame);
  }

  frameShown(frame) {
    this.frame = frame;
    this.onFrame(frame);
    if (frame.note) {
      this.setMessage(frame.note);
    } else if (this.mode === 'paused') {
      this.onChange();
    }
  }

  connectionEnded(started, error) {
    this.stop();
    if (error instanceof ProblemError) {
      this.setMessage(error.message);
    }
    if (this.mode === 'live' || (this.mode === 'past' && started && this.speed > 0)) {
      this.retry = setTimeout(() => this.resume(), RETRY_MS);
    } else {
      this.pause(); // a backward replay ends at the beginning of the log
    }
  }

  // The page is hidden. resume() continues at the same place.
  suspend() {
    this.stop();
  }

  resume() {
    if (this.mode === 'live') {
      this.watch('live');
    } else if (this.mode === 'past') {
      this.play();
    } else if (this.mode === 'paused' && !this.frame) {
      this.showFrame(this.startMoment);
    }
  }

  // stream: its entry in the viewer's list.
  update(stream) {
    this.newest = 1000 * Date.parse(stream.timestamp);
    if (this.mode === 'live' && this.connection?.isStalled(stream.age)) {
      this.live();
    }
  }

  setMessage(text) {
    this.message = text;
    this.onChange();
  }

  // The moment for the page's address; undefined if live.
  get moment() {
    if (this.mode === 'live') {
      return undefined;
    }
    return this.mode === 'paused' ? this.frame?.position ?? this.startMoment : this.startMoment;
  }
}

// A time with microseconds, in UTC.
export function iso(micros) {
  const whole = new Date(Math.floor(micros / 1000)).toISOString().slice(0, -1);
  return `${whole}${String(Math.floor(micros) % 1000).padStart(3, '0')}Z`;
}
