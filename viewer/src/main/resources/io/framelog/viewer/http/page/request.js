// Single answers of the viewer, by HTTP.

/** @import { Frame } from './frame.js' */

/** An error response of the viewer (application/problem+json). Its message is meant for people. */
export class ProblemError extends Error {
  /**
   * @param {number} status
   * @param {string} message
   */
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

/**
 * @param {string} url
 * @param {RequestInit} [options]
 * @returns {Promise<Response>}
 * @throws {ProblemError} if the viewer refuses
 */
async function request(url, options) {
  const response = await fetch(url, options);
  if (!response.ok) {
    const problem = await response.json().catch(() => ({}));
    throw new ProblemError(response.status, problem.detail ?? `the viewer answers with status ${response.status}`);
  }
  return response;
}

/**
 * @param {string} url
 * @param {AbortSignal} [signal]
 * @returns {Promise<any>}
 */
export async function json(url, signal) {
  return (await request(url, { signal })).json();
}

/**
 * @param {string} url
 * @param {AbortSignal} [signal]
 * @returns {Promise<Frame>}
 */
export async function frame(url, signal) {
  const response = await request(url, { signal });
  return {
    picture: await response.blob(),
    micros: Math.round(1e6 * Number(response.headers.get('X-Timestamp'))),
    position: response.headers.get('X-Framelog-Position') ?? '',
  };
}
