// What the page's address says: #/front is the stream live, #/front/3@12345 that very frame, #/front/2026-11-21T10:00:00Z
// plays from then on. None of it can be in a stream's name.

export function read() {
  const [, name, moment] = /^#\/?([^/]+)(?:\/(.+))?$/.exec(location.hash) ?? [];
  return { name: name && decoded(name), moment: moment && decoded(moment) };
}

export function of(name, moment) {
  return `#/${name}${moment === undefined ? '' : `/${moment}`}`;
}

// Says where one is now; the way back stays what it was.
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
