// Measures and words that go for everything a hand moves on the map.

import { ownWords } from "../../browser/maps/units.js";

/** @import { Units } from "../../browser/maps/units.js" */

// Units of the axes, for the arrow keys (with shift: fine).
export const CURSOR_STEP = 0.25;
export const FINE_STEP = 0.05;

export const PENDING_FOR = 8000; // ms after which an answer that never came is no longer waited for

/**
 * @param {number} x
 * @param {number} y
 * @param {Units} [units]
 */
export const placeWords = (x, y, units) => `${ownWords(units, 0, x)}, ${ownWords(units, 1, y)}`;
