// Where an image comes from: a page of test images, the network's mistakes, the visitor's own hand, or a file. A drawing or an
// upload takes the stage, so that it is seen beside what the network gets of it: centred and scaled as MNIST's digits are.

import { scale } from "../../browser/colours.js";
import { formatEpoch } from "../../browser/playing/timeline.js";
import { centreAsMnist, inkOf } from "./centre.js";
import { SIDE } from "./moments.js";
import { whole } from "./panel.js";
import { plainPercent } from "./tug.js";

const PAD = 280; // pixels along a side of the drawing pad
const PEN = 22;
const MOST_MEGABYTES = 5;
const MOST_PIXELS = 600; // along the longer side of an uploaded picture, before its ink is sought

export class Sources {
  // show(source): { kind, name, label, grey } is to be looked at; ask(gallery): a page of a gallery is wanted.
  constructor(root, { show, ask, opened }) {
    Object.assign(this, { show, ask, opened, mode: "" });
    this.root = root.querySelector(".source");
    this.stage = root.querySelector(".stage");
    this.buttons = [...root.querySelectorAll("button[data-source]")];
    this.words = this.root.querySelector(".source-words");
    this.pad = this.root.querySelector(".pad");
    this.context = this.pad.getContext("2d", { willReadFrequently: true });
    this.file = root.querySelector("input[type=file]");
    this.thumbs = this.root.querySelector(".thumbs");
    this.digit = this.root.querySelector("select");
    this.listen(root);
  }

  listen(root) {
    this.buttons.forEach(
      (button) =>
        (button.onclick = () => this.open(button.dataset.source === this.mode ? "" : button.dataset.source)),
    );
    this.root.querySelector(".close").onclick = () => this.open("");
    this.root.querySelector(".clear-pad").onclick = () => this.clearPad();
    this.root.querySelector(".choose-file").onclick = () => this.file.click();
    this.file.onchange = () => this.file.files[0] && this.read(this.file.files[0]);
    this.digit.onchange = () => this.turn(0);
    this.root.querySelector(".page-back").onclick = () => this.turn(this.gallery.page - 1);
    this.root.querySelector(".page-on").onclick = () => this.turn(this.gallery.page + 1);
    this.thumbs.onclick = (event) => {
      const thumb = event.target.closest("button");
      if (thumb) this.choose(Number(thumb.dataset.index));
    };
    const at = (event) => {
      const box = this.pad.getBoundingClientRect();
      return [((event.clientX - box.left) / box.width) * PAD, ((event.clientY - box.top) / box.height) * PAD];
    };
    this.pad.onpointerdown = (event) => {
      this.pad.setPointerCapture(event.pointerId);
      this.line(at(event), at(event));
    };
    this.pad.onpointermove = (event) => {
      if (!this.pad.hasPointerCapture(event.pointerId)) return;
      for (const one of event.getCoalescedEvents ? event.getCoalescedEvents() : [event])
        this.line(this.last, at(one));
    };
    this.stage.ondragover = (event) => event.preventDefault();
    this.stage.ondrop = (event) => {
      event.preventDefault();
      if (event.dataTransfer.files[0]) this.open("upload") || this.read(event.dataTransfer.files[0]);
    };
    root.querySelector(".step-back").onclick = () => this.ask({ step: -1 });
    root.querySelector(".step-on").onclick = () => this.ask({ step: 1 });
  }

  // "images", "mistakes", "draw", "upload", or "" for the weights.
  open(mode) {
    this.mode = mode;
    this.stage.dataset.source = mode;
    this.root.hidden = !mode;
    this.buttons.forEach((button) =>
      button.setAttribute("aria-pressed", String(button.dataset.source === mode)),
    );
    this.say(
      {
        draw: "Draw a digit; on the right it is centred and scaled as MNIST’s are.",
        upload: "A picture of one digit, PNG or JPEG, 5 MB at most. It stays in this browser.",
      }[mode] || "",
    );
    if (mode === "images" || mode === "mistakes") {
      this.thumbs.replaceChildren();
      this.turn(0);
    } else if (mode === "draw") this.clearPad();
    else if (mode === "upload") this.clearPad();
    this.opened();
  }

  say(words, refused = false) {
    this.words.textContent = words;
    this.words.classList.toggle("wrong", refused);
  }

  turn(page) {
    this.ask({
      gallery: { kind: this.mode, digit: this.digit.value === "" ? null : Number(this.digit.value), page },
    });
  }

