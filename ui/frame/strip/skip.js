// Streamlit's link past its menus, the first one of a page, leads to the buttons that play, where something plays.

const LINK = "[data-testid=stSkipToContent]";

/** @returns {HTMLElement | undefined} the buttons that play, in whichever part of the page */
function transport() {
  const hosts = [...document.querySelectorAll("[data-testid=stMain] *")].filter((host) => host.shadowRoot);
  const found = hosts.flatMap((host) => [...(host.shadowRoot?.querySelectorAll(".transport") ?? [])]);
  return /** @type {HTMLElement[]} */ (found).find((each) => each.getClientRects().length);
}

/** @param {MouseEvent} event */
function skip(event) {
  if (!(event.target instanceof Element && event.target.closest(LINK))) return;
  const buttons = transport();
  if (!buttons) return; // Streamlit leads to the page's first control
  event.preventDefault();
  event.stopPropagation();
  buttons.tabIndex = -1;
  buttons.focus();
}

/** @returns {() => void} ends it */
export function leadToPlay() {
  document.addEventListener("click", skip, true);
  return () => document.removeEventListener("click", skip, true);
}
