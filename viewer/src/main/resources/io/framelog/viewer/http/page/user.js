import { setText } from './text.js';

const GUEST = 'link:';

// Shows who is signed in. user: a name; undefined if the viewer has no users, or lets everybody in.
export function showUser(user) {
  const element = document.getElementById('user');
  element.hidden = user === undefined;
  setText(element.querySelector('.name'), isGuest(user) ? `shared by ${user.slice(GUEST.length)}` : user ?? '');
}

// Whether somebody watches by a link.
export function isGuest(user) {
  return user?.startsWith(GUEST) ?? false;
}
