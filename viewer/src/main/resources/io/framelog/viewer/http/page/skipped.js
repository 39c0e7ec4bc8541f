import { setText } from './text.js';

/**
 * Shows which records of the topic are no frames.
 *
 * @param {HTMLElement} element
 * @param {{ partition: number, records: number, reason: string, newest: string }[]} kinds
 */
export function showSkipped(element, kinds) {
  const records = kinds.reduce((sum, kind) => sum + kind.records, 0);
  element.hidden = records === 0;
  setText(
    /** @type {Element} */ (element.querySelector('summary')),
    `${records} ${records === 1 ? 'record is' : 'records are'} not shown`,
  );
  const texts = kinds.map(
    ({ partition, records: count, reason, newest }) =>
      `Partition ${partition}: ${count} ${count === 1 ? 'record' : 'records'}, the newest at ${newest}: ${reason}.`,
  );
  const list = /** @type {Element} */ (element.querySelector('ul'));
  while (list.children.length > texts.length) {
    list.lastElementChild?.remove();
  }
  texts.forEach((text, index) => {
    const item = list.children[index] ?? list.appendChild(document.createElement('li'));
    setText(item, text);
  });
}
