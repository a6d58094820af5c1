// What the twin says: names and numbers of both networks, facts, sentences for screen readers; and its moments.

import { momentsTogether } from "../../browser/playing/moments.js";
import { symbolSvg } from "../../browser/symbols.js";
import { formatEpoch, formatLoss, formatPercent } from "../../browser/playing/timeline.js";
import { truthPercent, truthWords, UNKNOWN_TRUTH } from "../../browser/maps/truth.js";
import { whole } from "../../browser/numbers.js";
import { progressWords } from "../../browser/words.js";

// A name within a sentence: "Single layer" is a common noun, "2-16-16-3 tanh" stays.
export const lowered = (name) => name.charAt(0).toLowerCase() + name.slice(1);

// Moments of both runs, and between them the batches that were asked for.
export function pairMoments(coarse, fine, playable) {
  const lists = coarse.map((list, i) => {
    const known = new Set(list.map((m) => m.epoch));
    return [...list, ...(fine[i] || []).filter((m) => !known.has(m.epoch))].sort((a, b) => a.epoch - b.epoch);
  });
  return momentsTogether(lists, playable);
}

export function writeNames(root, run) {
  const shape = JSON.stringify([run.nets.map((net) => net.name), run.n_epochs]);
  if (root.dataset.names === shape) return;
  root.dataset.names = shape;
  run.nets.forEach((net, i) => (root.querySelectorAll(".head h2")[i].textContent = net.name));
  root.querySelector(".readouts").innerHTML =
    `<div class="readout" data-name="epoch"><span>Epoch</span><b></b> <small></small></div>` +
    run.nets
      .map(
        (net, i) =>
          `<div class="readout" data-name="loss${i}"><span>Loss, ${lowered(net.name)}</span><b></b><small> training</small> &ensp;<b></b><small> validation</small></div>`,
      )
      .join("");
  root.querySelector(".legend").innerHTML =
    [0, 1, 2].map((k) => `<span>${symbolSvg(k)} ${k ? "" : "class "}${k + 1}<em></em></span>`).join("") +
    `<span>${symbolSvg(0, { hollow: true })} validation</span><span>${symbolSvg(0, { ring: true, size: 20 })} wrong</span>`;
}

// The numbers of one picture.
export function writeNumbers(root, run, moment, share) {
  const big = root.querySelectorAll(".big"),
    what = root.querySelectorAll(".what");
  moment.nets.forEach((net, i) => {
    const judged = Number.isFinite(net.validation_accuracy),
      accuracy = judged ? net.validation_accuracy : net.training_accuracy;
    big[i].textContent = `${formatPercent(accuracy)} %`;
    const words = `${judged ? "validation" : "training"} accuracy, ${run.nets[i].shape}`;
    if (what[i].textContent !== words) what[i].textContent = words;
    const [training, validation] = root.querySelectorAll(`.readout[data-name=loss${i}] b`);
    training.textContent = formatLoss(net.training_error);
    validation.textContent = formatLoss(net.validation_error);
  });
  big[2].textContent = `${Math.round(100 * share)} %`;
  const batch = Math.round((moment.epoch % 1) * run.steps_per_epoch),
    epoch = root.querySelector(".readout[data-name=epoch]");
  epoch.querySelector("b").textContent = whole(Math.floor(moment.epoch + 1e-6));
  epoch.querySelector("small").textContent = batch
    ? `batch ${batch} of ${run.steps_per_epoch}`
    : `of ${whole(run.n_epochs)}`;
}

// Below each map: size, work, time; with the truth shown, the errors by training, validation and fresh points.
export function writeFacts(root, run, moment, judged) {
  const facts = root.querySelectorAll(".facts");
  run.nets.forEach((net, i) => {
    const size = `${whole(net.n_params)} parameters, ${whole(net.n_multiply_adds)} multiply-adds${epochWords(net.epoch_seconds)}`;
    const m = moment.nets[i],
      wrong = [
        ["training", 1 - m.training_accuracy],
        ["validation", 1 - m.validation_accuracy],
      ].filter(([, share]) => Number.isFinite(share));
    const shares = wrong.map(([set, share]) => `${set} <b>${truthPercent(share)}</b>`);
    if (run.truth) shares.push(`true <b>${judged ? truthPercent(judged[2 * i]) : "…"}</b>`);
    facts[i].innerHTML = run.truth_asked ? `${size}<br>wrong: ${shares.join(", ")}` : size;
  });
  const truth = run.truth
    ? `Bayes error ${truthPercent(run.truth.bayes_error)}: no true error is smaller.`
    : run.truth_asked
      ? UNKNOWN_TRUTH
      : "";
  root.querySelector(".truth-words").textContent = truth;
}

// How far training is, or why each run stopped; what the true errors were measured on.
export function stateWords(run, atEnd, seen, judged) {
  const stops = run.nets.filter((net) => net.stop_message && (atEnd || net.stop_kind !== "done"));
  const end = (text) => `${text}${text.endsWith(".") ? "" : "."}`;
  const alike = stops.length === 2 && stops[0].stop_message === stops[1].stop_message;
  const state = !run.finished
    ? `${progressWords(run, seen, performance.now())}.`
    : alike
      ? `Both: ${lowered(end(stops[0].stop_message))}`
      : stops.map((net) => `${net.name}: ${lowered(end(net.stop_message))}`).join(" ");
  return [state, run.truth ? truthWords(run, judged) : ""].filter(Boolean).join(" ");
}

// What an epoch of training costs, to two digits.
const epochWords = (seconds) => (seconds ? `, ${Number((1000 * seconds).toPrecision(2))} ms an epoch` : "");

// What both networks answer at a place.
export function answersTable(run, values) {
  const rows = values.map(({ scores }, i) => {
    const k = scores.indexOf(Math.max(...scores));
    return `<tr><td>${lowered(run.nets[i].name)}</td><td>${symbolSvg(k, { size: 13 })} ${k + 1}</td></tr>`;
  });
  return `<table>${rows.join("")}</table>`;
}

export function spokenValues(run, values, x, y) {
  const text = (number) => number.toFixed(2).replace("-", "−");
  const answers = values.map(({ probabilities }, i) => {
    const k = probabilities.indexOf(Math.max(...probabilities));
    return `${run.nets[i].name}: class ${k + 1}, probability ${probabilities[k].toFixed(2)}`;
  });
  return `At ${text(x)}, ${text(y)}. ${answers.join(". ")}.`;
}

const accuracyWords = (m) =>
  Number.isFinite(m.validation_accuracy)
    ? `${formatPercent(m.validation_accuracy)} % of the validation points are right, loss ${formatLoss(m.validation_error)}`
    : `${formatPercent(m.training_accuracy)} % of the training points are right, loss ${formatLoss(m.training_error)}`;

// Everything that can be seen, in a few sentences.
export function spokenPair(run, moment, headline, share) {
  const nets = moment.nets.map((m, i) => `${run.nets[i].name}: ${accuracyWords(m)}.`);
  return `${headline}. Epoch ${formatEpoch(moment.epoch)} of ${run.n_epochs}. ${nets.join(" ")} They answer differently on ${Math.round(100 * share)} % of the plane.`;
}

export function mapWords(run, moment, i, share) {
  const keys = "Arrow keys move the cross-hair.";
  if (i === 2) return `Where the two networks differ: ${Math.round(100 * share)} % of the plane. ${keys}`;
  return `Decision regions, ${lowered(run.nets[i].name)}: ${accuracyWords(moment.nets[i])}. ${keys}`;
}
