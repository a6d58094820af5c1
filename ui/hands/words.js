// What is said of the hidden lines, of the shares of points that they get right.

/** @import { LinesBlock } from "./lines.js" */
/** @import { Line } from "./lines_of_the_plane.js" */

const FITTED_WITHIN = 6e-4; // of a line's numbers, which Python gets with three decimals
const CLEARLY = 2; // standard errors from which on a lead is called one

/**
 * A share in percent.
 * @param {number} share
 */
export const percent = (share) => `${(100 * share).toFixed(1)} %`;

/**
 * Which lines are the better ones, where so many points can tell.
 * @param {number} mine
 * @param {number} theirs
 * @param {{ set: string, n: number }} points
 */
export function comparison(mine, theirs, { set, n }) {
  const lead = theirs - mine,
    spread = Math.sqrt((mine * (1 - mine) + theirs * (1 - theirs)) / n),
    shares = `yours ${percent(mine)}, learned ${percent(theirs)} of ${n} ${set} points`;
  if (Math.abs(lead) <= CLEARLY * spread) return `No clear winner: ${shares}`;
  return lead > 0 ? `Learning finds better lines: ${shares}` : `Your lines beat the learned ones: ${shares}`;
}

/**
 * What both networks are, and how the outputs for the hand's lines were found.
 * @param {Pick<LinesBlock, "sizes" | "activations" | "activation_facts" | "arrays" | "ridge">} run
 * @param {Line[]} lines
 */
export function wordsOf({ sizes, activations, activation_facts, arrays, ridge }, lines) {
  const units = `${lines.length} ${activation_facts[activations[0]].word} units`,
    [, count] = sizes;
  const isFitted =
    count === lines.length &&
    lines.every(([w1, w2, b], j) =>
      [w1 - arrays.fitted[2 * j], w2 - arrays.fitted[2 * j + 1], b - arrays.fitted[2 * count + j]].every(
        (off) => Math.abs(off) < FITTED_WITHIN,
      ),
    );
  const outputs = isFitted
    ? `The outputs for your lines have the least training loss, with an L2 penalty of ${ridge} that keeps them finite.`
    : "The outputs are still those for where your lines were a moment ago.";
  return `Both networks have ${units}: a dashed line is where a unit's z is 0. ${outputs}`;
}
