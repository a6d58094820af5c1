// What the page and its views know of each other: which views there are, what their blocks say, and what they can do.

/** @import { Block, NumberArray } from "../browser/blocks.js" */
/** @import { Palettes, Theme } from "../browser/colours.js" */
/** @import { Line, Reach } from "../browser/playing/timeline.js" */
/** @import { Sentence } from "../browser/sentences.js" */
/** @import { CliffBlock } from "./cliff/cliff.js" */
/** @import { CurvesBlock } from "./curves/curves.js" */
/** @import { DepthBlock } from "./depth/depth.js" */
/** @import { SignsBlock } from "./signs/signs.js" */
/** @import { UnitBlock } from "./unit/unit.js" */

/**
 * What every block of the page says. `names`: the activations, `words`: what each is called.
 * @typedef {object} PageHeader
 * @property {Palettes} palette
 * @property {string[]} names
 * @property {Record<string, string>} words
 * @property {string} id
 */

/**
 * What the blocks of views with moments say besides. `speed`: a factor on 60 moments a second. `open_at`: the epoch
 * that a link asks for.
 * @typedef {object} TimeHeader
 * @property {number} n_epochs
 * @property {boolean} finished
 * @property {string} stop_kind
 * @property {string} status
 * @property {number} speed
 * @property {number | null} open_at
 */

/**
 * @template {object} Header
 * @template {Record<string, NumberArray | undefined>} [Arrays={}]
 * @typedef {Block<PageHeader & Header, Arrays>} PageBlock
 */

/** @typedef {UnitBlock | SignsBlock | DepthBlock} TimedBlock */
/** What a moment is called in each view that goes through time. */
export const CLOCKS = { unit: "Epoch", signs: "Step", depth: "Epoch" };

/** @typedef {TimedBlock | CurvesBlock | CliffBlock} AnyBlock */

/**
 * A place in time: its epoch (or step), its number in the arrays, and the numbers that the view's charts follow.
 * @typedef {{ epoch: number, i: number, [measure: string]: number }} Moment
 */

/**
 * A chart beside the transport. `key`: what its solid and its dashed line are. `dots`: the values under the playhead.
 * @typedef {object} ViewChart
 * @property {string} title
 * @property {[solid: string, dashed: string]} [key]
 * @property {Line[]} lines
 * @property {Omit<Reach, "lastEpoch">} axis
 * @property {string[]} [playhead]
 * @property {(moment: Moment) => number[]} [dots]
 */

/**
 * What the frame does for its views. `reload` takes the view's moments anew, after a choice that changes them.
 * @typedef {object} Host
 * @property {Theme | null} theme
 * @property {(name: string, value: unknown) => void} ask
 * @property {(fields: Record<string, string | number | boolean>) => void} set settings that go into the link
 * @property {(finding: Sentence) => void} head the headline, where it changes without a redraw
 * @property {() => void} redraw
 * @property {() => void} reload
 */

/** @typedef {{ update(block: AnyBlock, isNew: boolean): void }} View */
/** @typedef {View & { draw(theme: Theme): void, headline(): Sentence, sentence(): string }} StillView */

/**
 * @typedef {View & {
 *   readonly charts: ViewChart[],
 *   readonly moments: Moment[],
 *   show(moment: Moment, theme: Theme): void,
 *   headline(moment: Moment): Sentence,
 *   sentence(moment: Moment): string,
 * }} TimedView
 */
