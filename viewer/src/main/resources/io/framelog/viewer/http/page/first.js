// Runs before the first picture of the page, so that it does not flash in the wrong look; see look.js. It is written for
// old browsers.
'use strict';

(function () {
  var look;
  try {
    look = JSON.parse(localStorage.getItem('framelog') || '{}').look;
  } catch (e) {
    // nothing is kept
  }
  var light = look ? look === 'light' : window.matchMedia('(prefers-color-scheme: light)').matches;
  document.documentElement.setAttribute('data-look', light ? 'light' : 'dark');
})();
