import { micros, MultipartParser } from './parts.js';

// A connection is stalled if it is this far behind the viewer's newest frame.
const STALL_MS = 5000;

// Reads a stream of frames. An <img> could show the stream itself, but it does not report the end of its connection, so
// its last picture would look live.
export class Connection {
  // onEnd receives whether the stream had started, and the error if there was one. It is not called after stop().
  constructor(url, onFrame, onEnd) {
    this.stopped = new AbortController();
    this.lastRead = performance.now();
    const ended = (error) => this.stopped.signal.aborted || onEnd(this.started === true, error);
    this.read(url, onFrame).then(() => ended(), ended);
  }

  async read(url, onFrame) {
    const response = await fetch(url, {
      cache: 'no-store',
      headers: { Accept: 'application/octet-stream' },
      signal: this.stopped.signal,
    });
    if (!response.ok) {
      throw new ProblemError(response.status, await detail(response));
    }
    this.started = true;
    let note = response.headers.get('X-Framelog-Note') ?? undefined;
    const parser = new MultipartParser();
    const reader = response.body.getReader();
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      this.lastRead = performance.now();
      parser.add(next.value);
      const frame = parser.newest();
      if (frame && !this.stopped.signal.aborted) {
        onFrame({ ...frame, note: frame.note ?? note });
        note = undefined;
      }
    }
  }

  // Whether the viewer has newer frames than this connection delivers. age: of the viewer's newest frame, in seconds.
  isStalled(age) {
    return age !== undefined && performance.now() - this.lastRead - 1000 * age > STALL_MS;
  }

  stop() {
    this.stopped.abort();
  }
}

// Fetches a single frame.
export class FrameRequest {
  constructor(url, onFrame, onEnd) {
    this.stopped = new AbortController();
    this.read(url).then(
      (frame) => this.stopped.signal.aborted || onFrame(frame),
      (error) => this.stopped.signal.aborted || onEnd(false, error),
    );
  }

  async read(url) {
    const response = await fetch(url, { signal: this.stopped.signal });
    if (!response.ok) {
      throw new ProblemError(response.status, await detail(response));
    }
    return {
      picture: await response.blob(),
      micros: micros(response.headers.get('X-Timestamp')),
      position: response.headers.get('X-Framelog-Position'),
    };
  }

  stop() {
    this.stopped.abort();
  }
}

// An error response of the viewer. Its message is meant for people.
export class ProblemError extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

// The detail of an error response (application/problem+json).
async function detail(response) {
  try {
    return (await response.json()).detail ?? `status ${response.status}`;
  } catch {
    return `status ${response.status}`;
  }
}
