// What stands around the hidden space: a frame where it is flat, and the choice of layer and axes.

import { labelWithHalo } from "../../browser/solids/cube.js";
import { niceStep } from "../../browser/curves/ticks.js";
import { axisName, chosenAxes } from "./axes.js";

// A frame with ticks, and the names of the two axes at their ends.
export function drawSpaceFrame(context, space) {
  const { plot, margin, theme, range, axes, dots } = space,
    text = (v) => String(+v.toFixed(6)).replace("-", "−");
  context.strokeStyle = theme.line;
  context.lineWidth = 1;
  context.strokeRect(margin.left + 0.5, 0.5, plot - 1, plot - 1);
  if (!space.arrived) return;
  context.font = `${14 * theme.textScale}px ${theme.font}`;
  const step = niceStep(2 * range.half, 5);
  const name = (k) => axisName(axes, k),
    wide = context.measureText(name(0)).width;
  [0, 1].slice(0, dots.length).forEach((k) => {
    const low = range.middle[k] - range.half;
    for (let v = Math.ceil(low / step + 0.05) * step; v < low + 2 * range.half - 0.02 * step; v += step) {
      const at = ((v - low) / (2 * range.half)) * plot;
      context.fillStyle = theme.soft;
      context.textAlign = k ? "right" : "center";
      context.textBaseline = k ? "middle" : "top";
      if (k ? at < plot - 30 : at < plot - wide - 24)
        context.fillText(text(v), k ? margin.left - 6 : margin.left + at, k ? plot - at : plot + 5);
    }
  });
  context.fillStyle = theme.ink;
  context.textBaseline = "top";
  context.textAlign = "right";
  context.fillText(name(0), margin.left + plot, plot + 5);
  if (dots.length > 1) labelWithHalo(context, name(1), margin.left + 6, 5, theme, "left");
}

// Buttons for the layer and the axes; made anew only where they change, so that the focus stays.
export function drawSpaceControls(box, run, choose) {
  const axes = chosenAxes(run.sizes, run.view),
    depth = run.activations.length;
  const signature = JSON.stringify([run.sizes, axes, run.view.axes]),
    bar = box.querySelector(".space-controls");
  if (bar.dataset.signature === signature) return;
  const focused = bar.getRootNode().activeElement,
    again = focused && bar.contains(focused) ? focused.dataset.does : null;
  bar.dataset.signature = signature;
  const button = (does, words, pressed) =>
    `<button data-does="${does}" aria-pressed="${pressed}">${words}</button>`;
  const layers = Array.from({ length: depth }, (_, l) =>
    button(`layer ${l + 1}`, l + 1, axes.layer === l + 1),
  ).join("");
  const kinds =
    axes.width < 3 || !depth
      ? []
      : [["pca2", "PCA"], ...(axes.width > 3 ? [["pca3", "PCA 3-D"]] : []), ["units", "units"]];
  const now = axes.units ? "units" : `pca${axes.pca}`;
  const options = (k) =>
    Array.from(
      { length: axes.width },
      (_, unit) => `<option ${axes.units[k] === unit ? "selected" : ""}>${unit + 1}</option>`,
    ).join("");
  const selects =
    !kinds.length || !axes.units
      ? ""
      : [0, 1, 2]
          .map(
            (k) =>
              `<select data-does="axis ${k}" aria-label="Unit along axis ${k + 1}">${k === 2 ? `<option ${axes.units.length < 3 ? "selected" : ""}>–</option>` : ""}${options(k)}</select>`,
          )
          .join("");
  bar.innerHTML =
    `${depth > 1 ? `<fieldset class="choice"><legend>Layer</legend>${layers}</fieldset>` : ""}` +
    `${kinds.length ? `<fieldset class="choice"><legend>Axes</legend>${kinds.map(([kind, words]) => button(`kind ${kind}`, words, kind === now)).join("")}</fieldset>` : ""}${selects ? `<div class="choice">${selects}</div>` : ""}`;
  const act = {
    layer: (l) => choose("layer", Number(l) === depth ? 0 : Number(l)),
    kind: (kind) => choose("axes", kind === "units" ? "1-2" : kind),
  };
  bar
    .querySelectorAll("button")
    .forEach((b) => (b.onclick = () => act[b.dataset.does.split(" ")[0]](b.dataset.does.split(" ")[1])));
  bar.querySelectorAll("select").forEach(
    (select, k) =>
      (select.onchange = () => {
        const units = [0, 1, 2].map((i) =>
          i === k ? select.value : axes.units[i] === undefined ? "–" : String(axes.units[i] + 1),
        );
        const kept = units.filter((unit, i) => unit !== "–" && (i === k || unit !== select.value));
        if (kept.length > 1) return choose("axes", kept.join("-"));
        bar.dataset.signature = ""; // one unit is no plane: show the axes as they are
        return drawSpaceControls(box, run, choose);
      }),
  );
  const back = again && bar.querySelector(`[data-does="${again}"]`);
  if (back) back.focus();
}
