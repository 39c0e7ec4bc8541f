import { Card } from './card.js';

// A browser opens at most six connections to a host, and each live picture holds one. Further streams show single
// pictures, so that connections stay free for the list and for snapshots.
const MAX_LIVE = 4;

// All streams, each with its picture.
export class List {
  constructor(grid) {
    this.grid = grid;
    this.cards = new Map();
    this.visibility = new IntersectionObserver((entries) => {
      for (const entry of entries) {
        entry.target.card.visible = entry.isIntersecting;
      }
      this.assignModes();
    });
  }

  update(streams) {
    const names = new Set(streams.map((stream) => stream.name));
    for (const [name, card] of this.cards) {
      if (!names.has(name)) {
        this.visibility.unobserve(card.element);
        card.remove();
        this.cards.delete(name);
      }
    }
    streams.forEach((stream, index) => {
      const card = this.cards.get(stream.name) ?? this.add(stream.name);
      card.update(stream);
      if (this.grid.children[index] !== card.element) {
        this.grid.insertBefore(card.element, this.grid.children[index] ?? null);
      }
    });
    this.assignModes();
  }

  add(name) {
    const card = new Card(name);
    this.cards.set(name, card);
    this.visibility.observe(card.element);
    return card;
  }

  focus(name) {
    this.cards.get(name)?.part('picture').focus({ preventScroll: true });
  }

  // Marks all streams as lost, because the viewer does not answer.
  markLost(reason) {
    for (const card of this.cards.values()) {
      card.update({ ...card.stream, state: 'lost', reason });
      card.setMode('off');
    }
  }

  // Gives the live connections to the first visible streams.
  assignModes() {
    let free = MAX_LIVE;
    const cards = [...this.cards.values()];
    const modes = cards.map((card) => {
      if (document.hidden || !card.visible || !card.stream) {
        return 'off';
      }
      if (card.stream.state === 'live' && free > 0) {
        free -= 1;
        return 'live';
      }
      return 'still';
    });
    // Connections are closed before others are opened.
    cards.forEach((card, i) => modes[i] !== 'live' && card.setMode(modes[i]));
    cards.forEach((card, i) => modes[i] === 'live' && card.setMode('live'));
  }
}
