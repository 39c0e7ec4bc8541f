// Parses a multipart stream of pictures. Each part's header has its length.
export class MultipartParser {
  constructor() {
    this.bytes = new Uint8Array(1 << 16);
    this.used = 0;
  }

  add(chunk) {
    if (this.used + chunk.length > this.bytes.length) {
      const larger = new Uint8Array(2 * (this.used + chunk.length));
      larger.set(this.bytes.subarray(0, this.used));
      this.bytes = larger;
    }
    this.bytes.set(chunk, this.used);
    this.used += chunk.length;
  }

  // The newest complete frame; older ones are skipped.
  newest() {
    let newest;
    let start = 0;
    for (let part = this.part(start); part; part = this.part(start)) {
      newest = part;
      start = part.end;
    }
    const frame = newest && this.frame(newest);
    this.bytes.copyWithin(0, start, this.used);
    this.used -= start;
    return frame;
  }

  // picture: a Blob; micros: when it was captured; position: its position in Kafka; note: the viewer's remark on it.
  frame({ header, begin, end }) {
    return {
      picture: new Blob([this.bytes.slice(begin, end)], { type: field(header, 'content-type') }),
      micros: micros(field(header, 'x-timestamp')),
      position: field(header, 'x-framelog-position'),
      note: field(header, 'x-framelog-note'),
    };
  }

  part(start) {
    const begin = this.endOfHeader(start);
    if (begin < 0) {
      return undefined;
    }
    const header = new TextDecoder().decode(this.bytes.subarray(start, begin));
    const length = field(header, 'content-length');
    if (!length || !field(header, 'content-type')) {
      throw new Error('a part of the stream has no Content-Length or Content-Type');
    }
    const end = begin + Number(length);
    return end <= this.used ? { header, begin, end } : undefined;
  }

  // The index after the empty line; -1 if that has not arrived yet.
  endOfHeader(start) {
    const { bytes, used } = this;
    for (let i = start; i + 4 <= used; i++) {
      if (bytes[i] === 13 && bytes[i + 1] === 10 && bytes[i + 2] === 13 && bytes[i + 3] === 10) {
        return i + 4;
      }
    }
    return -1;
  }
}

// X-Timestamp is in seconds, with six decimal places.
export function micros(timestamp) {
  return Math.round(1e6 * Number(timestamp));
}

function field(header, name) {
  return new RegExp(`^${name}: *(.*?)\\s*$`, 'im').exec(header)?.[1];
}
