// What happened on a stream, as the page tells of it.

import { capital, duration } from './text.js';

/**
 * @typedef {object} Happening
 * @property {string} key the same for its beginning and its end
 * @property {string} kind such as 'motion'
 * @property {string} stream
 * @property {number} from in milliseconds
 * @property {number | undefined} until undefined if it is a moment, or goes on
 * @property {boolean} began whether this is only its beginning
 * @property {string} moment where to play it from
 * @property {string[]} zones
 * @property {string} reason
 * @property {string | undefined} picture an address
 */

const PREFIX = 'data:image/jpeg;base64,';

/**
 * @param {any} event a CloudEvent
 * @param {string} [kind] as the viewer calls it
 * @returns {Happening | undefined} undefined if it has no time or no stream
 */
export function happening(event, kind = kindOf(event)) {
  const data = typeof event.data === 'object' && event.data !== null ? event.data : {};
  const from = Date.parse(data.from ?? event.time);
  const until = Date.parse(data.until);
  const stream = event.subject ?? '';
  if (Number.isNaN(from) || stream === '') {
    return undefined;
  }
  return {
    key: data.event ? `${kind} ${stream} ${data.event}` : `${event.source} ${event.id}`,
    kind,
    stream,
    from,
    until: data.phase === 'ended' && !Number.isNaN(until) ? until : undefined,
    began: data.phase === 'began',
    moment: String(data.from ?? event.time),
    zones: Array.isArray(data.zones) ? data.zones.map(String) : [],
    reason: typeof data.reason === 'string' ? data.reason : '',
    picture: String(data.picture).startsWith(PREFIX) ? data.picture : undefined,
  };
}

/** @param {any} event */
function kindOf({ type = '' }) {
  return String(type).replace(/^io\.framelog\.(stream\.)?/, '');
}

/**
 * Such as "Motion at door, 12 s", or "Lost: the cable".
 *
 * @param {Happening} what
 */
export function inWords({ kind, zones, from, until, reason, began }) {
  const place = zones.length > 0 ? ` at ${zones.join(', ')}` : '';
  const length = until === undefined ? '' : `, ${duration(Math.max(0, until - from) / 1000)}`;
  return `${capital(kind)}${place}${began ? ', now' : length}${reason ? `: ${reason}` : ''}`;
}
