// What the twin says: names and numbers of both networks, facts, sentences for screen readers.

import { find, findAll } from "../../browser/find.js";
import { truthPercent, truthWords, UNKNOWN_TRUTH } from "../../browser/maps/truth.js";
import { className, classWords, escaped, ownWords } from "../../browser/maps/units.js";
import { whole } from "../../browser/numbers.js";
import { rightOf, wrongOf } from "../../browser/playing/moments.js";
import { formatEpoch, formatLoss, formatPercent } from "../../browser/playing/timeline.js";
import { pointLegend, symbolSvg } from "../../browser/symbols.js";
import { hasStopped, measuredPoints } from "../moment.js";
import { epochReadout, MULTIPLY_ADDS, progressWords } from "../../browser/words.js";

/** @import { Moment, MomentTogether } from "../../browser/playing/moments.js" */
/** @import { TwinBlock } from "./twin.js" */

/** @typedef {{ scores: number[], probabilities: number[] }} Values z and y of each class at a place */

/**
 * A name within a sentence: "Single layer" is a common noun, "2-16-16-3 tanh" stays.
 * @param {string} name
 */
export const lowered = (name) => name.charAt(0).toLowerCase() + name.slice(1);

/**
 * Whole percent of a share that is measured on a grid; what is there is not called 0, nor what is missing all.
 * @param {number} share
 */
function rounded(share) {
  if (share > 0 && share < 0.005) return "< 1 %";
  if (share < 1 && share >= 0.995) return "> 99 %";
  return `${Math.round(100 * share)} %`;
}

/** @param {number[]} values */
const largestOf = (values) => values.indexOf(Math.max(...values));

/**
 * @param {HTMLElement} root
 * @param {TwinBlock} run
 */
export function writeNames(root, run) {
  const shape = JSON.stringify([run.nets.map((net) => [net.name, net.sizes]), run.n_epochs, run.units]);
  if (root.dataset.names === shape) return;
  root.dataset.names = shape;
  const headings = findAll(root, ".head h2");
  run.nets.forEach((net, i) => (headings[i].textContent = net.name));
  const losses = run.nets.map(
    (net, i) =>
      `<div class="readout" data-name="loss${i}" data-says="twin.readout.loss">` +
      `<span>Loss, ${lowered(net.name)}</span>` +
      `<b></b><small> training</small> &ensp;<b></b><small> validation</small></div>`,
  );
  find(root, ".readouts").innerHTML =
    '<div class="readout" data-name="epoch" data-says="twin.readout.epoch">' +
    "<span>Epoch</span><b></b> <small></small></div>" +
    losses.join("");
  find(root, ".one-says").textContent = className(run.units, 0);
  find(root, ".other-says").textContent = className(run.units, 1);
  find(root, ".legend").innerHTML = pointLegend(run.units, run.nets[0].sizes[run.nets[0].sizes.length - 1]);
}

/**
 * The numbers of one picture.
 * @param {HTMLElement} root
 * @param {TwinBlock} run
 * @param {MomentTogether} moment
 * @param {number} share of the map on which the answers differ
 */
export function writeNumbers(root, run, moment, share) {
  const big = findAll(root, ".big"),
    what = findAll(root, ".what");
  moment.nets.forEach((net, i) => {
    big[i].textContent = `${formatPercent(rightOf(net))} %`;
    const words = `of ${measuredPoints(run.arrays)} right<span class="shape">, ${run.nets[i].shape}</span>`;
    if (what[i].innerHTML !== words) what[i].innerHTML = words;
    const [training, validation] = findAll(root, `.readout[data-name=loss${i}] b`);
    training.textContent = formatLoss(net.training_error);
    validation.textContent = formatLoss(net.validation_error);
  });
  big[2].textContent = rounded(share);
  const { epoch, small } = epochReadout(run, moment.epoch),
    readout = find(root, ".readout[data-name=epoch]");
  find(readout, "b").textContent = epoch;
  find(readout, "small").textContent = small;
}

/**
 * Below each map: size, work, time; with the truth shown, the errors by training, validation and fresh points.
 * @param {HTMLElement} root
 * @param {TwinBlock} run
 * @param {MomentTogether} moment
 * @param {number[] | undefined} judged
 */
