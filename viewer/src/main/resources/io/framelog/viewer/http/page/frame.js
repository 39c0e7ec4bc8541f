// One frame, as the channel brings it: 32 bytes of header, then the image.

const HEADER = 32;
const VERSION = 1;
const TYPES = ['image/jpeg', 'image/png'];

/**
 * @typedef {object} Frame
 * @property {Blob} picture
 * @property {number} micros when it was captured, microseconds since the epoch
 * @property {string} position its position in Kafka
 * @property {string} [note] why frames are missing before it
 */

/**
 * @param {ArrayBuffer} message
 * @returns {{ id: number, frame: Frame } | undefined} undefined if it is of a later version
 */
export function decode(message) {
  const view = new DataView(message);
  if (message.byteLength < HEADER || view.getUint8(0) !== VERSION) {
    return undefined;
  }
  return {
    id: view.getUint16(2),
    frame: {
      picture: new Blob([new Uint8Array(message, HEADER)], { type: TYPES[view.getUint8(1)] ?? TYPES[0] }),
      position: `${view.getInt32(4)}@${view.getBigInt64(8)}`,
      micros: Number(view.getBigInt64(16)),
    },
  };
}
