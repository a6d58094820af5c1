// The tug-of-war: for each digit what pulls its score down and up, the score with the bias, and the softmax. Every row is also
// the choice of that digit.

import { signed, weightText } from "./pictures.js";

export function scoreText(z) {
  if (Math.abs(z) >= 1e4) return signed(z);
  return Math.abs(z) < 0.05 ? "0.0" : `${z < 0 ? "−" : "+"}${Math.abs(z).toFixed(1)}`;
}

export const plainPercent = (p) => `${Math.round(100 * p)} %`;

export class Tug {
  constructor(root, pick) {
    this.root = root.querySelector(".tug");
    this.box = this.root.querySelector(".rows");
    this.words = this.root.querySelector(".verdict");
    this.box.innerHTML = Array.from(
      { length: 10 },
      (_, k) => `<button class="row" role="radio" data-digit="${k}"><b>${k}</b>
      <span class="pulls"><i class="down"></i><i class="up"></i><i class="zero"></i><i class="tick"></i></span>
      <span class="z"></span><span class="share"><i></i></span><span class="percent"></span></button>`,
    ).join("");
    this.rows = [...this.box.children].map((row) => {
      const [down, up, tick, z, share, percent] = ["down", "up", "tick", "z", "share i", "percent"].map(
        (name) => row.querySelector(`.${name}`),
      );
      return { row, down, up, tick, z, share, percent };
    });
    this.rows.forEach(({ row }, k) => {
      row.onclick = () => pick(k);
      row.onkeydown = (event) => {
        const by = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
        if (!by) return;
        event.preventDefault();
        const next = (k + by + 10) % 10;
        this.rows[next].row.focus();
        pick(next);
      };
    });
  }

  // pulls: of all ten digits; reach: the longest bar that may come, for all digits and moments.
  paint(scene, reach) {
    const { pulls, answer, subject } = scene;
    this.words.innerHTML = this.verdict(scene);
    const share = (v) => `${(50 * Math.min(1, Math.abs(v) / reach)).toFixed(2)}%`;
    pulls.forEach((pull, k) => {
      const { row, down, up, tick, z, share: bar, percent } = this.rows[k],
        p = answer.probabilities[k];
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

  // What the network says, in a sentence.
  verdict({ answer, label, edited }) {
    const [first, second] = answer.ranked,
      p = answer.probabilities[first],
      lead = answer.scores[first] - answer.scores[second];
    const truth =
      label === null
        ? ""
        : first === label
          ? edited
            ? `, still the ${label} that it was`
            : ", right"
          : `, wrong: it ${edited ? "was" : "is"} a ${label}`;
    return `Answer <b>${first}</b>, ${plainPercent(p)}${truth}; ${lead.toFixed(1)} ahead of ${second}`;
  }

  // How exactly it is known, and the rows for those who do not see them.
  describe({ pulls, answer, subject, multi }, error) {
    this.root.querySelector("h2 span").innerHTML = multi
      ? "Σ <i>w h</i> for each digit"
      : "Σ <i>w x</i> for each digit";
    this.root.querySelector(".exact").textContent = error
      ? `Weights in 8 bits at this moment: z is right to ±${error < 0.001 ? "0.001" : Number(error.toPrecision(1))}.`
      : "Scores are exact at this moment.";
    this.rows.forEach(({ row }, k) => {
      const { down, up, bias } = pulls[k];
      row.setAttribute(
        "aria-label",
        `Digit ${k}${k === subject.rival ? ", rival" : ""}: pulls down ${weightText(-down)}, up ${weightText(up)}, bias ${signed(bias)}, z ${scoreText(answer.scores[k])}, softmax ${plainPercent(answer.probabilities[k])}`,
      );
    });
  }
}
