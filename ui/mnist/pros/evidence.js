// The evidence behind each answer, drawn from what was trained: bars, a way between two networks, templates, shapes.

import { scale } from "../../browser/colours.js";

export const SIDE = 28;
const count = (number) => number.toLocaleString("en-GB");

// Bars for numbers of parameters.
export function drawParameters(box, { sizes }) {
  const most = Math.max(...sizes.map(({ n }) => n));
  box.innerHTML = `<div class="bars">${sizes
    .map(
      ({ name, n }) =>
        `<span>${name}</span><span><i style="width:${(70 * n) / most}%"></i>${count(n)}</span>`,
    )
    .join("")}</div>`;
}

// The loss on the straight way from one network to the other: a line for each kind of network, named on the line.
export function drawWay(box, { ways }) {
  if (!box.firstChild) box.innerHTML = '<svg class="way" role="img"></svg>';
  const svg = box.firstChild,
    width = svg.clientWidth || 420,
    height = svg.clientHeight || 168;
  const rem = parseFloat(getComputedStyle(svg).fontSize);
  const left = 2.6 * rem,
    right = 0.6 * rem,
    top = 0.8 * rem,
    bottom = 1.7 * rem;
  const highest = Math.max(0.1, ...ways.flatMap((way) => way.values)),
    step = highest > 0.5 ? 0.2 : 0.1;
  const x = (share) => left + share * (width - left - right),
    y = (loss) => height - bottom - (loss / (1.08 * highest)) * (height - top - bottom);
  const ticks = Array.from({ length: Math.floor(highest / step) + 1 }, (_, i) => i * step);
  const lines = ways.map(({ name, values, dashed }) => {
    const path = values
      .map((loss, i) => `${i ? "L" : "M"}${x(i / (values.length - 1)).toFixed(1)} ${y(loss).toFixed(1)}`)
      .join("");
    const middle = values[values.length >> 1];
    return `<path class="${dashed ? "dashed" : ""}" d="${path}"/><text class="name" x="${x(0.5)}" y="${y(middle) + (dashed ? 1.4 : -0.5) * rem}" text-anchor="middle">${name}</text>`;
  });
  svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
  svg.setAttribute(
    "aria-label",
    ways
      .map(
        ({ name, values }) =>
          `${name}: loss from ${values[0].toFixed(2)} to ${values[values.length - 1].toFixed(2)}, at most ${Math.max(...values).toFixed(2)} on the way`,
      )
      .join("; "),
  );
  svg.innerHTML =
    ticks
      .map(
        (tick) =>
          `<line class="grid" x1="${left}" x2="${width - right}" y1="${y(tick)}" y2="${y(tick)}"/><text x="${left - 6}" y="${y(tick) + 0.33 * rem}" text-anchor="end">${+tick.toFixed(1)}</text>`,
      )
      .join("") +
    `<text x="${left}" y="${height - 4}">first result</text><text x="${x(0.5)}" y="${height - 4}" text-anchor="middle">loss on the way</text><text x="${width - right}" y="${height - 4}" text-anchor="end">second</text>` +
    lines.join("");
}

// A picture of 784 weights on a scale that ends at the limit.
export function paintWeights(canvas, weights, limit, theme) {
  const image = new ImageData(SIDE, SIDE),
    pixels = new Uint32Array(image.data.buffer);
  weights.forEach(
    (weight, i) =>
      (pixels[i] = theme.signed[Math.round(127.5 * (1 + Math.max(-1, Math.min(1, weight / limit))))]),
  );
  canvas.getContext("2d").putImageData(image, 0, 0);
}

export function drawTemplates(box, { asked, limit }, theme, { templates }) {
  if (!box.firstChild)
    box.innerHTML = `<div class="row">${[...Array(10).keys()].map((k) => `<figure class="${k === asked ? "asked" : ""}"><canvas width="${SIDE}" height="${SIDE}" role="img" aria-label="Template of the digit ${k}"></canvas>${k}</figure>`).join("")}</div>`;
  box
    .querySelectorAll("canvas")
    .forEach((canvas, k) => paintWeights(canvas, templates.subarray(784 * k, 784 * k + 784), limit, theme));
}

// Ways to write a digit: the mean of each in ink, how many of the test images are wrong.
export function drawShapes(box, { digit, shapes, pick }, theme, { shape_levels: levels }) {
  if (!box.firstChild) {
    const figure = `<figure><canvas width="${SIDE}" height="${SIDE}" role="img"></canvas><b></b><span class="soft"></span></figure>`;
    box.innerHTML = `<p class="soft">Share of the test images of each way that are wrong</p><div class="row six">${figure.repeat(shapes.length)}</div><div class="digits" role="group" aria-label="Digit">Digit ${[...Array(10).keys()].map((k) => `<button>${k}</button>`).join("")}</div>`;
  }
  const ink = scale([theme.page, theme.ink]),
    image = new ImageData(SIDE, SIDE),
    pixels = new Uint32Array(image.data.buffer);
  box.querySelectorAll("figure").forEach((figure, i) => {
    const { count: all, wrong } = shapes[i],
      canvas = figure.querySelector("canvas");
    for (let p = 0; p < 784; p++) pixels[p] = ink[levels[784 * i + p]];
    canvas.getContext("2d").putImageData(image, 0, 0);
    const words = all ? `${((100 * wrong) / all).toFixed(1)} %` : "–";
    figure.querySelector("b").textContent = words;
    figure.querySelector("span").textContent = `${wrong} of ${all}`;
    canvas.setAttribute(
      "aria-label",
      `A way to write ${digit}: ${wrong} of ${all} test images are wrong, ${words}`,
    );
  });
  box.querySelectorAll(".digits button").forEach((button, k) => {
    button.setAttribute("aria-pressed", String(k === digit));
    button.onclick = () => pick(k);
  });
}
