// What browsers do with a picture: full screen, a floating window, a file.

import { iso } from './text.js';

/** @import { Frame } from './frame.js' */

/** @param {HTMLElement} element */
export function toggleFullScreen(element) {
  if (document.fullscreenElement) {
    document.exitFullscreen();
  } else {
    element.requestFullscreen?.().catch(() => {}); // the browser forbids it, as in some frames
  }
}

/**
 * Shows a canvas in a window of its own, which stays on top, where the browser has such windows.
 *
 * @param {HTMLCanvasElement} canvas
 */
export async function pictureInPicture(canvas) {
  if (document.pictureInPictureElement) {
    await document.exitPictureInPicture();
    return;
  }
  const video = document.createElement('video');
  video.muted = true;
  video.srcObject = canvas.captureStream();
  video.addEventListener('leavepictureinpicture', () => {
    video.srcObject = null;
  });
  await video.play();
  await video.requestPictureInPicture();
}

/**
 * Saves a frame, as it is in the log, in a file that is named by its stream and its time.
 *
 * @param {Frame} frame
 * @param {string} stream
 */
export function saveFrame({ picture, micros }, stream) {
  const link = document.createElement('a');
  const ending = picture.type === 'image/png' ? 'png' : 'jpg';
  link.download = `${stream} ${iso(micros).replaceAll(':', '-')}.${ending}`;
  link.href = URL.createObjectURL(picture);
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
