import { setText } from './text.js';

const element = document.getElementById('skipped');

// Shows which records of the topic are no frames. Each kind: { partition, records, reason, newest }.
export function showSkipped(kinds) {
  const records = kinds.reduce((sum, kind) => sum + kind.records, 0);
  element.hidden = records === 0;
  setText(element.querySelector('summary'), `${records} ${records === 1 ? 'record is' : 'records are'} not shown`);
  const texts = kinds.map(({ partition, records: count, reason, newest }) =>
    `Partition ${partition}: ${count} ${count === 1 ? 'record' : 'records'}, the newest at ${newest}: ${reason}.`);
  const list = element.querySelector('ul');
  while (list.children.length > texts.length) {
    list.lastElementChild.remove();
  }
  texts.forEach((text, index) => {
    const item = list.children[index] ?? list.appendChild(document.createElement('li'));
    setText(item, text);
  });
}
