// The unit or the edge of the diagram that lies under a pointer.

/** @import { Offset } from "../../browser/maps/network.js" */
/** @import { ShownUnit } from "./diagram.js" */

/**
 * An edge from layer l to the next one, and the place of its weight among the parameters.
 * @typedef {{ l: number, to: number, from: number, weight: number }} Edge
 */

const REACH = 7; // pixels around an edge within which the pointer is on it
const HALVINGS = 20; // for a share of a bend: far below a pixel

/**
 * @param {ShownUnit[]} units
 * @param {number} x
 * @param {number} y
 */
export const unitAt = (units, x, y) =>
  units.find((u) => x >= u.left && x <= u.right && Math.abs(y - u.middle) <= (u.right - u.left) / 2);

/**
 * The nearest edge within reach, or null.
 * @param {ShownUnit[]} units
 * @param {Offset[]} offsets
 * @param {number} x
 * @param {number} y
 */
export function edgeAt(units, offsets, x, y) {
  /** @type {Edge | null} */
  let best = null;
  let least = REACH;
  for (const to of units) {
    for (const from of units) {
      if (from.layer !== to.layer - 1 || x < from.right || x > to.left) continue;
      const distance = Math.abs(heightAt(from, to, x) - y);
      if (distance >= least) continue;
      const { weights, inputs } = offsets[from.layer];
      least = distance;
      best = { l: from.layer, to: to.unit, from: from.unit, weight: weights + to.unit * inputs + from.unit };
    }
  }
  return best;
}

/**
 * The height of an edge at a place between its ends: the cubic that `Diagram.strokeEdge` draws, with control points
 * half way.
 * @param {ShownUnit} from
 * @param {ShownUnit} to
 * @param {number} x
 */
function heightAt(from, to, x) {
  const t = bendAt((x - from.right) / (to.left - from.right));
  return from.middle + (3 * t * t - 2 * t * t * t) * (to.middle - from.middle);
}

/**
 * The parameter t at which a bend has gone a share of the way to the right: x(t) = 1.5 t − 1.5 t² + t³.
 * @param {number} share
 */
function bendAt(share) {
  let low = 0,
    high = 1;
  for (let i = 0; i < HALVINGS; i++) {
    const t = (low + high) / 2;
    if (1.5 * t - 1.5 * t * t + t * t * t < share) low = t;
    else high = t;
  }
  return low;
}
