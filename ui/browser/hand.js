// A hand on the page: one pointer, from where it takes hold to where it lets go.

/**
 * What an element does for a hand.
 * @typedef {object} Held
 * @property {(event: PointerEvent) => boolean | void} take false where there is nothing to take hold of
 * @property {(event: PointerEvent) => void} move
 * @property {(event: PointerEvent) => void} [release]
 * @property {() => void} takeBack all since `take` is as if it had not been
 * @property {number[]} [buttons] of a mouse; the primary one alone if nothing is said
 */

/**
 * Follow a hand that takes hold of an element. Whoever spreads two fingers over the page wants to see it larger: the
 * second one, wherever it comes down, takes back what the first began. So does a browser that scrolls instead.
 * @param {HTMLElement} element
 * @param {Held} held
 */
export function followHand(element, { take, move, release, takeBack, buttons = [0] }) {
  /** @type {number | null} */
  let id = null;
  const leave = () => {
    id = null;
    window.removeEventListener("pointerdown", onSecond, true);
  };
  const onSecond = () => {
    leave();
    takeBack();
  };
  element.addEventListener("pointerdown", (event) => {
    if (id !== null || !event.isPrimary || !buttons.includes(event.button) || take(event) === false) return;
    id = event.pointerId;
    element.setPointerCapture(id);
    window.addEventListener("pointerdown", onSecond, true);
  });
  element.addEventListener("pointermove", (event) => event.pointerId === id && move(event));
  element.addEventListener("pointerup", (event) => {
    if (event.pointerId !== id) return;
    leave();
    release?.(event);
  });
  element.addEventListener("pointercancel", (event) => event.pointerId === id && onSecond());
}