  // A page of a gallery, from a block.
  fill(gallery, pixels, theme) {
    if (gallery.kind !== this.mode) return;
    this.gallery = { ...gallery, pixels };
    const {
      kind,
      digit,
      page,
      n_pages: pages,
      count,
      epoch,
      labels,
      answers,
      confidences,
      numbers,
    } = gallery;
    const what = digit === null ? "test images" : `test images of a ${digit}`;
    this.say(
      kind === "mistakes"
        ? count
          ? `${whole(count)} ${what} are wrong at epoch ${formatEpoch(Math.round(100 * epoch) / 100)}, the surest first: what it is → what the network says`
          : `None of the ${what} is wrong.`
        : `${whole(count)} ${what}`,
    );
    this.root.querySelector(".page-of").textContent = `${page + 1} of ${pages}`;
    this.root.querySelector(".page-back").disabled = page === 0;
    this.root.querySelector(".page-on").disabled = page + 1 >= pages;
    this.thumbs.innerHTML = numbers
      .map((number, i) => {
        const wrong = labels[i] !== answers[i],
          words = `Test image ${number}, a ${labels[i]}${wrong ? `, taken for a ${answers[i]} (${plainPercent(confidences[i])})` : ""}`;
        return `<button data-index="${i}" title="${words}" aria-label="${words}"><canvas width="${SIDE}" height="${SIDE}"></canvas><span class="${wrong ? "wrong" : ""}">${labels[i]}${wrong ? `→${answers[i]}` : ""}</span></button>`;
      })
      .join("");
    const inks = scale([theme.page, theme.ink]),
      picture = new ImageData(SIDE, SIDE),
      into = new Uint32Array(picture.data.buffer);
    this.thumbs.querySelectorAll("canvas").forEach((canvas, n) => {
      for (let i = 0; i < SIDE * SIDE; i++) into[i] = inks[pixels[n * SIDE * SIDE + i]];
      canvas.getContext("2d").putImageData(picture, 0, 0);
    });
  }

  choose(i) {
    const { numbers, labels, pixels } = this.gallery,
      size = SIDE * SIDE;
    this.show({
      kind: "set",
      name: `test-${numbers[i]}`,
      label: labels[i],
      grey: pixels.slice(i * size, (i + 1) * size),
    });
    this.ask({ view: { image: `test-${numbers[i]}` } });
    this.thumbs
      .querySelectorAll("button")
      .forEach((thumb, n) => thumb.setAttribute("aria-pressed", String(n === i)));
  }

  clearPad() {
    this.context.clearRect(0, 0, PAD, PAD);
    if (this.mode === "draw")
      this.show({ kind: "drawn", name: "your drawing", label: null, grey: new Uint8Array(SIDE * SIDE) });
  }

  line(from, to) {
    if (this.mode !== "draw") return;
    const { context } = this;
    Object.assign(context, {
      lineWidth: PEN,
      lineCap: "round",
      lineJoin: "round",
      strokeStyle: getComputedStyle(this.root).color,
    });
    context.beginPath();
    context.moveTo(...from);
    context.lineTo(to[0] + 0.01, to[1]);
    context.stroke();
    this.last = to;
    const { data } = context.getImageData(0, 0, PAD, PAD);
    const levels = Float64Array.from({ length: PAD * PAD }, (_, i) => data[4 * i + 3]);
    this.show({
      kind: "drawn",
      name: "your drawing",
      label: null,
      grey: centreAsMnist({ levels, width: PAD, height: PAD }) || new Uint8Array(SIDE * SIDE),
    });
  }

  // A file: refused in a sentence, or shown as it is and as the network gets it.
  async read(file) {
    this.file.value = "";
    const name = file.name.length > 30 ? `${file.name.slice(0, 29)}…` : file.name;
    const refuse = (words) => this.say(`“${name}” ${words}`, true);
    if (file.size > MOST_MEGABYTES * 1e6)
      return refuse(`has ${(file.size / 1e6).toFixed(1)} MB; ${MOST_MEGABYTES} MB are the most.`);
    const start = new Uint8Array(await file.slice(0, 4).arrayBuffer());
    const begins = (...bytes) => bytes.every((byte, i) => start[i] === byte);
    if (!begins(0x89, 0x50, 0x4e, 0x47) && !begins(0xff, 0xd8, 0xff))
      return refuse("is neither a PNG nor a JPEG picture.");
    let bitmap;
    try {
      bitmap = await createImageBitmap(file);
    } catch {
      return refuse("cannot be read as a picture: the file is damaged.");
    }
    const factor = Math.min(1, MOST_PIXELS / Math.max(bitmap.width, bitmap.height));
    const width = Math.max(1, Math.round(bitmap.width * factor)),
      height = Math.max(1, Math.round(bitmap.height * factor));
    const context = new OffscreenCanvas(width, height).getContext("2d");
    context.fillStyle = "#ffffff"; // what is transparent is paper
    context.fillRect(0, 0, width, height);
    context.imageSmoothingQuality = "high";
    context.drawImage(bitmap, 0, 0, width, height);
    const { data } = context.getImageData(0, 0, width, height);
    const levels = Float64Array.from({ length: width * height }, (_, i) =>
      Math.round(0.299 * data[4 * i] + 0.587 * data[4 * i + 1] + 0.114 * data[4 * i + 2]),
    );
    const grey = centreAsMnist(inkOf({ levels, width, height }));
    if (!grey) return refuse("is empty: nothing in it differs from the paper.");
    const fit = PAD / Math.max(width, height);
    this.context.clearRect(0, 0, PAD, PAD);
    this.context.drawImage(
      context.canvas,
      (PAD - width * fit) / 2,
      (PAD - height * fit) / 2,
      width * fit,
      height * fit,
    );
    this.say(
      `“${name}” as uploaded, ${whole(bitmap.width)} × ${whole(bitmap.height)}; on the right as the network gets it.`,
    );
    return this.show({ kind: "uploaded", name, label: null, grey });
  }
}
