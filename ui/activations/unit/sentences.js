// What is said of a unit at one moment of its life, from what was measured there. The patterns that were looked at are
// named. A unit is called dead only where all training patterns were looked at, and none reaches it from here to the
// run's end.

import { fixed, whole } from "../../browser/numbers.js";
import { formatEpoch } from "../../browser/playing/timeline.js";

/** @import { Sentence } from "../../browser/sentences.js" */

/**
 * The training patterns on which units are followed: how many, of how many, and both in words, "the first 1,000 of
 * 50,000 training images" and "the 50,000 training images".
 * @typedef {{ n: number, of: number, words: string, all_words: string }} Seen
 */

/**
 * A unit at a moment. `saturated`, `reached`: numbers of patterns seen; `passed`: its mean f′. `staysUnreached`:
 * whether no pattern seen reaches it at any moment from here on. `reachedByAll`: how many of all training patterns
 * reach it; null where they were not counted.
 * @typedef {object} UnitAt
 * @property {number} epoch
 * @property {boolean} isEnd of a run that will not go on
 * @property {boolean} isOver whether the run will not go on
 * @property {boolean} canDie
 * @property {number} saturated
 * @property {number} reached
 * @property {boolean} staysUnreached
 * @property {number | null} reachedByAll
 * @property {number} passed
 */

/** @param {Pick<UnitAt, "epoch" | "isEnd">} at */
const when = ({ epoch, isEnd }) => {
  if (epoch === 0) return "Before training";
  return isEnd ? "At the end" : `At epoch ${formatEpoch(epoch)}`;
};

/**
 * @param {string} template
 * @param {string} text
 * @returns {Sentence}
 */
const headline = (template, text) => ({ name: `activations.unit.headline.${template}`, text });

/**
 * @param {UnitAt} at
 * @param {Seen} seen
 * @returns {Sentence}
 */
export function headlineAt(at, seen) {
  const { isOver, canDie, saturated, reached, staysUnreached, reachedByAll: all, passed } = at;
  const { n, of, words, all_words } = seen;
  if (canDie && reached === 0) {
    if (all) {
      const verb = all === 1 ? "reaches" : "reach";
      return headline("reached", `${when(at)} ${whole(all)} of ${all_words} ${verb} this unit`);
    }
    const counted = all === 0 || n === of;
    const told = `${when(at)} none of ${counted ? all_words : words} reaches this unit`;
    return counted && isOver && staysUnreached
      ? headline("dead", `${told}: it is dead`)
      : headline("unreached", told);
  }
  const share = saturated / n;
  if (share >= 0.5)
    return headline(
      "saturated",
      `${when(at)} this unit is saturated on ${(100 * share).toFixed(1)} % of ${words}`,
    );
  return headline("passed", `${when(at)} this unit’s mean slope f′ is ${fixed(passed, 3)} over ${words}`);
}

/**
 * The same in numbers, for screen readers.
 * @param {UnitAt & { layer: number, unit: number, meanOutput: number }} at
 * @param {Seen} seen
 */
export const spokenAt = ({ epoch, layer, unit, meanOutput, saturated, passed }, { n, words }) =>
  `Unit ${unit} of layer ${layer} at epoch ${formatEpoch(epoch)}: mean output ${fixed(meanOutput, 3)}, ` +
  `saturated on ${((100 * saturated) / n).toFixed(1)} %, mean slope ${fixed(passed, 4)}, over ${words}.`;

/**
 * What lies in the outer bins of the histogram; nothing where it is little.
 * @param {number[]} counts of each bin
 * @param {Seen} seen
 */
export function beyondWords(counts, { n, words }) {
  const beyond = (counts[0] + counts[counts.length - 1]) / n;
  if (beyond <= 0.02) return "";
  return `${(100 * beyond).toFixed(1)} % of ${words} lie in the outer bins, which hold all that is beyond.`;
}

/**
 * What the picker's gates show. `limits`: for each layer its activation's word, and the share of the patterns from
 * which on a unit is struck out.
 * @param {{ words: string, dead_share: number }[]} layers
 * @param {Seen} seen
 */
export function gateWords(layers, { words }) {
  const limits = new Map(layers.map(({ words: name, dead_share: share }) => [name, limitWords(share)]));
  const different = new Set(limits.values());
  const struck =
    different.size === 1
      ? [...different].join()
      : [...limits].map(([name, limit]) => `${limit} (${name})`).join(", ");
  return `Filled as far as the mean f′ over ${words} lets gradients through. Struck out: saturated on ${struck}.`;
}

/** @param {number} share */
const limitWords = (share) => (share === 1 ? "all of them" : `${percentWords(share)} of them or more`);

/**
 * Without decimals that say nothing: 5 %.
 * @param {number} share
 */
export const percentWords = (share) => `${+(100 * share).toPrecision(3)} %`;
