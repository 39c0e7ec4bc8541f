// The page's address: #/front shows the stream live, #/front/3@12345 shows exactly that frame, and
// #/front/2026-11-21T10:00:00Z plays from that time on. A stream's name is percent-encoded.

// The address that the page shows. The browser's is ahead of it between a step in the history and its hashchange event.
let shown = location.hash;

export function read() {
  shown = location.hash;
  const [, name, moment] = /^#\/?([^/]+)(?:\/(.+))?$/.exec(location.hash) ?? [];
  return { name: name && decoded(name), moment: moment && decoded(moment) };
}

export function of(name, moment) {
  return `#/${encodeURIComponent(name)}${moment === undefined ? '' : `/${moment}`}`;
}

// The beginning of a stream's addresses at the viewer, relative to the page, as a proxy may have the viewer under a path.
// What proxies change in a path is encoded twice, as the viewer
// does it in its links.
export function stream(name) {
  const dots = /^\.\.?$/.test(name);
  const kept = dots ? name.replaceAll('.', '%2E') : name.replace(/[%/\\]/g, encodeURIComponent);
  return `streams/${encodeURIComponent(kept)}`;
}

// Changes the current address without adding an entry to the browser's history. If the browser has gone to another
// address, that one stays, or the step would be undone.
export function replace(name, moment) {
  const address = of(name, moment);
  if (location.hash === shown && shown !== address) {
    history.replaceState(history.state, '', address);
    shown = location.hash;
  }
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
