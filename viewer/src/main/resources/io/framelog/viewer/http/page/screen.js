const BLANK = 'data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7';

// Shows pictures in an <img>, one at a time. If they come faster than they can be shown, only the newest is kept. The
// <img> decodes synchronously: with asynchronous decoding most pictures would be replaced before they are painted.
export class Screen {
  // onShown receives the frame on the screen (undefined if it was loaded from a URL).
  // onError is called if a picture cannot be shown.
  constructor(image, onShown, onError) {
    this.image = image;
    this.onShown = onShown;
    this.onError = onError;
    image.addEventListener('load', () => this.loaded(true));
    image.addEventListener('error', () => this.loaded(false));
    this.blank();
  }

  // Replaces a picture that is still loading from a URL.
  paint(frame) {
    if (this.loading && this.object) {
      this.next = frame;
      return;
    }
    this.startLoading(frame);
    this.object = URL.createObjectURL(frame.picture);
    this.image.src = this.object;
  }

  load(url) {
    this.startLoading(undefined);
    this.image.src = url;
  }

  startLoading(frame) {
    this.loading = true;
    this.frame = frame;
    this.next = undefined;
  }

  // The picture on the screen stays; the next one is discarded.
  dropPending() {
    this.next = undefined;
  }

  loaded(success) {
    if (!this.loading) {
      return; // the blank picture
    }
    this.loading = false;
    this.revokeObject();
    this.image.classList.toggle('blank', !success);
    if (success) {
      this.onShown(this.frame);
    } else {
      this.onError();
    }
    if (this.next) {
      this.paint(this.next);
    }
  }

  revokeObject() {
    if (this.object) {
      URL.revokeObjectURL(this.object);
      this.object = undefined;
    }
  }

  blank() {
    this.loading = false;
    this.next = undefined;
    this.revokeObject();
    this.image.src = BLANK;
    this.image.classList.add('blank');
  }
}
