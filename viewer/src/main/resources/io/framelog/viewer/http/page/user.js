import { setText } from './text.js';

const GUEST = 'link:';

/**
 * Shows who is signed in.
 *
 * @param {HTMLElement} element
 * @param {string | undefined} user undefined if the viewer has no users, or lets everybody in
 */
export function showUser(element, user) {
  element.hidden = user === undefined;
  const name = user === undefined ? '' : isGuest(user) ? `shared by ${user.slice(GUEST.length)}` : user;
  setText(/** @type {Element} */ (element.querySelector('.name')), name);
}

/**
 * Whether somebody watches by a link.
 *
 * @param {string | undefined} user
 */
export function isGuest(user) {
  return user?.startsWith(GUEST) ?? false;
}
