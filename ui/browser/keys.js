// Keys of the page: which of them a visitor means for it, and not for a field or for the browser.

const FIELDS =
  "input:not([type=range], [type=checkbox], [type=radio], [type=button]), textarea, select, dialog[open]";

/**
 * The letter or the name of a key that was pressed for the page, in small letters; "" where it was typed into a field,
 * was pressed together with another, or is held down.
 * @param {KeyboardEvent} event
 */
export function keyForPage(event) {
  const inField = event.composedPath().some((one) => one instanceof Element && one.matches(FIELDS));
  const withOthers = event.ctrlKey || event.altKey || event.metaKey;
  return inField || withOthers || event.repeat ? "" : event.key.toLowerCase();
}
