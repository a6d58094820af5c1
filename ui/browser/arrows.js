// Arrow keys as steps in the plane: x to the right, y upwards.

/** @type {Record<string, [number, number] | undefined>} */
const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

/**
 * One step in the direction of an arrow key; undefined for other keys.
 * @param {KeyboardEvent} event
 */
export const stepOf = (event) => STEPS[event.key];
