// Numbers on lines that come close: each at its place, moved as little as keeps it readable.

/**
 * Places from top to bottom, each at least so far from the one above; their middle stays.
 * @param {number[]} places in ascending order
 * @param {number} least
 */
export function keepApart(places, least) {
  /** @type {number[]} */
  const kept = [];
  for (const place of places) kept.push(Math.max(place, (kept.at(-1) ?? -Infinity) + least));
  const moved = kept.reduce((sum, place, i) => sum + place - places[i], 0) / (kept.length || 1);
  return kept.map((place) => place - moved);
}
