import { micros, Parts } from './parts.js';

// A live picture that is so much older than the viewer's newest frame has lost its connection without being told.
const DEAF_MS = 5000;

// A stream that is being read. An <img> could show it by itself, but says nothing when its connection ends, and its last
// picture would pass for live.
export class Connection {
  // onEnd is told whether it had begun, and why it ended where the viewer said so; not after stop().
  constructor(url, onFrame, onEnd) {
    this.stopped = new AbortController();
    this.heard = performance.now();
    const ended = (fault) => this.stopped.signal.aborted || onEnd(this.begun === true, fault);
    this.read(url, onFrame).then(() => ended(), ended);
  }

  async read(url, onFrame) {
    const answer = await fetch(url, {
      cache: 'no-store',
      headers: { Accept: 'application/octet-stream' },
      signal: this.stopped.signal,
    });
    if (!answer.ok) {
      throw new Refusal(answer.status, await detail(answer));
    }
    this.begun = true;
    let note = answer.headers.get('X-Framelog-Note') ?? undefined;
    const parts = new Parts();
    const reader = answer.body.getReader();
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      this.heard = performance.now();
      parts.add(next.value);
      const frame = parts.newest();
      if (frame && !this.stopped.signal.aborted) {
        onFrame({ ...frame, note: frame.note ?? note });
        note = undefined;
      }
    }
  }

  // Whether the viewer has newer pictures than those that come; age is that of its newest, in seconds.
  isDeaf(age) {
    return age !== undefined && performance.now() - this.heard - 1000 * age > DEAF_MS;
  }

  stop() {
    this.stopped.abort();
  }
}

// A single frame that is being fetched: nothing is held for it afterwards.
export class Still {
  constructor(url, onFrame, onEnd) {
    this.stopped = new AbortController();
    this.read(url).then(
      (frame) => this.stopped.signal.aborted || onFrame(frame),
      (fault) => this.stopped.signal.aborted || onEnd(false, fault),
    );
  }

  async read(url) {
    const answer = await fetch(url, { signal: this.stopped.signal });
    if (!answer.ok) {
      throw new Refusal(answer.status, await detail(answer));
    }
    return {
      picture: await answer.blob(),
      micros: micros(answer.headers.get('X-Timestamp')),
      position: answer.headers.get('X-Framelog-Position'),
    };
  }

  stop() {
    this.stopped.abort();
  }
}

// The viewer said no: its words are for people.
export class Refusal extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

// What an answer says that is an error (application/problem+json).
async function detail(answer) {
  try {
    return (await answer.json()).detail ?? `status ${answer.status}`;
  } catch {
    return `status ${answer.status}`;
  }
}
