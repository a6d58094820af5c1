// The scene: everything that the parts of the page draw of one moment. Which weights are looked at follows from what
// the visitor chose, from the image, and from what the network makes of it.

import { covered } from "../../browser/on_stage.js";
import { pullAt, pullsOf, respond } from "./scores.js";

/** @import { Brush } from "./brush.js" */
/** @import { Layer, Moment, Moments, Run, Scale, View } from "./moments.js" */
/** @import { PlateTheme } from "./plate.js" */
/** @import { Answer, Pull } from "./scores.js" */
/** @import { Source } from "./sources.js" */

/** The name under which a scene covers the difference of two templates: until then the digit's own is shown. */
const DIFFERENCE = "difference";

/**
 * The weights that are looked at. `unit` is of the first hidden layer; it is null unless the kind is "unit".
 * @typedef {object} Subject
 * @property {"digit" | "unit" | "matrix"} kind
 * @property {number} layer whose weights are shown large
 * @property {number | null} unit
 * @property {number} digit
 * @property {number} rival
 * @property {boolean} pair whether the digit is held against its rival
 * @property {Pull} pull
 * @property {number} pullLayer
 * @property {Pull | null} rivalPull shown beside it
 * @property {number} nHidden hidden layers
 * @property {Scale & { twice: boolean }} scale
 */

/**
 * @typedef {object} Scene
 * @property {Moment} moment
 * @property {Layer[]} layers
 * @property {Answer} answer
 * @property {Pull[]} pulls at all digits
 * @property {Subject} subject
 * @property {boolean} multi whether there are hidden layers
 * @property {View} view
 * @property {number[][]} orders of the units of each hidden layer
 * @property {PlateTheme} theme
 * @property {Float64Array} image
 * @property {number | null} label
 * @property {boolean} edited
 * @property {boolean} blank whether the image has no ink at all
 */

/**
 * What a scene is made of.
 * @typedef {object} Setting
 * @property {Moments} moments
 * @property {Run} run
 * @property {View} view
 * @property {Brush} brush
 * @property {Source} source
 * @property {number[][]} orders
 * @property {PlateTheme} theme
 */

/**
 * The digit that is looked at, and its rival. Where the visitor chose none they follow the image: its digit, and the
 * strongest other one.
 * @param {View} view
 * @param {number | null} label
 * @param {number[]} ranked
 */
function rivals(view, label, ranked) {
  const digit = view.digit === "" ? (label ?? ranked[0]) : Number(view.digit),
    strongest = ranked[0] === digit ? ranked[1] : ranked[0];
  const rival = view.rival === "" ? strongest : Number(view.rival);
  return { digit, rival: rival === digit ? strongest : rival };
}

/**
 * Which weights are large: a digit's where there is no hidden layer, else those of the unit that was chosen, or a
 * matrix.
 * @param {View} view
 * @param {Layer[]} layers
 * @returns {Pick<Subject, "kind" | "layer" | "unit">}
 */
function weightsOf(view, layers) {
  const last = layers.length - 1;
  if (!last) return { kind: "digit", layer: 0, unit: null };
  if (view.unit !== "" && Number(view.unit) <= layers[0].outputs)
    return { kind: "unit", layer: 0, unit: Number(view.unit) - 1 };
  const layer = view.matrix === "" ? last : Math.min(Number(view.matrix) - 1, last);
  return { kind: "matrix", layer, unit: null };
}

/**
 * The pull that is shown part by part, and the one beside it.
 * @param {Layer[]} layers
 * @param {Answer} answer
 * @param {Pull[]} pulls
 * @param {{ unit: number | null, digit: number, rival: number, pair: boolean }} chosen
 * @returns {Pick<Subject, "pull" | "pullLayer" | "rivalPull">}
 */
function shownPull(layers, answer, pulls, { unit, digit, rival, pair }) {
  const last = layers.length - 1;
  if (unit !== null)
    return { pull: pullAt(layers[0], answer.inputs[0], unit), pullLayer: 0, rivalPull: null };
  if (pair) {
    const pull = pullAt(layers[last], answer.inputs[last], digit, rival);
    return { pull, pullLayer: last, rivalPull: null };
  }
  return { pull: pulls[digit], pullLayer: last, rivalPull: pulls[rival] };
}

/**
 * @param {Setting} setting
 * @param {Moment} moment
 * @returns {Scene}
 */
export function sceneOf({ moments, run, view, brush, source, orders, theme }, moment) {
  const layers = moments.layersAt(moment),
    answer = respond(layers, run.activations, brush.image),
    pulls = pullsOf(layers, answer);
  const pair = view.pair === "1" && !covered(DIFFERENCE),
    weights = weightsOf(view, layers),
    chosen = { ...weights, ...rivals(view, source.label, answer.ranked), pair };
  const { limit, span, of } = moments.scaleOf(weights.layer, view.full),
    twice = pair && weights.kind === "digit",
    factor = twice ? 2 : 1; // of colours, which end somewhere; a square's area is one scale for all
  return {
    moment,
    layers,
    answer,
    pulls,
    subject: {
      ...chosen,
      ...shownPull(layers, answer, pulls, chosen),
      nHidden: layers.length - 1,
      scale: { limit, span: factor * span, of, twice },
    },
    multi: layers.length > 1,
    view,
    orders,
    theme,
    image: brush.image,
    label: source.label,
    edited: brush.edited,
    blank: !brush.image.some(Boolean),
  };
}
