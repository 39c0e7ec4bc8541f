import assert from 'node:assert/strict';
import test from 'node:test';
import { browser } from './browser.js';

const base = '../../main/resources/io/framelog/viewer/http/page';
const { judge } = await import(`${base}/truth.js`);
const { decode } = await import(`${base}/frame.js`);

const list = { ready: true, detail: '', streams: [], kafka: { bootstrapServer: '', topic: '' } };
const live = { name: 'front', state: /** @type {const} */ ('live'), reason: '', viewers: 1, source: '', fps: 30 };
const situation = { channel: /** @type {const} */ ('open'), list };
const frame = { micros: 0 };

test('a picture that has just come is live', () => {
  browser.now = 10_000;
  assert.equal(judge(situation, live, { frame, shownAt: 9900, since: 0 }).state, 'live');
});

test('a picture that is not followed by another says so within two seconds', () => {
  browser.now = 10_000;
  assert.equal(judge(situation, live, { frame, shownAt: 8000, since: 0 }).state, 'late');
});

test('a stream that is slow by nature is not late', () => {
  browser.now = 30_000;
  const slow = { ...live, fps: 0.1 };
  assert.equal(judge(situation, slow, { frame, shownAt: 10_000, since: 0 }).state, 'live');
  browser.now = 41_000;
  assert.equal(judge(situation, slow, { frame, shownAt: 10_000, since: 0 }).state, 'late');
});

test('a picture that was asked for rarely is not late', () => {
  browser.now = 12_500;
  assert.equal(judge(situation, live, { frame, shownAt: 10_000, since: 0, fps: 1 }).state, 'live');
});

test('the reason is the right one', () => {
  browser.now = 10_000;
  const old = { frame, shownAt: 1000, since: 0 };
  assert.equal(judge({ ...situation, channel: 'silent' }, live, old).reason, 'the viewer does not answer');
  assert.equal(
    judge({ channel: 'open', list: { ...list, ready: false, detail: 'Kafka does not answer' } }, live, old).reason,
    'Kafka does not answer',
  );
  assert.equal(judge(situation, { ...live, state: 'lost', reason: 'the cable' }, old).reason, 'the cable');
  assert.equal(judge(situation, undefined, old).reason, 'there is no such stream');
});

test('a picture file is shown as a picture', () => {
  const file = { ...live, state: /** @type {const} */ ('ended'), source: 'file plan.PNG' };
  assert.equal(judge(situation, file, { frame, shownAt: 0, since: 0 }).state, 'still');
  assert.equal(judge(situation, { ...file, source: 'file clip.mp4' }, { frame, shownAt: 0, since: 0 }).state, 'ended');
  assert.equal(judge({ ...situation, channel: 'silent' }, file, { frame, shownAt: 0, since: 0 }).state, 'lost');
});

test('a picture that never came is late, too', () => {
  browser.now = 10_000;
  assert.equal(judge(situation, live, { shownAt: 0, since: 9500 }).state, 'waiting');
  assert.equal(judge(situation, live, { shownAt: 0, since: 7000 }).state, 'late');
});

test('a frame has its number, position, time and picture', async () => {
  const message = new ArrayBuffer(32 + 3);
  const view = new DataView(message);
  view.setUint8(0, 1);
  view.setUint8(1, 1);
  view.setUint16(2, 7);
  view.setInt32(4, 3);
  view.setBigInt64(8, 12_345n);
  view.setBigInt64(16, 1_790_000_000_123_456n);
  new Uint8Array(message).set([1, 2, 3], 32);
  const decoded = decode(message);
  assert.ok(decoded);
  assert.equal(decoded.id, 7);
  assert.equal(decoded.frame.position, '3@12345');
  assert.equal(decoded.frame.micros, 1_790_000_000_123_456);
  assert.equal(decoded.frame.picture.type, 'image/png');
  assert.deepEqual(new Uint8Array(await decoded.frame.picture.arrayBuffer()), new Uint8Array([1, 2, 3]));
});

test('a message of another version is no frame', () => {
  assert.equal(decode(new ArrayBuffer(3)), undefined);
  assert.equal(decode(new ArrayBuffer(40)), undefined);
});
