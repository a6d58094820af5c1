// Arrow keys as steps: in the plane, x to the right and y upwards, and in a grid of things that are counted row by row.

/** @type {Record<string, [number, number] | undefined>} */
const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

/**
 * One step in the direction of an arrow key; undefined for other keys.
 * @param {KeyboardEvent} event
 */
export const stepOf = (event) => STEPS[event.key];

/**
 * The same as columns to the right and rows down, in a grid whose rows are counted from the top.
 * @param {KeyboardEvent} event
 * @returns {[number, number] | undefined}
 */
export function directionOf(event) {
  const step = stepOf(event);
  return step && [step[0], -step[1]];
}

/**
 * Places that an arrow key leads on in a grid that is counted row by row, or in a row; 0 for other keys.
 * @param {KeyboardEvent} event
 * @param {number} [across] columns of the grid; 1 where up and down lead as far as left and right
 */
export function stepAlong(event, across = 1) {
  const [right, down] = directionOf(event) ?? [0, 0];
  return right + across * down;
}
