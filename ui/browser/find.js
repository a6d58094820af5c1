// Elements of a part, by their selectors.

/**
 * The element that a selector names; a part whose html lacks it fails at once, with the selector.
 * @template {Element} [E=HTMLElement]
 * @param {ParentNode} root
 * @param {string} selector
 * @returns {E}
 */
export function find(root, selector) {
  const found = root.querySelector(selector);
  if (!found) throw new Error(`no element ${selector} in this part's html`);
  return /** @type {E} */ (found);
}

/**
 * All elements that a selector names, as an array.
 * @template {Element} [E=HTMLElement]
 * @param {ParentNode} root
 * @param {string} selector
 * @returns {E[]}
 */
export const findAll = (root, selector) => /** @type {E[]} */ ([...root.querySelectorAll(selector)]);
