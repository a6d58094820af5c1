// What a scene says holds for its own settings. The address bar's link says which of them the visitor has changed:
// "?scene=example-data&centres=…".

import { WRITTEN } from "../../browser/address.js";

/**
 * Settings that an answer changes, by their names and texts in a link.
 * @typedef {[name: string, text: string][]} Then
 */

/**
 * A scene's sentence. Once a setting that it depends on is another one, it is said of the scene as it opens; what an
 * answer itself has changed is the scene's own.
 * @param {string} text
 * @param {string[]} saidOf names of the settings that it depends on
 * @param {string} search the address's part from "?" on
 * @param {Then[]} thens what each answer changes
 */
export function saidOfOpening(text, saidOf, search, thens) {
  const changed = new URLSearchParams(search),
    isOwn = (/** @type {string} */ name) => thens.some((then) => isIn(then, name, changed.get(name)));
  return saidOf.some((name) => changed.has(name) && !isOwn(name)) ? `As the scene opens: ${text}` : text;
}

/**
 * @param {Then} then
 * @param {string} name
 * @param {string | null} text
 */
const isIn = (then, name, text) => then.some(([one, its]) => one === name && its === text);

/**
 * Whether an address says what the first answers change, and nothing that later ones do.
 * @param {string} search the address's part from "?" on
 * @param {Then[]} thens what each answer changes
 * @param {number} count how many are answered
 */
export function isShown(search, thens, count) {
  const said = new URLSearchParams(search),
    wanted = new Map(thens.slice(0, count).flat());
  return thens
    .flat()
    .every(([name, text]) =>
      wanted.has(name) ? said.get(name) === wanted.get(name) : said.get(name) !== text,
    );
}

/**
 * The epoch to which the first answers lead, as it stands in a link; undefined where they lead nowhere.
 * @param {Then[]} thens what each answer changes
 * @param {number} count how many are answered
 */
export const ledTo = (thens, count) =>
  thens
    .slice(0, count)
    .flat()
    .findLast(([name]) => name === "at")?.[1];

/**
 * Call back whenever the address changes, until the returned function is called. No event tells of it where a script
 * writes it.
 * @param {() => void} act
 */
export function onAddress(act) {
  const history = /** @type {History & { tells?: boolean }} */ (window.history);
  if (!history.tells) {
    history.tells = true;
    for (const name of /** @type {const} */ (["pushState", "replaceState"])) {
      const write = history[name].bind(history);
      history[name] = (state, title, address) => {
        write(state, title, address);
        window.dispatchEvent(new Event(WRITTEN));
      };
    }
  }
  const events = [WRITTEN, "popstate"];
  for (const event of events) window.addEventListener(event, act);
  return () => events.forEach((event) => window.removeEventListener(event, act));
}
