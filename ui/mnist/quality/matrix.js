// The confusion matrix: ten by ten counts that can be picked, with the pointer or with arrow keys. Counts are not
// classes: they are shaded in ink, and the diagonal, which is right, is framed instead.

const DIGITS = [...Array(10).keys()];

// Per cent of ink behind a count. Between 40 and 62 neither ink nor page could be read on it, in light or dark: that part of
// the scale is left out.
const READABLE = 40;
function inkBehind(count, most) {
  const share = (count / most) ** 0.8;
  return share < 0.55 ? (share / 0.55) * READABLE : 62 + ((share - 0.55) / 0.45) * 26;
}

const grouped = (number) => number.toLocaleString("en-GB");

export class Matrix {
  // pick([label, answer]) is called for the cell that was chosen.
  constructor(box, pick) {
    this.box = box;
    this.pick = pick;
    const head = `<div class="row head" role="row"><span role="columnheader" aria-label="True digit"></span>${DIGITS.map(
      (k) => `<span role="columnheader" aria-label="Answer ${k}">${k}</span>`,
    ).join("")}<span class="right" role="columnheader">right</span></div>`;
    box.innerHTML =
      head +
      DIGITS.map(
        (label) =>
          `<div class="row" role="row"><span role="rowheader">${label}</span>${DIGITS.map(
            (answer) =>
              `<button class="cell${label === answer ? " diagonal" : ""}" role="gridcell" tabindex="-1"></button>`,
          ).join("")}<span class="right"></span></div>`,
      ).join("") +
      '<p class="rights"></p>';
    this.cells = [...box.querySelectorAll(".cell")];
    this.rights = [...box.querySelectorAll(".row:not(.head) .right")];
    this.cells.forEach((cell, i) => (cell.onclick = () => this.pick([Math.floor(i / 10), i % 10])));
    box.onkeydown = (event) => this.move(event);
    this.reach(0);
  }

  // Tab leads to one cell; arrows move between them.
  reach(index) {
    this.cells.forEach((cell, i) => (cell.tabIndex = i === index ? 0 : -1));
    this.reached = index;
  }

  move(event) {
    const [row, column] = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[
      event.key
    ] || [0, 0];
    if (!row && !column) return;
    event.preventDefault();
    const at = this.cells.indexOf(event.target.closest(".cell"));
    const inside = (value) => Math.max(0, Math.min(9, value));
    this.reach(10 * inside(Math.floor(at / 10) + row) + inside((at % 10) + column));
    this.cells[this.reached].focus();
  }

  // counts: 100 numbers, row by row; chosen: [label, answer] or null.
  update(counts, chosen) {
    const wrong = counts.filter((_, i) => i % 11),
      most = Math.max(1, ...wrong);
    const chosenIndex = chosen ? 10 * chosen[0] + chosen[1] : -1;
    this.cells.forEach((cell, i) => {
      const count = counts[i],
        label = Math.floor(i / 10),
        answer = i % 10,
        right = label === answer;
      const share = right ? 0 : inkBehind(count, most);
      cell.textContent = String(count);
      cell.classList.toggle("none", count === 0);
      cell.style.background = share ? `color-mix(in srgb, var(--ink) ${share}%, var(--page))` : "";
      cell.style.color = share > READABLE ? "var(--page)" : "";
      cell.setAttribute("aria-selected", String(i === chosenIndex));
      const words = right
        ? `${grouped(count)} images of ${label} are right`
        : `${grouped(count)} images of ${label} are taken for ${answer}`;
      cell.setAttribute("aria-label", words);
      cell.title = words;
    });
    const shares = DIGITS.map((k) => {
      const total = counts.slice(10 * k, 10 * k + 10).reduce((a, b) => a + b, 0);
      return total ? `${((100 * counts[11 * k]) / total).toFixed(1)} %` : "–";
    });
    shares.forEach((words, k) => (this.rights[k].textContent = words));
    this.box.querySelector(".rights").textContent =
      `Right: ${shares.map((words, k) => `${k}: ${words}`).join(", ")}`;
    if (chosenIndex >= 0 && !this.box.contains(document.activeElement)) this.reach(chosenIndex);
  }
}
