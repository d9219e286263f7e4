// How long to wait before the next attempt to connect. Pure: the dice are handed in.

export const FIRST_MS = 500;
export const LONGEST_MS = 30_000;

/**
 * Twice as long each time up to half a minute, and anywhere in the upper half of that, so that a restarted server is not met by everybody at once.
 * @param {number} attempt 0 for the first
 * @param {() => number} [random] in [0, 1)
 * @returns {number} milliseconds
 */
export function delay(attempt, random = Math.random) {
  const most = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(attempt, 16));
  return Math.round(most / 2 + (most / 2) * random());
}
