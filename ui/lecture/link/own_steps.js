// The browser's history gets a step for what the visitor does, and none for what the page does to its address by
// itself: the first page under its name goes to "/", a scene to its own page, settings into the form in which they are
// written. Steps that were added before this module was there stay in the history, and Back goes past them.

/** What a visitor does before the page has reason for another step. */
const DONE = ["pointerdown", "pointerup", "keydown", "input", "change", "drop"];

/** In a step's state: the visitor came here, by a link or by what they did. */
const MARK = "hiddenLayersVisited";

/** @typedef {History & { isVisitors?: boolean }} Steps */

/** Let the page add no step by itself, and let Back go past those that it has added while it opened. */
export function keepOwnSteps() {
  const history = /** @type {Steps} */ (window.history);
  if (history.isVisitors) return;
  history.isVisitors = true;
  const push = history.pushState.bind(history),
    replace = history.replaceState.bind(history);
  let hasActed = false;
  // While the browser goes on to another document, an address that is written would keep it here, however long the
  // server takes to answer. Whoever does something has stayed here after all.
  let goesOn = false;
  for (const name of DONE) window.addEventListener(name, () => ([hasActed, goesOn] = [true, false]), true);
  window.addEventListener("beforeunload", () => (goesOn = true));
  window.addEventListener("pageshow", () => (goesOn = false)); // from the browser's memory of pages
  window.addEventListener("popstate", () => {
    hasActed = false;
    goesOn = !isMarked(history.state);
    if (goesOn) history.back();
  });
  history.pushState = (state, title, address) => {
    if (goesOn) return;
    const isStep = hasActed && !isSecondHalf(address);
    hasActed = false;
    if (isStep) push(marked(state), title, address);
    else replace(marked(state), title, address);
  };
  history.replaceState = (state, title, address) => {
    if (!goesOn) replace(marked(state), title, address);
  };
  replace(marked(history.state), "", window.location.href);
}

/** @param {unknown} state */
const isMarked = (state) => Boolean(state && typeof state === "object" && MARK in state);

/** @param {unknown} state */
const marked = (state) => ({ ...(state && typeof state === "object" ? state : {}), [MARK]: true });

/**
 * Streamlit comes to a scene on another page in two steps: the old page's address with the new scene, then the new
 * page's. The first would only send the back button forward again.
 * @param {string | URL | null | undefined} address
 */
function isSecondHalf(address) {
  const here = new URL(window.location.href),
    there = new URL(address ?? here, here),
    scene = there.searchParams.get("scene");
  return Boolean(scene) && scene === here.searchParams.get("scene") && there.pathname !== here.pathname;
}
