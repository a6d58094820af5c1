// Arrow keys: where they lead among things that stand in a row or in a grid.

/**
 * Columns to the right and rows down.
 * @typedef {[number, number]} Direction
 */

/** @type {ReadonlyMap<string, Direction>} */
const DIRECTIONS = new Map([
  ["ArrowRight", [1, 0]],
  ["ArrowLeft", [-1, 0]],
  ["ArrowDown", [0, 1]],
  ["ArrowUp", [0, -1]],
]);

/**
 * The direction of an arrow key; none of another key.
 * @param {KeyboardEvent} event
 */
export const directionOf = (event) => DIRECTIONS.get(event.key);

/**
 * How far an arrow key leads in a grid that is counted row by row, or in a row; 0 for another key.
 * @param {KeyboardEvent} event
 * @param {number} [across] columns of the grid; 1 where up and down lead as far as left and right
 */
export function stepOf(event, across = 1) {
  const [right, down] = directionOf(event) ?? [0, 0];
  return right + across * down;
}
