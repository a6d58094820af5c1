// The evidence behind each answer, drawn from what was trained: bars, a way between two networks, templates, shapes.

import { find, findAll } from "../../browser/find.js";
import { whole } from "../../browser/numbers.js";
import { paintSigned } from "../../browser/signed_picture.js";
import { inksOf, N_PIXELS, paintPicture, SIDE, signedPlace } from "../picture.js";

/** @import { Theme } from "../../browser/colours.js" */

/**
 * Numbers of parameters.
 * @typedef {{ sizes: { name: string, n: number }[] }} Parameters
 */

/**
 * The loss on the straight way from one network to another, at equal distances, and whether it rises on the way: for
 * each kind of network.
 * @typedef {{ name: string, values: number[], dashed: boolean, hill: boolean }} Way
 */

/**
 * The digit whose template is asked for, and the weight at the ends of the colours.
 * @typedef {{ asked: number, limit: number }} Asked
 */

/**
 * A digit and the six ways to write it: how many test images there are of each, and how many of them are wrong.
 * @typedef {{ digit: number, shapes: { count: number, wrong: number }[] }} Shapes
 */

/**
 * Of the block: weights of the single layer, and the mean images of the shapes.
 * @typedef {{ templates: Float32Array, shape_levels: Uint8Array }} Arrays
 */

const PICTURE = `<canvas width="${SIDE}" height="${SIDE}" role="img"></canvas>`;
const DIGITS = [...Array(10).keys()];

/**
 * Bars for numbers of parameters.
 * @param {HTMLElement} box
 * @param {Parameters} evidence
 */
export function drawParameters(box, { sizes }) {
  const most = Math.max(...sizes.map(({ n }) => n));
  const bars = sizes.map(
    ({ name, n }) => `<span>${name}</span><span><i style="width:${(70 * n) / most}%"></i>${whole(n)}</span>`,
  );
  box.innerHTML = `<div class="bars" data-says="mnist.pros.parameters">${bars.join("")}</div>`;
}

/**
 * A line for each kind of network, named on the line.
 * @param {HTMLElement} box
 * @param {{ ways: Way[] }} evidence
 */
export function drawWay(box, { ways }) {
  if (!box.firstChild)
    box.innerHTML =
      '<p class="soft" data-shows="name">Loss when the weights of two runs are mixed</p>' +
      '<svg class="way" data-says="mnist.pros.way" role="img"></svg>';
  /** @type {SVGSVGElement} */
  const svg = find(box, ".way");
  const width = svg.clientWidth || 420,
    height = svg.clientHeight || 168,
    rem = parseFloat(getComputedStyle(svg).fontSize) || 16; // nothing where it has left the page
  const left = 2.6 * rem,
    right = width - 0.6 * rem,
    top = 1.5 * rem,
    bottom = height - 1.7 * rem,
    foot = height - 0.4 * rem;
  const highest = Math.max(0.1, ...ways.flatMap((way) => way.values)),
    step = highest > 0.5 ? 0.2 : 0.1;
  /** @param {number} share */
  const x = (share) => left + share * (right - left);
  /** @param {number} loss */
  const y = (loss) => bottom - (loss / (1.08 * highest)) * (bottom - top);
  const grid = Array.from({ length: Math.floor(highest / step) + 1 }, (_, i) => i * step).map(
    (tick) =>
      `<line class="grid" x1="${left}" x2="${right}" y1="${y(tick)}" y2="${y(tick)}"/>` +
      `<text x="${left - 0.5 * rem}" y="${y(tick) + 0.33 * rem}" text-anchor="end">${+tick.toFixed(1)}</text>`,
  );
  const axis =
    `<text x="${left}" y="${foot}">run 1</text>` +
    `<text x="${x(0.5)}" y="${foot}" text-anchor="middle">half of each</text>` +
    `<text x="${right}" y="${foot}" text-anchor="end">run 2</text>`;
  /** @param {Way} way */
  const middleOf = ({ values }) => values[values.length >> 1];
  const lines = ways.map((way) => {
    const { name, values, dashed, hill } = way,
      isAbove = ways.every((other) => middleOf(other) <= middleOf(way));
    const path = values.map(
      (loss, i) => `${i ? "L" : "M"}${x(i / (values.length - 1)).toFixed(1)} ${y(loss).toFixed(1)}`,
    );
    const named = y(middleOf(way)) + (isAbove ? -0.5 : 1.2) * rem,
      words = `${name}: ${hill ? "a hill" : "no hill"}`;
    const ends = [0, 1].map(
      (end) => `<circle cx="${x(end)}" cy="${y(values[end * (values.length - 1)])}" r="${0.28 * rem}"/>`,
    );
    return (
      `<path class="${dashed ? "dashed" : ""}" d="${path.join("")}"/>${ends.join("")}` +
      `<text class="name" x="${x(0.5)}" y="${named}" text-anchor="middle">${words}</text>`
    );
  });
  svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
  svg.setAttribute("aria-label", ways.map(wayWords).join("; "));
  svg.innerHTML = `${grid.join("")}${axis}${lines.join("")}`;
}

