import assert from 'node:assert/strict';
import test from 'node:test';
import { browser } from './browser.js';

const address = await import('../../main/resources/io/framelog/viewer/http/page/address.js');

test('an address of a stream has its name and its moment', () => {
  assert.equal(address.of('front'), '#/front');
  assert.equal(address.of('front', '3@12345'), '#/front/3@12345');
  assert.deepEqual(address.parse('#/front/3@12345').streams, ['front']);
  assert.equal(address.parse('#/front/3@12345').moment, '3@12345');
});

test('any name of a stream comes back from its address', () => {
  for (const name of ['a b', 'a/b', 'a,b', '50%', 'wall', 'review', 'together', '%77all', 'ä€😀', '?x=1', '#']) {
    const place = address.parse(address.of(name, '0@1'));
    assert.equal(place.page, 'stream', name);
    assert.deepEqual(place.streams, [name]);
    assert.equal(place.moment, '0@1');
  }
});

test('any names come back from the address of a wall and of several streams', () => {
  const names = ['a,b', 'c%2Cd', '50%', 'e/f', 'g&h=i'];
  assert.deepEqual(address.parse(address.page('wall', { streams: names })).streams, names);
  const place = address.parse(address.together(names, '2026-11-28T10:00:00Z'));
  assert.equal(place.page, 'together');
  assert.deepEqual(place.streams, names);
  assert.equal(place.moment, '2026-11-28T10:00:00Z');
});

test('the wall of all streams has no query', () => {
  assert.equal(address.page('wall', { streams: [], cycle: undefined }), '#/');
  assert.equal(address.parse('').page, 'wall');
  assert.equal(address.parse('#').page, 'wall');
});

test('a changed address is not written over the step of the browser', () => {
  browser.hash = '#/front';
  address.read();
  browser.hash = '#/';
  address.replace('#/front/0@1');
  assert.equal(browser.hash, '#/');
  address.read();
  address.replace('#/?x');
  assert.equal(browser.hash, '#/?x');
});

test('characters that proxies change are encoded twice in addresses of the viewer', () => {
  assert.equal(address.stream('a/b'), 'streams/a%252Fb');
  assert.equal(address.stream('..'), 'streams/%252E%252E');
  assert.equal(address.stream('a b'), 'streams/a%20b');
});
