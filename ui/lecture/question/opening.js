// What a scene says holds for its own settings. The address bar's link says which of them the visitor has changed:
// "?scene=example-data&centres=…".

const WRITTEN = "hidden-layers-address";

/**
 * A scene's sentence. Once a setting that it depends on is another one, it is said of the scene as it opens.
 * @param {string} text
 * @param {string[]} saidOf names of the settings that it depends on
 * @param {string} search the address's part from "?" on
 */
export function saidOfOpening(text, saidOf, search) {
  const changed = new URLSearchParams(search);
  return saidOf.some((name) => changed.has(name)) ? `As the scene opens: ${text}` : text;
}

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
