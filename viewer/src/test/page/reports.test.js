import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it, mock } from 'node:test';

const { Reports } = await import('../../main/resources/io/framelog/viewer/http/page/reports.js');

describe('reports of frames', () => {
  const said = [];
  let reports;

  beforeEach(() => {
    mock.timers.enable({ apis: ['setTimeout'] });
    said.length = 0;
    reports = new Reports((counts) => said.push(counts));
  });

  afterEach(() => mock.timers.reset());

  const pass = (millis) => mock.timers.tick(millis);
  const watch = (id) => ({ id, frames: 0 });
  const frame = (of) => {
    of.frames += 1;
    reports.add(of);
  };

  it('tells of the frames of all pictures together', () => {
    const front = watch(1);
    const yard = watch(2);
    frame(front);
    pass(100);
    frame(yard);
    frame(front);
    pass(99);
    assert.deepEqual(said, []);
    pass(1);
    assert.deepEqual(said, [
      [
        [1, 2],
        [2, 1],
      ],
    ]);
  });

  it('tells of a fast stream before the viewer stops sending', () => {
    const front = watch(1);
    for (let i = 0; i < 60; i++) {
      frame(front);
      pass(17);
      const told = said.length === 0 ? 0 : said[said.length - 1][0][1];
      assert.ok(front.frames - told < 20, `${front.frames - told} were not reported`);
    }
  });

  it('does not speak more often than the viewer allows', () => {
    const front = watch(1);
    for (let i = 0; i < 1000; i++) {
      frame(front);
      pass(1);
    }
    assert.equal(said.length, 5);
  });

  it('is silent when no frame comes', () => {
    frame(watch(1));
    pass(1000);
    assert.equal(said.length, 1);
  });

  it('says nothing of what is no longer watched', () => {
    const front = watch(1);
    const yard = watch(2);
    frame(front);
    frame(yard);
    reports.remove(front);
    pass(1000);
    assert.deepEqual(said, [[[2, 1]]]);
  });
});
