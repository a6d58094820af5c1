// The tug-of-war: for each digit what pulls its score down and up, the score with the bias, and the softmax. Every
// row is also the choice of that digit.

import { find } from "../../browser/find.js";
import { signed } from "../../browser/numbers.js";
import { say } from "../../browser/sentences.js";
import { stepAlong } from "../../browser/arrows.js";
import { areNamed, classHtml, className } from "../class_names.js";
import { aDigit } from "../digit_words.js";
import { sumWords } from "./arithmetic.js";
import { signedWeight } from "./pictures.js";

/** @import { Scene } from "./scene.js" */
/** @import { Pull } from "./scores.js" */

/** @param {number} z */
export const scoreText = (z) => (Math.abs(z) >= 1e4 ? signedWeight(z) : signed(z, 1));

/** @param {number} p */
export const plainPercent = (p) => `${Math.round(100 * p)} %`;

const ROW = `
  <span class="pulls"><i class="down"></i><i class="up"></i><i class="zero"></i><i class="tick"></i></span>
  <span class="z"></span><span class="share"><i></i></span><span class="percent"></span>`;

export class Tug {
  /**
   * @param {HTMLElement} root
   * @param {(digit: number) => void} pick
   */
  constructor(root, pick) {
    this.root = find(root, ".tug");
    this.words = find(this.root, ".verdict");
    const box = find(this.root, ".rows");
    box.innerHTML = Array.from(
      { length: 10 },
      (_, k) => `<button class="row" role="radio" data-digit="${k}"><b>${k}</b>${ROW}</button>`,
    ).join("");
    this.rows = [...box.children].map((child) => {
      const row = /** @type {HTMLElement} */ (child);
      return {
        row,
        name: find(row, "b"),
        down: find(row, ".down"),
        up: find(row, ".up"),
        tick: find(row, ".tick"),
        z: find(row, ".z"),
        bar: find(row, ".share i"),
        percent: find(row, ".percent"),
      };
    });
    this.rows.forEach(({ row }, k) => {
      row.onclick = () => pick(k);
      row.onkeydown = (event) => {
        const step = stepAlong(event);
        if (!step) return;
        event.preventDefault();
        const next = (k + step + 10) % 10;
        this.rows[next].row.focus();
        pick(next);
      };
    });
  }

  /**
   * @param {Scene} scene
   * @param {number} reach the longest bar that may come, for all digits and moments
   */
  paint(scene, reach) {
    const { pulls, answer, subject, blank } = scene;
    this.root.toggleAttribute("data-blank", blank);
    this.words.innerHTML = verdictOf(scene);
    this.root.toggleAttribute("data-named", areNamed());
    /** @param {number} v */
    const share = (v) => `${(50 * Math.min(1, Math.abs(v) / reach)).toFixed(2)}%`;
    pulls.forEach((pull, k) => {
      const { row, name, down, up, tick, z, bar, percent } = this.rows[k],
        p = answer.probabilities[k];
      name.textContent = className(k);
      down.style.width = share(pull.down);
      up.style.width = share(pull.up);
      tick.style.left = `${(50 + 50 * Math.max(-1, Math.min(1, pull.score / reach))).toFixed(2)}%`;
      z.textContent = scoreText(answer.scores[k]);
      bar.style.width = `${(100 * p).toFixed(1)}%`;
      percent.textContent = plainPercent(p);
      row.setAttribute("aria-checked", String(k === subject.digit));
      row.classList.toggle("rival", k === subject.rival);
      row.tabIndex = k === subject.digit ? 0 : -1;
    });
  }

  /**
   * How exactly the scores are known at the moment that is shown.
   * @param {number} error
   */
  sayExact(error) {
    say(find(this.root, ".exact"), "mnist.templates.exact", exactWords(error));
  }

  /**
   * The rows for those who do not see them.
   * @param {Scene} scene
   */
  describe({ pulls, answer, subject, multi, blank }) {
    find(this.root, "h2 span").innerHTML = `Σ <i>w ${multi ? "h" : "x"}</i> for each digit`;
    this.rows.forEach(({ row }, k) => {
      const rival = k === subject.rival ? ", rival" : "",
        share = blank ? "" : `, softmax ${plainPercent(answer.probabilities[k])}`;
      row.setAttribute(
        "aria-label",
        `${areNamed() ? className(k) : `Digit ${k}`}${rival}: ${rowWords(pulls[k])}${share}`,
      );
    });
  }
}

/**
 * How exactly scores are known; the error is the largest on 50 test images, written with one digit and no smaller.
 * @param {number} error
 */
export function exactWords(error) {
  if (!error) return "Scores are exact at this moment.";
  if (!Number.isFinite(error))
    return "Weights in 8 bits at this moment: z is too large to say how near it is.";
  const unit = 10 ** Math.max(-3, Math.floor(Math.log10(error))),
    most = Number((Math.ceil(error / unit - 1e-9) * unit).toPrecision(1));
  return `Weights in 8 bits at this moment: on 50 test images z is right to ±${most}.`;
}

/**
 * A row of the tug-of-war: its terms, and the score that they give.
 * @param {Pull} pull
 */
export function rowWords({ down, up, bias, score }) {
  const { terms, total, sign } = sumWords([down, up, bias], score);
  const z = sign === "=" ? "z" : "z about";
  return `pulls down ${terms[0].replace("−", "")}, up ${terms[1].replace("+", "")}, bias ${terms[2]}, ${z} ${total}`;
}

/**
 * What the network says, in a sentence.
 * @param {Scene} scene
 */
function verdictOf(scene) {
  if (scene.blank) return "No digit: nothing is drawn";
  const { answer } = scene,
    [first, second] = answer.ranked,
    lead = answer.scores[first] - answer.scores[second];
  const sure = plainPercent(answer.probabilities[first]),
    said = `Answer <b>${classHtml(first)}</b>, ${sure}${truthOf(scene, first)}`;
  return `${said}; ${lead.toFixed(1)} ahead of ${classHtml(second)}`;
}

/**
 * Whether an answer is right, where the image has a label.
 * @param {Scene} scene
 * @param {number} digit
 */
function truthOf({ label, edited }, digit) {
  if (label === null) return "";
  if (digit === label) return edited ? `, still the ${classHtml(label)} that it was` : ", right";
  return `, wrong: it ${edited ? "was" : "is"} ${aDigit(label, classHtml)}`;
}
