import { now } from './clock.js';
import { Connection, Refusal, Still } from './connection.js';
import { Screen } from './screen.js';

const RETRY_MS = 2000;
// Who wants to be closer to now than this wants it live.
const LIVE_MS = 1500;
const POSITION = /^\d+@\d+$/;

// One person's place in a stream. Its mode is 'live', 'past' (plays, at a speed), 'paused' (holds a picture, and no connection),
// or 'off'.
export class Playback {
  // onFrame is told what is shown now, onChange that the mode, the speed or what there is to say is another.
  constructor(image, onFrame, onChange) {
    this.onFrame = onFrame;
    this.onChange = onChange;
    this.mode = 'off';
    this.screen = new Screen(image, (frame) => this.shown(frame), () => {});
  }

  open(name, moment) {
    this.close();
    this.name = name;
    this.speed = 1;
    this.newest = Infinity;
    if (moment === undefined) {
      this.live();
    } else if (POSITION.test(moment)) {
      this.hold(moment);
    } else {
      this.watch('past', moment);
    }
  }

  close() {
    this.stop();
    this.mode = 'off';
    this.frame = undefined;
    this.began = undefined;
    this.said = undefined;
    this.screen.blank();
  }

  live() {
    this.speed = 1;
    this.watch('live');
  }

  play() {
    const moment = this.frame ? iso(this.frame.micros) : this.began;
    if (moment) {
      this.watch('past', moment);
    } else {
      this.live();
    }
  }

  // The picture stays; what it costs the viewer ends.
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

  // Goes to a time, in milliseconds, and does there what it did before.
  seek(millis) {
    const late = millis > now() - LIVE_MS;
    if (this.mode === 'paused') {
      this.hold(late ? 'latest' : iso(1000 * millis));
    } else if (late && this.speed > 0) {
      this.live();
    } else {
      this.watch('past', late ? 'latest' : iso(1000 * millis));
    }
  }

  skip(seconds) {
    if (this.frame) {
      this.seek(this.frame.micros / 1000 + 1000 * seconds);
    }
  }

  // The next frame, or the one before; times are in microseconds, so there is one between two frames. One at a time.
  step(forward) {
    if (!this.frame || (this.mode === 'paused' && this.connection)) {
      return;
    }
    if (forward) {
      const moment = iso(this.frame.micros + 1);
      this.begin('paused', moment, Connection, `mjpeg?from=${moment}&speed=0`);
    } else {
      this.hold(iso(this.frame.micros - 1));
    }
  }

  // Shows one frame: that of a position, or the last one at or before a time.
  hold(moment) {
    this.begin('paused', moment, Still, `jpg?at=${encodeURIComponent(moment)}`);
  }

  watch(mode, moment) {
    const query = moment === undefined ? '' : `?from=${encodeURIComponent(moment)}&speed=${this.speed}`;
    this.begin(mode, moment, Connection, `mjpeg${query}`);
  }

  begin(mode, moment, Kind, address) {
    this.stop();
    this.mode = mode;
    this.began = moment;
    this.said = undefined;
    this.connection = new Kind(
      `/streams/${this.name}.${address}`,
      (frame) => this.came(frame),
      (begun, fault) => this.ended(begun, fault),
    );
    this.onChange();
  }

  stop() {
    clearTimeout(this.again);
    this.connection?.stop();
    this.connection = undefined;
    this.screen.hold();
  }

  came(frame) {
    if (this.mode === 'paused') {
      this.stop();
    } else if (this.mode === 'past' && this.speed > 1 && frame.micros >= this.newest) {
      // From here on the same connection is live.
      this.mode = 'live';
      this.speed = 1;
      this.onChange();
    }
    this.screen.paint(frame);
  }

  shown(frame) {
    this.frame = frame;
    this.onFrame(frame);
    if (frame.note) {
      this.say(frame.note);
    } else if (this.mode === 'paused') {
      this.onChange();
    }
  }

  ended(begun, fault) {
    this.stop();
    if (fault instanceof Refusal) {
      this.say(fault.message);
    }
    if (this.mode === 'live' || (this.mode === 'past' && begun && this.speed > 0)) {
      this.again = setTimeout(() => this.resume(), RETRY_MS);
    } else {
      this.pause(); // backwards, this is where the log begins
    }
  }

  // Nobody looks; resume() goes on where it was.
  suspend() {
    this.stop();
  }

  resume() {
    if (this.mode === 'live') {
      this.watch('live');
    } else if (this.mode === 'past') {
      this.play();
    } else if (this.mode === 'paused' && !this.frame) {
      this.hold(this.began);
    }
  }

  // What the viewer knows of the stream now.
  hear(stream) {
    this.newest = 1000 * Date.parse(stream.timestamp);
    if (this.mode === 'live' && this.connection?.isDeaf(stream.age)) {
      this.live();
    }
  }

  say(text) {
    this.said = text;
    this.onChange();
  }

  // For the address: undefined where it is live.
  get moment() {
    if (this.mode === 'live') {
      return undefined;
    }
    return this.mode === 'paused' ? this.frame?.position ?? this.began : this.began;
  }
}

// A time with microseconds, in UTC.
export function iso(micros) {
  const whole = new Date(Math.floor(micros / 1000)).toISOString().slice(0, -1);
  return `${whole}${String(Math.floor(micros) % 1000).padStart(3, '0')}Z`;
}
