// What the modules use of a browser when they are loaded.

export const browser = { hash: '', now: 0 };

globalThis.location = /** @type {any} */ ({
  get hash() {
    return browser.hash;
  },
});
globalThis.history = /** @type {any} */ ({
  state: null,
  replaceState: (_state, _title, address) => {
    browser.hash = address;
  },
});
globalThis.performance = /** @type {any} */ ({ now: () => browser.now });
