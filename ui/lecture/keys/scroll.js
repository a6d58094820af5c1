// The keys that scroll a page. Streamlit scrolls a box within the page, which the browser's own keys do not find until
// it has been clicked.

const LINE = 60; // px, as much as browsers scroll at an arrow
const ALMOST = 0.875; // of what is seen, at a press of space

/**
 * How far a key scrolls.
 * @param {string} key
 * @param {{ scrollTop: number, scrollHeight: number, clientHeight: number }} box
 */
export function distance(key, { scrollTop, scrollHeight, clientHeight }) {
  const most = scrollHeight - clientHeight - scrollTop;
  /** @type {Record<string, number>} */
  const wanted = {
    ArrowDown: LINE,
    ArrowUp: -LINE,
    " ": ALMOST * clientHeight,
    Home: -scrollTop,
    End: most,
  };
  return Math.max(-scrollTop, Math.min(wanted[key] ?? 0, most));
}

/**
 * Scroll the page where there is something to scroll.
 * @param {string} key
 */
export function scrollPage(key) {
  const box = document.querySelector("[data-testid=stMain]"),
    by = box && distance(key, box);
  if (!by) return false;
  box.scrollBy({ top: by });
  return true;
}