/** @param {Way} way */
function wayWords({ name, values }) {
  const [start, end, most] = [values[0], values[values.length - 1], Math.max(...values)].map((loss) =>
    loss.toFixed(2),
  );
  return `${name}: loss from ${start} to ${end}, at most ${most} on the way`;
}

/**
 * The template of a digit, on a scale that ends at the limit.
 * @param {HTMLCanvasElement} canvas
 * @param {Arrays} arrays
 * @param {number} digit
 * @param {number} limit
 * @param {Theme} theme
 */
export function paintTemplate(canvas, { templates }, digit, limit, theme) {
  paintSigned(canvas, SIDE, (i) => signedPlace(templates[N_PIXELS * digit + i] / limit), theme.signed);
}

/**
 * @param {HTMLElement} box
 * @param {Asked} evidence
 * @param {Theme} theme
 * @param {Arrays} arrays
 */
export function drawTemplates(box, { asked, limit }, theme, arrays) {
  if (!box.firstChild) {
    const figures = DIGITS.map((k) => {
      const picture = PICTURE.replace("></", ` aria-label="Template of the digit ${k}"></`);
      return `<figure class="${k === asked ? "asked" : ""}">${picture}${k}</figure>`;
    });
    box.innerHTML = `<div class="row" data-shows="name">${figures.join("")}</div>`;
  }
  /** @type {HTMLCanvasElement[]} */
  const canvases = findAll(box, "canvas");
  canvases.forEach((canvas, k) => paintTemplate(canvas, arrays, k, limit, theme));
}

/**
 * Ways to write a digit: the mean of each in ink, how many of the test images are wrong.
 * @param {HTMLElement} box
 * @param {Shapes} evidence
 * @param {Theme} theme
 * @param {Arrays} arrays
 * @param {(digit: number) => void} pick
 */
export function drawShapes(box, { digit, shapes }, theme, { shape_levels: levels }, pick) {
  if (!box.firstChild) {
    const figure = `<figure data-says="mnist.pros.shape">${PICTURE}<b></b><span class="soft"></span></figure>`,
      digits = DIGITS.map((k) => `<button>${k}</button>`).join("");
    box.innerHTML =
      '<p class="soft" data-says="mnist.pros.shares">Share of the test images of each way that are wrong</p>' +
      `<div class="row six">${figure.repeat(shapes.length)}</div>` +
      `<div class="digits" role="group" aria-label="Digit">Digit ${digits}</div>`;
  }
  const inks = inksOf(theme),
    worst = Math.max(...shapes.map(({ count, wrong }) => (count ? wrong / count : 0)));
  findAll(box, "figure").forEach((figure, i) => {
    const { count, wrong } = shapes[i],
      share = count ? `${((100 * wrong) / count).toFixed(1)} %` : "–";
    /** @type {HTMLCanvasElement} */
    const canvas = find(figure, "canvas");
    paintPicture(canvas, (p) => inks[levels[N_PIXELS * i + p]]);
    find(figure, "b").textContent = share;
    find(figure, "span").textContent = `${wrong} of ${count}`;
    const images = count === 1 ? "test image" : "test images",
      are = wrong === 1 ? "is" : "are";
    const words = `A way to write ${digit}: ${wrong} of ${count} ${images} ${are} wrong, ${share}`;
    canvas.setAttribute("aria-label", words);
    figure.classList.toggle("worst", count > 0 && wrong / count === worst);
  });
  findAll(box, ".digits button").forEach((button, k) => {
    button.setAttribute("aria-pressed", String(k === digit));
    button.onclick = () => pick(k);
  });
}
