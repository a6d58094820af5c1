// Words that are written only where they change: what is written again, a screen reader speaks again.

/**
 * Whether the html was new.
 * @param {Element} element
 * @param {string} html
 */
export function writeHtml(element, html) {
  if (element.innerHTML === html) return false;
  element.innerHTML = html;
  return true;
}
