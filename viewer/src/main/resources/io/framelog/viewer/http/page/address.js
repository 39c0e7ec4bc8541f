// The page's address: #/front shows the stream live, #/front/3@12345 shows exactly that frame, and
// #/front/2026-11-21T10:00:00Z plays from that time on. A stream's name is percent-encoded.

// The address that the page shows. After a step in the history, the browser already has the next address, and the page
// learns of it by the hashchange event.
let shown = location.hash;

export function read() {
  shown = location.hash;
  const [, name, moment] = /^#\/?([^/]+)(?:\/(.+))?$/.exec(location.hash) ?? [];
  return { name: name && decoded(name), moment: moment && decoded(moment) };
}

export function of(name, moment) {
  return `#/${encodeURIComponent(name)}${moment === undefined ? '' : `/${moment}`}`;
}

// The beginning of a stream's addresses at the viewer. It is relative to the page, because a proxy may have the viewer
// under a path. Characters that proxies change in a path are encoded twice, as in the viewer's links.
export function stream(name) {
  const dots = /^\.\.?$/.test(name);
  const kept = dots ? name.replaceAll('.', '%2E') : name.replace(/[%/\\]/g, encodeURIComponent);
  return `streams/${encodeURIComponent(kept)}`;
}

// Changes the current address without adding an entry to the browser's history. Does nothing if the browser has gone to
// another address, because that would undo the step.
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
