import { Card } from './card.js';

// A browser opens six connections to a host at most, and a live picture holds one: beyond this many, pictures are fetched
// one by one, so that the list and the snapshots always get through.
const MAX_LIVE = 4;

// The streams, each with its picture.
export class List {
  constructor(grid) {
    this.grid = grid;
    this.cards = new Map();
    this.visibility = new IntersectionObserver((entries) => {
      for (const entry of entries) {
        entry.target.card.visible = entry.isIntersecting;
      }
      this.play();
    });
  }

  show(streams) {
    const names = new Set(streams.map((stream) => stream.name));
    for (const [name, card] of this.cards) {
      if (!names.has(name)) {
        this.visibility.unobserve(card.element);
        card.remove();
        this.cards.delete(name);
      }
    }
    streams.forEach((stream, at) => {
      const card = this.cards.get(stream.name) ?? this.add(stream.name);
      card.show(stream);
      if (this.grid.children[at] !== card.element) {
        this.grid.insertBefore(card.element, this.grid.children[at] ?? null);
      }
    });
    this.play();
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

  // What is shown is no longer known to be live.
  lose(reason) {
    for (const card of this.cards.values()) {
      card.show({ ...card.stream, state: 'lost', reason });
      card.setMode('off');
    }
  }

  // Gives the few live connections to the first streams in view.
  play() {
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
    // Connections are given back before others are taken.
    cards.forEach((card, i) => modes[i] !== 'live' && card.setMode(modes[i]));
    cards.forEach((card, i) => modes[i] === 'live' && card.setMode('live'));
  }
}
