// What a person has chosen on this page. It stays in the browser.

const KEY = 'framelog';

/**
 * @typedef {object} Settings
 * @property {'dark' | 'light'} [look] unset: as the system
 * @property {boolean} [utc] whether times are in UTC
 * @property {string[]} [order] the streams' names, in the order of the wall
 * @property {string[]} [hidden] the streams that the wall leaves out
 * @property {Record<string, string[]>} [groups] names of groups, and their streams
 * @property {boolean} [notify] whether the browser tells of new events
 */

class Store {
  constructor() {
    /** @type {Settings} */
    this.values = read();
    /** @type {Set<() => void>} */
    this.listeners = new Set();
  }

  /**
   * @template {keyof Settings} K
   * @param {K} name
   * @returns {Settings[K]}
   */
  get(name) {
    return this.values[name];
  }

  /**
   * @template {keyof Settings} K
   * @param {K} name
   * @param {Settings[K]} value
   */
  set(name, value) {
    this.values[name] = value;
    try {
      localStorage.setItem(KEY, JSON.stringify(this.values));
    } catch {
      // A browser that keeps nothing: the choice holds until the page is closed.
    }
    for (const listener of this.listeners) {
      listener();
    }
  }

  /** @param {() => void} listener called after each change */
  onChange(listener) {
    this.listeners.add(listener);
  }
}

/** @returns {Settings} */
function read() {
  try {
    const value = JSON.parse(localStorage.getItem(KEY) ?? '{}');
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}

export const settings = new Store();
