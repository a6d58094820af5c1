// A pointer on the page: the element that it hit, its place within an element, and the way that it has come.

/**
 * The innermost element that a selector names among those that an event hit.
 * @template {Element} [E=HTMLElement]
 * @param {Event} event
 * @param {string} selector
 */
export const hitOf = (event, selector) =>
  /** @type {E | null} */ (event.target instanceof Element ? event.target.closest(selector) : null);

/**
 * How far a pointer is to the right and down in an element whose sides have so many units.
 * @param {Element} element
 * @param {PointerEvent} event
 * @param {number} side
 * @returns {[number, number]}
 */
export function placeIn(element, event, side) {
  const box = element.getBoundingClientRect();
  return [((event.clientX - box.left) / box.width) * side, ((event.clientY - box.top) / box.height) * side];
}

/**
 * Every move of a pointer since the event before: a screen draws less often than a pointer moves.
 * @param {PointerEvent} event
 */
export const movesOf = (event) => (event.getCoalescedEvents ? event.getCoalescedEvents() : [event]);
