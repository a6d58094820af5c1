// The time that each scene has had. The stage's window keeps it, and tells it to the presenter's.

/**
 * @typedef {object} Times
 * @property {number} begun when the clock was started, in ms since 1970
 * @property {string} name the scene that is shown, or ""
 * @property {number} since when it came
 * @property {Record<string, number>} spent ms that scenes have had before
 */

/**
 * A clock that starts now.
 * @param {string} name
 * @param {number} now
 * @returns {Times}
 */
export const started = (name, now) => ({ begun: now, name, since: now, spent: {} });

/**
 * The clock once a scene is shown.
 * @param {Times} times
 * @param {string} name
 * @param {number} now
 * @returns {Times}
 */
export function entered(times, name, now) {
  if (name === times.name) return times;
  const spent = { ...times.spent, [times.name]: spentOn(times, times.name, now) };
  return { ...times, name, since: now, spent };
}

/**
 * The time that a scene has had, in ms.
 * @param {Times} times
 * @param {string} name
 * @param {number} now
 */
export function spentOn({ name: shown, since, spent }, name, now) {
  const before = Object.hasOwn(spent, name) ? spent[name] : 0;
  return before + (name === shown ? Math.max(0, now - since) : 0);
}

/**
 * Minutes and seconds, as a clock shows them: "14:12".
 * @param {number} ms
 */
export function inMinutes(ms) {
  const seconds = Math.floor(Math.max(0, ms) / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
