import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it, mock } from 'node:test';
import { browser } from './browser.js';

const { Reports } = await import('../../main/resources/io/framelog/viewer/http/page/reports.js');

describe('reports of frames', () => {
  const said = [];
  let reports;

  beforeEach(() => {
    mock.timers.enable({ apis: ['setTimeout'] });
    browser.now = 0;
    said.length = 0;
    reports = new Reports((counts) => said.push(counts));
  });

  afterEach(() => mock.timers.reset());

  const pass = (millis) => {
    browser.now += millis;
    mock.timers.tick(millis);
  };
  const watch = (id) => ({ id, frames: 0, reported: 0 });
  const frame = (of) => {
    of.frames += 1;
    reports.add(of);
  };

  it('waits for frames of slow streams, and tells of all together', () => {
    const front = watch(1);
    const yard = watch(2);
    frame(front);
    pass(200);
    frame(yard);
    frame(front);
    pass(199);
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
    for (let i = 0; i < 30; i++) {
      frame(front);
      pass(33);
      assert.ok(front.frames - front.reported < 3, `${front.frames - front.reported} were not reported`);
    }
    assert.equal(said.length, 10);
  });

  it('does not speak more often than the viewer allows', () => {
    const front = watch(1);
    for (let i = 0; i < 1000; i++) {
      frame(front);
      pass(1);
    }
    assert.ok(said.length <= 13, `${said.length} messages`);
  });

  it('says nothing of what is no longer watched', () => {
    const front = watch(1);
    frame(front);
    reports.remove(front);
    pass(1000);
    assert.deepEqual(said, []);
  });
});
