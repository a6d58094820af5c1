// Images of a cell with their scores: many small ones, of which one is picked and shown large, with z and softmax of
// every digit. Pictures keep their canvases.

import { scale } from "../../browser/colours.js";

export const SIDE = 28;
function signed(value) {
  const digits = Math.abs(value).toFixed(Math.abs(value) < 99.95 ? 1 : 0);
  return Number(digits) === 0 ? digits : `${value < 0 ? "−" : "+"}${digits}`;
}

// A probability as a per cent that never says 100 or 0 where it is not.
function percentWords(p) {
  const percent = 100 * p;
  if (percent >= 99.95 && p < 1) return "> 99.9 %";
  if (percent < 0.05 && p > 0) return "< 0.1 %";
  return `${percent.toFixed(1)} %`;
}

function softmax(scores) {
  const top = Math.max(...scores),
    powers = scores.map((z) => Math.exp(z - top));
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers.map((power) => power / sum);
}

export class Gallery {
  constructor(root) {
    this.root = root;
    this.box = root.querySelector(".thumbs");
    this.thumbs = [];
    this.image = new ImageData(SIDE, SIDE);
    this.pixels = new Uint32Array(this.image.data.buffer);
    this.picked = 0;
    this.makeScores();
    this.box.onkeydown = (event) => this.move(event);
  }

  makeScores() {
    const box = this.root.querySelector(".scores");
    box.innerHTML =
      `<span class="head"></span><span class="head"></span><span class="head"><i>z</i></span><span class="head">softmax</span><span class="head is"></span>` +
      [...Array(10).keys()]
        .map(
          (k) =>
            `<span class="digit">${k}</span><div class="bar"><i></i></div><span class="z"></span><span class="p"></span><span class="is"></span>`,
        )
        .join("");
    const all = (selector) => [...box.querySelectorAll(selector)];
    this.rows = {
      digit: all(".digit"),
      bar: all(".bar i"),
      z: all(".z"),
      p: all(".p"),
      is: all(".is:not(.head)"),
    };
  }

  // images: { name, levels, scores, label, answer } of each image; mixed: whether they are of several cells.
  update(images, theme, mixed) {
    const same =
      this.images &&
      images.length === this.images.length &&
      images.every((image, i) => image.name === this.images[i].name);
    this.images = images;
    this.colours = scale([theme.page, theme.ink]);
    while (this.thumbs.length < images.length) this.thumbs.push(this.makeThumb(this.thumbs.length));
    this.thumbs.forEach((thumb, i) => (thumb.hidden = i >= images.length));
    images.forEach((image, i) => {
      const thumb = this.thumbs[i],
        sure = percentWords(softmax(image.scores)[image.answer]);
      this.paint(thumb.firstChild, image.levels);
      thumb.lastChild.textContent = mixed ? `${image.label} → ${image.answer}` : sure;
      thumb.setAttribute(
        "aria-label",
        `${image.name}: true digit ${image.label}, answer ${image.answer} with ${sure}`,
      );
    });
    this.empty(images.length === 0);
    if (!same) {
      this.picked = 0;
      this.box.scrollTop = 0;
    }
    this.pick(this.picked, false);
  }

  empty(nothing) {
    this.root.querySelector(".detail").style.visibility = nothing ? "hidden" : "";
    let words = this.box.querySelector(".empty");
    if (!words)
      this.box.append(
        (words = Object.assign(document.createElement("p"), {
          className: "empty",
          textContent: "No image is in this cell.",
        })),
      );
    words.hidden = !nothing;
  }

  makeThumb(index) {
    const thumb = document.createElement("button");
    thumb.className = "thumb";
    thumb.setAttribute("role", "option");
    thumb.innerHTML = `<canvas width="${SIDE}" height="${SIDE}"></canvas><span></span>`;
    thumb.onclick = () => this.pick(index, true);
    this.box.append(thumb);
    return thumb;
  }

  paint(canvas, levels) {
    for (let i = 0; i < levels.length; i++) this.pixels[i] = this.colours[levels[i]];
    canvas.getContext("2d").putImageData(this.image, 0, 0);
  }

  move(event) {
    const columns = getComputedStyle(this.box).gridTemplateColumns.split(" ").length;
    const step = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -columns, ArrowDown: columns }[event.key];
    const next = this.picked + (step || 0);
    if (!step) return;
    event.preventDefault();
    if (next >= 0 && next < this.images.length) this.pick(next, true);
  }

  // Show one image large, with its scores.
  pick(index, focus) {
    this.picked = Math.max(0, Math.min(index, this.images.length - 1));
    const image = this.images[this.picked];
    this.thumbs.forEach((thumb, i) => {
      thumb.setAttribute("aria-selected", String(i === this.picked));
      thumb.tabIndex = i === this.picked ? 0 : -1;
    });
    if (focus) this.thumbs[this.picked].focus({ preventScroll: false });
    if (!image) return;
    const large = this.root.querySelector(".large"),
      probabilities = softmax(image.scores),
      { rows } = this;
    this.paint(large, image.levels);
    image.scores.forEach((z, k) => {
      const strong = k === image.label || k === image.answer;
      rows.z[k].textContent = signed(z);
      rows.p[k].textContent = percentWords(probabilities[k]);
      rows.bar[k].style.width = `${100 * probabilities[k]}%`;
      rows.is[k].textContent = k === image.label ? "true" : k === image.answer ? "answer" : "";
      for (const cell of [rows.digit[k], rows.z[k], rows.p[k]]) cell.classList.toggle("strong", strong);
    });
    const right = image.label === image.answer;
    const verdict = right
      ? `a <b>${image.label}</b>, and the answer is right`
      : `a <b>${image.label}</b>, taken for <b>${image.answer}</b>`;
    this.root.querySelector(".caption").innerHTML = `${image.name}: ${verdict}`;
    large.setAttribute(
      "aria-label",
      `${image.name}: ${right ? `a ${image.label}, answered rightly` : `a ${image.label}, taken for ${image.answer}`} with ${percentWords(probabilities[image.answer])}`,
    );
  }
}
