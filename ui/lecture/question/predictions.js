// What a visitor has predicted, and whether the answer is revealed, for every question of every scene. It stands with
// the browser's tab, so that neither going back nor a reload forgets it.

/**
 * @typedef {object} Prediction
 * @property {number | null} chosen the place of the answer that was chosen, from 0
 * @property {string} guess what was written where a number was asked for
 * @property {boolean} revealed
 */

const KEY = "hidden-layers.predictions";

/** @returns {Prediction} */
const nothing = () => ({ chosen: null, guess: "", revealed: false });

/** @type {Record<string, Prediction> | undefined} */
let all;

/** @returns {Record<string, Prediction>} */
function read() {
  try {
    const kept = JSON.parse(sessionStorage.getItem(KEY) ?? "{}");
    return kept && typeof kept === "object" ? kept : {};
  } catch {
    return {}; // no storage, or another program's text
  }
}

/**
 * @param {string} slug
 * @param {number} at the question's place in its scene
 * @returns {Prediction}
 */
export function predictionOf(slug, at) {
  all ??= read();
  return { ...nothing(), ...all[`${slug}/${at}`] };
}

/**
 * @param {string} slug
 * @param {number} at
 * @param {Partial<Prediction>} change
 */
export function predict(slug, at, change) {
  const prediction = { ...predictionOf(slug, at), ...change };
  all = { ...all, [`${slug}/${at}`]: prediction };
  try {
    sessionStorage.setItem(KEY, JSON.stringify(all));
  } catch {
    // no storage: the page remembers while it is open
  }
}

/**
 * Begin a scene anew.
 * @param {string} slug
 */
export function forget(slug) {
  all ??= read();
  for (const key of Object.keys(all)) if (key.startsWith(`${slug}/`)) delete all[key];
  predict(slug, 0, nothing());
}

/**
 * What is said beside the answer of what the visitor had chosen, or "".
 * @param {{ choices: string[], right: number, number: number | null, unit: string }} question
 * @param {Prediction} prediction
 */
export function chosenWords({ choices, right, number, unit }, { chosen, guess }) {
  if (number !== null && guess) return `You guessed ${guess}${unit ? ` ${unit}` : ""}.`;
  if (chosen === null || !(chosen in choices)) return "";
  return chosen === right ? "You chose it." : `You chose “${choices[chosen]}”.`;
}
