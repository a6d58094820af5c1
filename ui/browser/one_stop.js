// Many controls as one stop of the Tab key: the one that had the focus last, at first the first. Arrow keys lead from
// there to the nearest control in their direction.

import { directionOf } from "./arrows.js";
import { findAll } from "./find.js";

const ASIDE = 3; // so much more does a step aside count than one ahead

/** @param {Element} control */
function middleOf(control) {
  const { left, right, top, bottom } = control.getBoundingClientRect();
  return { x: (left + right) / 2, y: (top + bottom) / 2 };
}

/**
 * How far a control is in a direction; what is not ahead is infinitely far.
 * @param {Element} from
 * @param {Element} to
 * @param {[number, number]} direction to the right and down
 */
function farness(from, to, [right, down]) {
  const [a, b] = [from, to].map(middleOf);
  const ahead = right * (b.x - a.x) + down * (b.y - a.y),
    aside = Math.abs(down * (b.x - a.x)) + Math.abs(right * (b.y - a.y));
  return ahead > 1 ? ahead + ASIDE * aside : Infinity;
}

export class OneStop {
  /** @type {HTMLElement | undefined} */
  last; // had the focus

  /**
   * @param {HTMLElement} box
   * @param {string} selector of the controls in it
   */
  constructor(box, selector) {
    this.box = box;
    this.selector = selector;
    box.dataset.arrows = ""; // the player leaves arrow keys alone here
    box.addEventListener("focusin", (event) => this.reach(event));
    box.addEventListener("keydown", (event) => this.step(event));
  }

  /** The controls that are not switched off; where some of them are shown, those: a phone leaves inputs out. */
  get controls() {
    const able = findAll(this.box, this.selector).filter((control) => !control.matches(":disabled")),
      shown = able.filter((control) => control.checkVisibility());
    return shown.length ? shown : able;
  }

  /** Leave one stop, after controls have come, gone, or been switched on or off. */
  refresh() {
    const { controls } = this,
      stop = this.last && controls.includes(this.last) ? this.last : controls[0];
    for (const control of findAll(this.box, this.selector)) control.tabIndex = control === stop ? 0 : -1;
  }

  /** @param {FocusEvent} event */
  reach({ target }) {
    const control = target instanceof Element ? target.closest(this.selector) : null;
    if (!(control instanceof HTMLElement) || control === this.last) return;
    this.last = control;
    this.refresh();
  }

  /** @param {KeyboardEvent} event */
  step(event) {
    const direction = directionOf(event),
      from = event.target instanceof Element ? event.target.closest(this.selector) : null;
    if (!direction || !from || event.defaultPrevented || event.shiftKey || isTypedIn(from)) return;
    event.preventDefault();
    this.nextTo(from, direction)?.focus();
  }

  /**
   * The nearest control ahead. Where a row ends, the next one begins: up and down are a field's own, for its number.
   * @param {Element} from
   * @param {[number, number]} direction
   */
  nextTo(from, direction) {
    const controls = this.controls.filter((control) => control.checkVisibility()),
      [right] = direction;
    const far = controls.map((control) => ({ control, away: farness(from, control, direction) })),
      [nearest] = far.filter(({ away }) => away < Infinity).toSorted((a, b) => a.away - b.away);
    return (
      nearest?.control ?? (right ? controls[controls.findIndex((one) => one === from) + right] : undefined)
    );
  }
}

/**
 * Whether a field's text is being changed, so that arrows move within it.
 * @param {Element} control
 */
const isTypedIn = (control) =>
  control instanceof HTMLInputElement &&
  control.selectionEnd !== control.value.length + (control.selectionStart ?? 0);
