import assert from 'node:assert/strict';
import test from 'node:test';

const base = '../../main/resources/io/framelog/viewer/http/page';
const { spans } = await import(`${base}/spans.js`);
const { ticks } = await import(`${base}/ruler.js`);
const { View } = await import(`${base}/view.js`);
const { happening, inWords } = await import(`${base}/happening.js`);

const at = (/** @type {string} */ text) => Date.parse(`2026-11-28T${text}Z`);
const iso = (/** @type {string} */ text) => `2026-11-28T${text}Z`;
const motion = (/** @type {object} */ more) => ({ type: 'motion', event: 'm-1', from: iso('10:00:00'), ...more });

test('an event that has ended lasts until its last movement', () => {
  const buckets = [
    { events: [motion({ phase: 'began', time: iso('10:00:00') })] },
    { events: [motion({ phase: 'ended', until: iso('10:00:12'), time: iso('10:00:12') })] },
  ];
  assert.deepEqual(
    spans(buckets, at('11:00:00')).map(({ from, until }) => [from, until]),
    [[at('10:00:00'), at('10:00:12')]],
  );
});

test('an event that goes on lasts until now, unless its detector is gone', () => {
  const buckets = [{ events: [motion({ phase: 'began', time: iso('10:00:00') })] }];
  assert.equal(spans(buckets, at('10:05:00'))[0].until, at('10:05:00'));
  assert.equal(spans(buckets, at('10:30:00'))[0].until, at('10:00:00'));
});

test('a source is lost until it is back', () => {
  const buckets = [
    { events: [{ type: 'lost', time: iso('10:00:00') }] },
    {},
    {
      events: [
        { type: 'recovered', time: iso('10:02:00') },
        { type: 'lost', time: iso('10:03:00') },
      ],
    },
  ];
  assert.deepEqual(
    spans(buckets, at('10:04:00')).map(({ type, from, until }) => [type, from, until]),
    [
      ['lost', at('10:00:00'), at('10:02:00')],
      ['lost', at('10:03:00'), at('10:04:00')],
    ],
  );
});

test('ticks are round times, and fit', () => {
  const found = ticks(at('10:00:03'), at('10:09:58'), 6, 0);
  assert.deepEqual(
    found.map((tick) => tick.at),
    ['10:02:00', '10:04:00', '10:06:00', '10:08:00'].map(at),
  );
});

test('midnight of the zone shows the day', () => {
  const hour = 3_600_000;
  const found = ticks(at('20:00:00'), at('23:59:00'), 4, hour);
  assert.deepEqual(
    found.filter(({ day }) => day).map((tick) => tick.at),
    [at('23:00:00')],
  );
});

test('the view keeps the time under the pointer', () => {
  const log = { begin: 0, end: 1_000_000 };
  const view = new View(400_000, 600_000).zoom(0.5, 450_000, log);
  assert.equal(view.span, 100_000);
  assert.equal(view.place(450_000), 0.25);
});

test('the view shows ten seconds at least, and the log at most', () => {
  const log = { begin: 0, end: 1_000_000 };
  assert.equal(new View(0, 20_000).zoom(0.01, 5000, log).span, 10_000);
  const whole = new View(400_000, 600_000).zoom(Infinity, 500_000, log);
  assert.ok(whole.has(0) && whole.has(1_000_000) && whole.span <= 1_040_001);
});

test('the view does not leave the log', () => {
  const log = { begin: 0, end: 1_000_000 };
  assert.ok(new View(900_000, 1_000_000).pan(500_000, log).to <= 1_002_001);
  assert.ok(new View(0, 100_000).pan(-500_000, log).from >= -2001);
});

test('an event says where, how long and why', () => {
  const event = {
    subject: 'front',
    source: '/streams/front',
    id: 'x',
    type: 'io.framelog.motion',
    time: iso('10:00:12'),
    data: { event: 'm', phase: 'ended', from: iso('10:00:00'), until: iso('10:00:12'), zones: ['door'] },
  };
  const what = happening(event);
  assert.equal(what?.kind, 'motion');
  assert.equal(what?.moment, iso('10:00:00'));
  assert.equal(inWords(/** @type {any} */ (what)), 'Motion at door, 12 s');
  const lost = happening({
    subject: 'front',
    type: 'io.framelog.stream.lost',
    time: iso('10:00:00'),
    data: { reason: 'the cable' },
  });
  assert.equal(inWords(/** @type {any} */ (lost)), 'Lost: the cable');
});

test('the beginning and the end of an event have the same key', () => {
  const event = (/** @type {string} */ phase) =>
    happening({ subject: 'f', type: 'io.framelog.face', time: iso('10:00:00'), data: { event: 'e', phase } });
  assert.equal(event('began')?.key, event('ended')?.key);
});

test('what has no time or no stream is no event of the page', () => {
  assert.equal(happening({ subject: 'f', type: 'x' }), undefined);
  assert.equal(happening({ type: 'x', time: iso('10:00:00') }), undefined);
  assert.equal(happening({ subject: 'f', type: 'x', time: iso('10:00:00'), data: 'text' })?.kind, 'x');
});
