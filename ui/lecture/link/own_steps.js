// The browser's history gets a step for what the visitor does, and none for what the page does to its address by
// itself: the first page under its name goes to "/", a scene to its own page, settings into the form in which they are
// written.

/** What a visitor does before the page has reason for another step. */
const DONE = ["pointerdown", "pointerup", "keydown", "input", "change", "drop"];

const MOST_OWN = 5; // steps that a page may have added before its first part was there

/** @typedef {History & { isVisitors?: boolean }} Steps */

/** Let the page add no step by itself, also none of those that it has added while it opened. */
export function keepOwnSteps() {
  const history = /** @type {Steps} */ (window.history);
  if (history.isVisitors) return;
  history.isVisitors = true;
  const push = history.pushState.bind(history);
  let hasActed = false;
  for (const name of DONE) window.addEventListener(name, () => (hasActed = true), true);
  window.addEventListener("popstate", () => (hasActed = false));
  const takenBack = takeBack();
  history.pushState = (state, title, address) => {
    const isStep = hasActed && !isSecondHalf(address);
    hasActed = false;
    if (takenBack.underWay) takenBack.goesTo(address);
    else if (isStep) push(state, title, address);
    else history.replaceState(state, title, address);
  };
}

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

/**
 * Go back to the step with which the page was opened, and write the present address there. The steps after it stay, but
 * only the forward button leads there, and to the same page. Streamlit hears of it, and draws the page once more.
 */
function takeBack() {
  let address = window.location.href,
    tries = 0;
  const way = {
    underWay: wasAdded(),
    /** @param {string | URL | null | undefined} next what the page writes meanwhile; it knows the way's address only */
    goesTo(next) {
      const there = new URL(address);
      there.search = new URL(next ?? address, address).search;
      address = there.href;
    },
  };
  if (!way.underWay) return way;
  const arrive = () => {
    tries += 1;
    if (wasPushed() && tries < MOST_OWN) return window.history.back();
    window.removeEventListener("popstate", arrive);
    way.underWay = false;
    window.history.replaceState(window.history.state, "", address);
  };
  window.addEventListener("popstate", arrive);
  window.history.back();
  return way;
}

/** Streamlit's steps have a state, the one with which a document was opened has none. */
const wasPushed = () => window.history.state !== null;

/** Whether steps were added since a link opened the page. Its parts come with it, before the visitor can do much. */
function wasAdded() {
  const [opened] = performance.getEntriesByType("navigation"),
    { type, name } = /** @type {PerformanceNavigationTiming} */ (opened ?? {});
  return type === "navigate" && name !== window.location.href && wasPushed();
}
