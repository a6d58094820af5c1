// What the browser has of a run stays true: a run is the same to the last bit, whoever trains it. So where a server
// knows less of it than the browser, because it has begun anew or has let the run go, the browser keeps what it has.

/**
 * What a block of runs says of how far it is, and of what can be chosen without another run.
 * @typedef {object} Told
 * @property {string} id changes with the runs
 * @property {string} [wanted] the id of the runs that the settings ask for: others may have to be trained before
 * @property {number} trained_epochs
 * @property {boolean} finished
 * @property {boolean} replay
 */

/**
 * Whether a block has less of the runs that are shown than what is there already.
 * @param {Told | undefined} shown
 * @param {Told} come
 */
export function isBehind(shown, come) {
  if (!shown) return false;
  if (shown.id === come.id) return come.trained_epochs < shown.trained_epochs - 1e-6;
  return come.wanted === shown.id; // the run before a fork, which has not come to the fork
}

/**
 * The runs that are shown, with what the newer block says of everything but them.
 * @template {Told} B
 * @param {B} shown
 * @param {B} come
 * @returns {B}
 */
export function keptAhead(shown, come) {
  const { view } = /** @type {{ view?: unknown }} */ (come);
  return { ...shown, ...(view ? { view } : {}), replay: false };
}
