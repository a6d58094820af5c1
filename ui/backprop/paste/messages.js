// What a run of a pasted layer says. The text that runs may say anything at all, so each message is read as what a
// stranger wrote: text stays text, numbers are numbers, and what does not fit is dropped.

/**
 * A claim about the layer: `Finding` in `engine/layer_trial/findings.py`.
 * @typedef {{ check: string, verdict: "right" | "wrong" | "note", sentence: string, slip: string }} Finding
 */

/**
 * The network at one moment, its scores class by class on a G × G grid, row 0 on top.
 * @typedef {{ epoch: number, error: number, accuracy: number, scores: Float32Array }} Moment
 */

/**
 * The points that it learns, row by row, the plane that is shown, and the places along a side of the grid.
 * @typedef {{ inputs: Float32Array, labels: Uint8Array, extent: [number, number, number, number], G: number }} Plane
 */

const N_CLASSES = 3;
export const MOST_MOMENTS = 30;
const MOST_FINDINGS = 40;
const MOST_LETTERS = 1200;
const MOST_PRINTED = 5000;
const MOST_POINTS = 2000;
const MOST_PLACES = 101; // along a side

/** @param {unknown} value */
const textOf = (value) => (typeof value === "string" ? value.slice(0, MOST_LETTERS) : "");

/** @param {unknown} value @returns {value is number[]} */
const areNumbers = (value) => Array.isArray(value) && value.every(Number.isFinite);

export class Outcome {
  name = "";
  printed = "";
  isDone = false;
  /** @type {Finding[]} */
  findings = [];
  /** @type {Moment[]} */
  moments = [];
  /** @type {Plane | null} */
  plane = null;

  /**
   * Take a message.
   * @param {any} said
   * @returns {boolean} whether it was one
   */
  take(said) {
    if (!said || typeof said !== "object") return false;
    if (typeof said.printed === "string") {
      this.printed = (this.printed + said.printed).slice(0, MOST_PRINTED);
      return true;
    }
    if (said.done === true) return (this.isDone = true);
    if (typeof said.name === "string") {
      this.name = said.name.slice(0, 80);
      return true;
    }
    return this.takeFinding(said) || this.takePlane(said) || this.takeMoment(said);
  }

  /** @param {any} said */
  takeFinding({ check, verdict, sentence, slip }) {
    if (!["right", "wrong", "note"].includes(verdict) || this.findings.length >= MOST_FINDINGS) return false;
    this.findings.push({ check: textOf(check), verdict, sentence: textOf(sentence), slip: textOf(slip) });
    return true;
  }

  /** @param {any} said */
  takePlane({ points, extent, grid }) {
    const { inputs, labels } = points ?? {};
    if (this.plane || !areNumbers(inputs) || !areNumbers(labels) || !areNumbers(extent)) return false;
    const isWhole =
      labels.length <= MOST_POINTS && inputs.length === 2 * labels.length && extent.length === 4;
    if (!isWhole || !Number.isInteger(grid) || grid < 2 || grid > MOST_PLACES) return false;
    if (extent[0] >= extent[1] || extent[2] >= extent[3]) return false;
    if (!labels.every((label) => Number.isInteger(label) && label >= 0 && label < N_CLASSES)) return false;
    this.plane = {
      inputs: Float32Array.from(inputs),
      labels: Uint8Array.from(labels),
      extent: /** @type {Plane["extent"]} */ (extent),
      G: grid,
    };
    return true;
  }

  /** @param {any} said */
  takeMoment({ moment, error, accuracy, bytes }) {
    if (!this.plane || this.moments.length >= MOST_MOMENTS || !areNumbers([moment, error, accuracy]))
      return false;
    const size = N_CLASSES * this.plane.G ** 2;
    if (!(bytes instanceof Uint8Array) || bytes.length !== 4 * size) return false;
    const scores = new Float32Array(bytes.slice().buffer);
    if (!scores.every(Number.isFinite)) return false;
    this.moments.push({ epoch: moment, error, accuracy, scores });
    return true;
  }

  /** @param {Finding["verdict"]} verdict */
  count(verdict) {
    return this.findings.filter((one) => one.verdict === verdict).length;
  }

  /** What came out, in one line. */
  get headline() {
    const wrong = this.count("wrong"),
      judged = wrong + this.count("right"),
      name = this.name || "Your layer";
    if (!judged) return "Paste a layer: it is tried against central differences";
    const are = judged === 1 ? "its 1 check is" : `all ${judged} checks are`;
    if (!wrong) return this.isDone ? `${name}: ${are} right` : `${name}: ${judged} right so far`;
    return `${name}: ${wrong} of ${judged} checks ${wrong === 1 ? "is" : "are"} wrong`;
  }
}

/**
 * A run's end in a sentence.
 * @param {string} why as `paste.mjs` says it
 */
export function endWords(why) {
  if (why === "done") return "Done";
  if (why === "time") return "Stopped after 5 s: does a loop never end?";
  if (why === "stopped") return "Stopped";
  return `Python could not be loaded: ${why.replace(/^failed: /, "").slice(0, MOST_LETTERS)}`;
}

/** @param {Moment} moment */
export const momentWords = ({ epoch, error, accuracy }) =>
  `After ${epoch} epochs: error ${error.toFixed(3)}, ${(100 * accuracy).toFixed(0)} % of the points right`;
