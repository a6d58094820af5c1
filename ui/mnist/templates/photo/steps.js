// The steps from a photograph to 28 × 28, each as a small picture with its name: what MNIST's makers did to theirs.

import { find } from "../../../browser/find.js";
import { SIDE } from "../../picture.js";
import { THIN } from "./pen.js";

/** @import { Prepared, Step, StepName } from "./prepare.js" */
/** @import { Plane } from "./levels.js" */

/** @type {Partial<Record<StepName, [name: string, words: string]>>} */
const NAMES = {
  paper: ["Paper", "The paper as it would be without ink: what is narrow is filled up from its sides"],
  ink: ["Ink", "Each pixel’s distance in colour from the paper behind it"],
  threshold: ["Threshold", "Ink is what is further from the paper than a threshold (Otsu)"],
  digit: ["Digit", "Ruled lines, specks and what hangs on the edge are taken out"],
  line: ["Stroke", "A thin line is drawn over, as thick as the strokes of MNIST"],
};
const RESULT = [
  "28 × 28",
  "The box around the ink made 20 pixels long; its centre of mass goes to the middle",
];

/**
 * @param {HTMLElement} root
 * @param {Prepared} made
 */
export function showSteps(root, made) {
  const steps = made.steps.flatMap(({ name, planes }) => {
    const said = NAMES[name];
    return said ? [{ said, planes }] : [];
  });
  if (made.image) {
    const values = Int32Array.from(made.image);
    steps.push({ said: [RESULT[0], RESULT[1]], planes: [{ values, width: SIDE, height: SIDE }] });
  }
  root.innerHTML = steps
    .map(
      ({ said: [name, words] }) =>
        `<figure title="${words}"><canvas role="img"></canvas><figcaption>${name}</figcaption></figure>`,
    )
    .join("");
  steps.forEach(({ said: [name, words], planes }, k) => {
    /** @type {HTMLCanvasElement} */
    const canvas = find(/** @type {HTMLElement} */ (root.children[k]), "canvas");
    canvas.setAttribute("aria-label", `${name}: ${words.toLowerCase()}`);
    paintPlanes(canvas, planes);
  });
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {Plane[]} planes one of grey levels, or red, green and blue
 */
export function paintPlanes(canvas, planes) {
  const [{ width, height }] = planes,
    picture = new ImageData(width, height);
  for (let i = 0; i < width * height; i++) {
    for (let k = 0; k < 3; k++) picture.data[4 * i + k] = planes[k % planes.length].values[i];
    picture.data[4 * i + 3] = 255;
  }
  canvas.width = width;
  canvas.height = height;
  canvas.getContext("2d")?.putImageData(picture, 0, 0);
}

/**
 * What was done, in words; "" where nothing has to be said.
 * @param {Prepared} made
 */
export function doneWords({ image, steps, nLines, nSpecks, thickness }) {
  if (!image) return "";
  if (!steps.length) return "It is an image of MNIST already: not a pixel is changed.";
  const done = [
    isCut(steps) && "a frame cut off",
    nLines && `${counted(nLines, "ruled line")} taken out`,
    nSpecks && `${counted(nSpecks, "speck")} taken out`,
    thickness < THIN && `a thin stroke (${thickness.toFixed(1)} pixels in the box of 20 × 20) made thicker`,
  ].filter(Boolean);
  const words = done.join(", ");
  return words && `${words[0].toUpperCase()}${words.slice(1)}.`;
}

/**
 * @param {number} count
 * @param {string} name
 */
const counted = (count, name) => `${count} ${name}${count > 1 ? "s" : ""}`;

/**
 * Whether more than a blurred line was cut off.
 * @param {Step[]} steps
 */
function isCut(steps) {
  const [small, sheet] = ["small", "sheet"].map(
    (name) => steps.find((step) => step.name === name)?.planes[0],
  );
  if (!small || !sheet) return false;
  return 50 * (small.width - sheet.width) > small.width || 50 * (small.height - sheet.height) > small.height;
}
