// The page's address:
//   #/                               the wall; ?streams=a,b shows only these, &cycle=10 changes pages every 10 seconds
//   #/review?kinds=motion            what happened, newest first
//   #/together/a,b/MOMENT            several streams at the same moment
//   #/front, #/front/MOMENT          one stream, live or from a moment: a position (3@12345) or a time
// A stream's name is percent-encoded. One that is called as a page is ("wall") is encoded to its first letter.

/**
 * @typedef {object} Place
 * @property {'wall' | 'review' | 'together' | 'stream'} page
 * @property {string[]} streams the streams that the address names
 * @property {string} [moment]
 * @property {URLSearchParams} query
 */

const PAGES = new Set(['wall', 'review', 'together']);

// The address that the page shows. After a step in the history, the browser already has the next address, and the page
// learns of it by the hashchange event.
let shown = location.hash;

/** @returns {Place} */
export function read() {
  shown = location.hash;
  return parse(location.hash);
}

/**
 * @param {string} hash
 * @returns {Place}
 */
export function parse(hash) {
  const [path = '', search = ''] = hash.replace(/^#\/?/, '').split(/\?(.*)/s);
  const query = new URLSearchParams(search);
  const [first = '', second, third] = path.split('/');
  if (first === '' || first === 'wall') {
    return { page: 'wall', streams: list(query.get('streams')), query };
  }
  if (first === 'review') {
    return { page: 'review', streams: list(query.get('streams')), query };
  }
  if (first === 'together') {
    return { page: 'together', streams: list(decoded(second ?? '')), moment: third && decoded(third), query };
  }
  return { page: 'stream', streams: [decoded(first)], moment: second && decoded(second), query };
}

/**
 * @param {string} name
 * @param {string} [moment]
 */
export function of(name, moment) {
  return `#/${segment(name)}${moment === undefined ? '' : `/${moment}`}`;
}

/**
 * @param {string[]} names
 * @param {string} [moment]
 */
export function together(names, moment) {
  return `#/together/${names.map(encoded).join(',')}${moment === undefined ? '' : `/${moment}`}`;
}

/**
 * @param {'wall' | 'review'} page
 * @param {Record<string, string | string[] | undefined>} query what is undefined or empty is left out
 */
export function page(page, query) {
  const parts = Object.entries(query)
    .filter(([, value]) => value !== undefined && value.length > 0)
    .map(([name, value]) => `${name}=${Array.isArray(value) ? value.map(encoded).join(',') : encoded(String(value))}`);
  const path = page === 'wall' && parts.length === 0 ? '' : page;
  return `#/${path}${parts.length === 0 ? '' : `?${parts.join('&')}`}`;
}

/**
 * The beginning of a stream's addresses at the viewer. It is relative to the page, because a proxy may have the viewer
 * under a path. Characters that proxies change in a path are encoded twice, as in the viewer's links.
 *
 * @param {string} name
 */
export function stream(name) {
  const dots = /^\.\.?$/.test(name);
  const kept = dots ? name.replaceAll('.', '%2E') : name.replace(/[%/\\]/g, encodeURIComponent);
  return `streams/${encodeURIComponent(kept)}`;
}

/**
 * Changes the current address without adding an entry to the browser's history. Does nothing if the browser has gone to
 * another address, because that would undo the step.
 *
 * @param {string} address
 */
export function replace(address) {
  if (location.hash === shown && shown !== address) {
    history.replaceState(history.state, '', address);
    shown = location.hash;
  }
}

/** @param {string} name */
function segment(name) {
  const whole = encodeURIComponent(name);
  return PAGES.has(whole) ? `%${whole.charCodeAt(0).toString(16)}${whole.slice(1)}` : whole;
}

/**
 * A comma separates names, so one in a name is encoded twice.
 *
 * @param {string} name
 */
function encoded(name) {
  return encodeURIComponent(name.replace(/[%,]/g, encodeURIComponent));
}

/**
 * @param {string | null} text names that are separated by commas, decoded once
 * @returns {string[]}
 */
function list(text) {
  return text ? text.split(',').filter(Boolean).map(decoded) : [];
}

/** @param {string} text */
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
