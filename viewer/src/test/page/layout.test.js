import assert from 'node:assert/strict';
import test from 'node:test';

globalThis.window = /** @type {any} */ ({ devicePixelRatio: 1 });
const { arrange, commonAspect, pictureRate, pictureWidth } = await import(
  '../../main/resources/io/framelog/viewer/http/page/layout.js'
);

test('one picture fills the window', () => {
  assert.deepEqual(arrange(1, { width: 1600, height: 900 }, 16 / 9), { columns: 1, width: 1600 });
  assert.deepEqual(arrange(1, { width: 1600, height: 450 }, 16 / 9), { columns: 1, width: 800 });
});

test('sixteen pictures fit into a wide window', () => {
  const { columns, width } = arrange(16, { width: 1920, height: 1000 }, 16 / 9);
  assert.equal(columns, 4);
  assert.ok((width / (16 / 9)) * 4 + 18 <= 1001, `${width}`);
});

test('no arrangement of other columns has larger pictures', () => {
  for (let count = 1; count <= 36; count += 1) {
    const area = { width: 1440, height: 800 };
    const best = arrange(count, area, 4 / 3);
    for (let columns = 1; columns <= count; columns += 1) {
      const rows = Math.ceil(count / columns);
      const width = Math.min((1440 - 6 * (columns - 1)) / columns, ((800 - 6 * (rows - 1)) / rows) * (4 / 3));
      assert.ok(Math.floor(width) <= best.width, `${count} in ${columns}`);
    }
  }
});

test('on a telephone many pictures scroll rather than shrink', () => {
  const { columns, width } = arrange(16, { width: 378, height: 600 }, 16 / 9);
  assert.equal(columns, 2);
  assert.equal(width, 186);
});

test('the shape is that of most pictures', () => {
  assert.equal(commonAspect([]), 16 / 9);
  assert.equal(
    commonAspect([
      { width: 640, height: 480 },
      { width: 640, height: 480 },
      { width: 1920, height: 1080 },
    ]),
    4 / 3,
  );
});

test('small pictures are asked for small', () => {
  assert.equal(pictureWidth(300), 320);
  assert.equal(pictureWidth(470), 640);
  assert.equal(pictureWidth(1900), undefined);
  assert.equal(pictureRate(1), undefined);
  assert.equal(pictureRate(16), 5);
});
