const BLANK = 'data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7';

// Shows pictures in an <img>, one at a time; where they come faster than they can be shown, the newest is next. The <img>
// decodes as it paints: decoded beside that, most pictures would be replaced before they are painted.
export class Screen {
  // onShown is told the frame that is shown now (none where it was loaded from an address), onBroken that one could not be.
  constructor(image, onShown, onBroken) {
    this.image = image;
    this.onShown = onShown;
    this.onBroken = onBroken;
    image.addEventListener('load', () => this.arrived(true));
    image.addEventListener('error', () => this.arrived(false));
    this.blank();
  }

  // Does not wait for a picture from an address.
  paint(frame) {
    if (this.loading && this.object) {
      this.next = frame;
      return;
    }
    this.begin(frame);
    this.object = URL.createObjectURL(frame.picture);
    this.image.src = this.object;
  }

  load(url) {
    this.begin(undefined);
    this.image.src = url;
  }

  begin(frame) {
    this.loading = true;
    this.frame = frame;
    this.next = undefined;
  }

  // The picture that is being shown stays; none follows it.
  hold() {
    this.next = undefined;
  }

  arrived(good) {
    if (!this.loading) {
      return; // the blank one
    }
    this.loading = false;
    this.forgetObject();
    this.image.classList.toggle('blank', !good);
    if (good) {
      this.onShown(this.frame);
    } else {
      this.onBroken();
    }
    if (this.next) {
      this.paint(this.next);
    }
  }

  forgetObject() {
    if (this.object) {
      URL.revokeObjectURL(this.object);
      this.object = undefined;
    }
  }

  blank() {
    this.loading = false;
    this.next = undefined;
    this.forgetObject();
    this.image.src = BLANK;
    this.image.classList.add('blank');
  }
}
