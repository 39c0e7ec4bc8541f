// How pictures share a window.

const GAP = 6;
// A narrower picture shows nothing: the wall scrolls instead.
const SMALLEST = 168;
const WIDTHS = [320, 640, 1280];

/**
 * The columns with which the pictures are largest, and the width of each. All fit into the window unless they would be
 * too small; then the window scrolls.
 *
 * @param {number} count how many pictures
 * @param {{ width: number, height: number }} area
 * @param {number} aspect width divided by height
 * @returns {{ columns: number, width: number }}
 */
export function arrange(count, area, aspect) {
  let best = { columns: 1, width: 0 };
  for (let columns = 1; columns <= Math.max(1, count); columns += 1) {
    const rows = Math.ceil(count / columns);
    const byWidth = (area.width - GAP * (columns - 1)) / columns;
    const byHeight = ((area.height - GAP * (rows - 1)) / rows) * aspect;
    const width = Math.min(byWidth, byHeight);
    if (width > best.width) {
      best = { columns, width };
    }
  }
  if (best.width < Math.min(SMALLEST, area.width)) {
    const columns = Math.max(1, Math.floor((area.width + GAP) / (SMALLEST + GAP)));
    best = { columns, width: (area.width - GAP * (columns - 1)) / columns };
  }
  return { columns: best.columns, width: Math.floor(best.width) };
}

/**
 * The shape that suits most of the pictures.
 *
 * @param {{ width?: number, height?: number }[]} sizes
 */
export function commonAspect(sizes) {
  const shapes = sizes.flatMap(({ width, height }) => (width && height ? [width / height] : [])).sort((a, b) => a - b);
  const middle = shapes[Math.floor(shapes.length / 2)] ?? 16 / 9;
  return Math.min(2.4, Math.max(0.75, middle));
}

/**
 * The width to ask the viewer for, in pixels; undefined for the full picture.
 *
 * @param {number} shown in CSS pixels
 */
export function pictureWidth(shown) {
  const needed = shown * Math.min(2, window.devicePixelRatio) * 0.85;
  return WIDTHS.find((width) => width >= needed);
}

/**
 * The rate to ask for: one picture moves as it comes, many move less often. Undefined for every frame.
 *
 * @param {number} count how many pictures are shown at the same time
 */
export function pictureRate(count) {
  if (count <= 1) {
    return undefined;
  }
  return count <= 4 ? 15 : count <= 9 ? 10 : 5;
}
