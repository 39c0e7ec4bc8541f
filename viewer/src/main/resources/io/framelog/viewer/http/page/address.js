// The page's address: #/front shows the stream live, #/front/3@12345 shows exactly that frame, and
// #/front/2026-11-21T10:00:00Z plays from that time on. A stream's name contains neither '/' nor '@' nor ':'.

export function read() {
  const [, name, moment] = /^#\/?([^/]+)(?:\/(.+))?$/.exec(location.hash) ?? [];
  return { name: name && decoded(name), moment: moment && decoded(moment) };
}

export function of(name, moment) {
  return `#/${name}${moment === undefined ? '' : `/${moment}`}`;
}

// The beginning of a stream's addresses in the viewer. All addresses are relative, as a proxy may have the viewer under a
// path.
export function ofStream(name) {
  return `streams/${encodeURIComponent(name)}`;
}

// Changes the current address without adding an entry to the browser's history.
export function replace(name, moment) {
  const address = of(name, moment);
  if (location.hash !== address) {
    history.replaceState(history.state, '', address);
  }
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
