// Measures and words that go for everything a hand moves on the map.

import { withMinus } from "../../browser/numbers.js";

// Units of the axes, for the arrow keys (with shift: fine).
export const CURSOR_STEP = 0.25;
export const FINE_STEP = 0.05;

export const PENDING_FOR = 8000; // ms after which an answer that never came is no longer waited for

/**
 * @param {number} x
 * @param {number} y
 */
export const placeWords = (x, y) => [x, y].map((v) => withMinus(v.toFixed(2))).join(", ");
