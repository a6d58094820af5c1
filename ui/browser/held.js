// What this browser has of the page's blocks, by keys that Python has made of the bytes: what stands here comes as its
// key alone. `ui/frame/held.py` knows what has been sent, and counts on somewhat less than is kept here.

/**
 * Bytes by key, those that were used last at the end.
 * @typedef {Map<string, Uint8Array>} Held
 */

const MOST_BYTES = 24e6,
  MOST_KEYS = 4000;

/**
 * Keep bytes, or note that they have been used; what has not been used for longest goes.
 * @param {Held} held
 * @param {string} key
 * @param {Uint8Array} bytes
 */
export function keep(held, key, bytes) {
  held.delete(key);
  held.set(key, bytes);
  let total = 0;
  for (const each of held.values()) total += each.length;
  for (const [old, each] of held) {
    if (total <= MOST_BYTES && held.size <= MOST_KEYS) break;
    held.delete(old);
    total -= each.length;
  }
}