export function writeFacts(root, run, moment, judged) {
  const facts = findAll(root, ".facts");
  run.nets.forEach((net, i) => {
    const work = `${whole(net.n_multiply_adds)} ${MULTIPLY_ADDS} a point${epochWords(net.epoch_seconds)}`,
      size = `${whole(net.n_params)} parameters, ${work}`;
    const wrong = wrongOf(moment.nets[i]).map(([set, share]) => `${set} <b>${truthPercent(share)}</b>`);
    if (run.truth) wrong.push(`true <b>${judged ? truthPercent(judged[2 * i]) : "…"}</b>`);
    facts[i].innerHTML = run.truth_asked ? `${size}<br>wrong: ${wrong.join(", ")}` : size;
  });
  const unknown = run.truth_asked ? UNKNOWN_TRUTH : "";
  find(root, ".truth-words").textContent = run.truth
    ? `Bayes error ${truthPercent(run.truth.bayes_error)}: a smaller true error is chance.`
    : unknown;
}

/**
 * How far training is, or why each run stopped; what the true errors were measured on.
 * @param {TwinBlock} run
 * @param {MomentTogether} moment
 * @param {{ epoch: number, now: number }} seen
 * @param {number[] | undefined} judged
 */
export function stateWords(run, moment, seen, judged) {
  const state = run.finished ? stopWords(run, moment) : `${progressWords(run, seen, performance.now())}.`;
  return [state, run.truth ? truthWords(run, judged) : ""].filter(Boolean).join(" ");
}

/**
 * Why the runs have stopped, as far as they have at this moment.
 * @param {TwinBlock} run
 * @param {MomentTogether} moment
 */
function stopWords(run, moment) {
  const stops = run.nets.filter((net) => hasStopped(net, moment));
  /** @param {string} text */
  const sentence = (text) => lowered(`${text}${text.endsWith(".") ? "" : "."}`);
  if (stops.length === 2 && stops[0].stop_message === stops[1].stop_message)
    return `Both: ${sentence(stops[0].stop_message)}`;
  return stops.map((net) => `${net.name}: ${sentence(net.stop_message)}`).join(" ");
}

/**
 * What an epoch of training costs, to two digits.
 * @param {number} seconds
 */
const epochWords = (seconds) => (seconds ? `, ${Number((1000 * seconds).toPrecision(2))} ms/epoch` : "");

/**
 * What both networks answer at a place.
 * @param {TwinBlock} run
 * @param {Values[]} values
 */
export function answersTable(run, values) {
  const rows = values.map(({ scores }, i) => {
    const k = largestOf(scores);
    const answer = `${symbolSvg(k, { size: 13 })} ${escaped(className(run.units, k))}`;
    return `<tr><td>${lowered(run.nets[i].name)}</td><td>${answer}</td></tr>`;
  });
  return `<table>${rows.join("")}</table>`;
}

/**
 * @param {TwinBlock} run
 * @param {Values[]} values
 * @param {number} x
 * @param {number} y
 */
export function spokenValues(run, values, x, y) {
  const answers = values.map(({ probabilities }, i) => {
    const k = largestOf(probabilities);
    return `${run.nets[i].name}: ${classWords(run.units, k)}, probability ${probabilities[k].toFixed(2)}`;
  });
  return `At ${ownWords(run.units, 0, x)}, ${ownWords(run.units, 1, y)}. ${answers.join(". ")}.`;
}

/**
 * @param {TwinBlock} run
 * @param {Moment} m
 */
function accuracyWords(run, m) {
  const loss = Number.isFinite(m.validation_accuracy) ? m.validation_error : m.training_error;
  return `${formatPercent(rightOf(m))} % of ${measuredPoints(run.arrays)} right, loss ${formatLoss(loss)}`;
}

/**
 * Everything that can be seen, in a few sentences.
 * @param {TwinBlock} run
 * @param {MomentTogether} moment
 * @param {string} headline
 * @param {number} share
 */
export function spokenPair(run, moment, headline, share) {
  const nets = moment.nets.map((m, i) => `${run.nets[i].name}: ${accuracyWords(run, m)}.`);
  return (
    `${headline}. Epoch ${formatEpoch(moment.epoch)} of ${run.n_epochs}. ${nets.join(" ")} ` +
    `They answer differently on ${rounded(share)} of the map.`
  );
}

/**
 * @param {TwinBlock} run
 * @param {MomentTogether} moment
 * @param {number} i
 * @param {number} share
 * @param {boolean} isPlaying numbers would be of another moment at once
 */
export function mapWords(run, moment, i, share, isPlaying) {
  const keys = "Arrow keys move the cross-hair.";
  if (isPlaying)
    return i === 2
      ? `Where the two networks differ. ${keys}`
      : `Decision regions, ${lowered(run.nets[i].name)}. ${keys}`;
  if (i === 2) return `Where the two networks differ: ${rounded(share)} of the map. ${keys}`;
  return `Decision regions, ${lowered(run.nets[i].name)}: ${accuracyWords(run, moment.nets[i])}. ${keys}`;
}
