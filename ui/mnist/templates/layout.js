// Sizes: side by side where it is wide, as high as the window leaves room for; the tug-of-war below where it is less
// wide; on a phone the large weights take what the first screen leaves, with the image beside them.

import { find } from "../../browser/find.js";
import { onStage } from "../../browser/on_stage.js";
import { TALL } from "./plate.js";

/** @import { Brush } from "./brush.js" */
/** @import { Pictures } from "./pictures.js" */
/** @import { PullPicture } from "./pull.js" */
/** @import { Stage } from "./stage.js" */

/** @typedef {"wide" | "medium" | "narrow"} Width */

const phone = window.matchMedia("(max-width: 600px)"),
  onItsSide = window.matchMedia("(pointer: coarse) and (max-height: 500px) and (min-width: 600.1px)");

const LEFT = 0.49; // of the width: the row of pictures on a phone that lies on its side, where play stands beside it

/** On a phone, in rem: least sides of the large weights and of the image, the gap between, the name, the strip. */
const LEAST_LARGE = 8,
  LEAST_IMAGE = 8,
  GAP = 0.5,
  NAME = 1.6,
  STRIP = 3.4;

const ONE_BAND = 0.62; // of a matrix's width: in that height its columns stand side by side

/**
 * Pixels of the window's height that are left for the stage.
 * @param {HTMLElement} root
 * @param {number} margins between the parts
 */
function roomBelow(root, margins) {
  const scroller = document.querySelector("[data-testid=stMain]"),
    top = root.getBoundingClientRect().top + (scroller ? scroller.scrollTop : 0);
  const parts = ["header", ".shown", ".panel"].reduce(
    (sum, selector) => sum + find(root, selector).offsetHeight,
    0,
  );
  return window.innerHeight - top - margins - parts;
}

/**
 * Sides of the stage's square and of the image, and the width of a matrix on the stage.
 * @param {Width} kind
 * @param {number} width
 * @param {number} rem
 * @param {{ least: number, room: number, multi: boolean }} wide how it is where it is wide
 */
function sizesOf(kind, width, rem, { least, room, multi }) {
  if (kind !== "wide") {
    const isMedium = kind === "medium",
      big = Math.floor(isMedium ? 20 * rem : Math.min(width, 26 * rem)),
      half = isMedium ? 9.5 * rem : Math.min(width / 2 - 0.4 * rem, 13 * rem);
    return { big, half: Math.floor(half), across: big };
  }
  const big = Math.floor(Math.max(least * rem, Math.min(24 * rem, room / TALL, 0.33 * width))),
    half = Math.max((least / 2 + 0.3) * rem, Math.min((big * TALL - 1.8 * rem) / 2, 0.15 * width)),
    across = Math.max(big, multi ? 0.34 * width : 19 * rem);
  return { big, half: Math.floor(half), across: Math.floor(across) };
}

/**
 * On a phone: what is left of the first screen, between the row of play and the strip, where `phone.css` has the image
 * beside the weights.
 * @param {HTMLElement} root
 * @param {number} width
 * @param {number} rem
 */
function sizesOnPhone(root, width, rem) {
  const scroller = document.querySelector("[data-testid=stMain]"),
    top = find(root, ".stage").getBoundingClientRect().top + (scroller ? scroller.scrollTop : 0),
    room = window.innerHeight - top - (NAME + STRIP) * rem,
    big = Math.floor(Math.max(LEAST_LARGE * rem, Math.min(room / TALL, width - LEAST_IMAGE * rem))),
    half = Math.floor(Math.min(big, width - big - GAP * rem));
  return { big, half, across: big };
}

/**
 * Whether heat maps are what a scene shows: all of them then have the room of the image and its products, which come
 * with D.
 * @param {HTMLElement} root
 */
const showsTemplatesAlone = ({ dataset }) =>
  dataset.row === "heat" &&
  dataset.asks !== undefined &&
  dataset.focus !== "pair" &&
  dataset.details === undefined;

/**
 * The side of the image under the row, on the stage.
 * @param {number} width
 * @param {number} height
 * @param {number} rem
 * @param {{ isScored: boolean, isBroad: boolean }} how
 */
function imageBeside(width, height, rem, { isScored, isBroad }) {
  const share = isScored ? (isBroad ? 0.5 : 0.33) : 0.37;
  return Math.floor(Math.min(width / 2 - 0.3 * rem, share * height - (isBroad ? 1.2 : 1.6) * rem));
}

/**
 * On the stage one set of weights is as high as the picture; all of them and the image share what is beside it.
 * @param {Omit<Parameters<typeof layOut>[0], "run">} part
 * @param {number} rem
 */
function layOutOnStage({ root, pictures, stage, brush, pull }, rem) {
  root.style.removeProperty("--left"); // of the page, where it was laid out before
  const picture = find(root, ".stage").clientHeight,
    box = find(root, ".looking"),
    width = box.clientWidth,
    height = window.innerHeight - parseFloat(getComputedStyle(box).bottom) - find(root, ".shown").offsetTop,
    answer = parseFloat(getComputedStyle(root).paddingBottom);
  const isPair = root.dataset.focus === "pair", // the image then stands elsewhere
    isMulti = find(root, ".stage").classList.contains("multi"),
    isScored = root.dataset.row === "hinton" && !isPair && !isMulti && !root.hasAttribute("data-details"),
    isAlone = showsTemplatesAlone(root),
    isBroad = width > 1.3 * height, // the sums then stand between the image and its products
    isSlim = isScored && !isBroad, // and here beside the image, where the products would stand
    big = Math.floor(picture / TALL),
    half = isPair ? Math.floor(0.2 * picture) : imageBeside(width, height, rem, { isScored, isBroad }),
    sums = isBroad || isSlim ? 0 : 3.1 * rem,
    below = isAlone ? 0 : TALL * half + sums + 2.2 * rem;
  root.classList.remove("wide", "medium", "compact");
  root.classList.toggle("broad", isBroad);
  root.classList.toggle("slim", isSlim);
  root.classList.toggle("alone", isAlone);
  pictures.scored = isScored;
  pictures.layoutOnStage(
    find(root, ".shown").clientWidth,
    isPair ? picture - answer - 2.3 * rem : height - below,
    rem,
    isPair || isAlone ? 3 : 5,
  );
  root.style.setProperty("--big", `${big}px`);
  root.style.setProperty("--half", `${half}px`);
  root.style.setProperty("--stage", `${picture}px`);
  const across = find(root, ".stage").clientWidth;
  stage.layout(isPair ? Math.floor((ONE_BAND * across) / TALL) : big, across);
  brush.layout(half);
  pull.layout(half, rem);
}

/**
 * @param {object} part
 * @param {HTMLElement} part.root
 * @param {{ sizes: number[] }} part.run
 * @param {Pictures} part.pictures
 * @param {Stage} part.stage
 * @param {Brush} part.brush
 * @param {PullPicture} part.pull
 */
export function layOut({ root, run, pictures, stage, brush, pull }) {
  const rem = parseFloat(getComputedStyle(document.documentElement).fontSize),
    width = root.clientWidth,
    multi = run.sizes.length > 2;
  if (onStage()) {
    layOutOnStage({ root, pictures, stage, brush, pull }, rem);
    return;
  }
  const kind = width >= 56 * rem ? "wide" : width >= 40 * rem ? "medium" : "narrow",
    margins = (multi ? 8.6 : 6.8) * rem;
  root.classList.toggle("wide", kind === "wide");
  root.classList.toggle("medium", kind === "medium");
  root.classList.remove("compact");
  const beside = Math.floor(LEFT * width);
  root.style.setProperty("--left", `${beside}px`);
  pictures.layout(onItsSide.matches ? beside : width, rem, false);
  const isCompact = kind === "wide" && !onItsSide.matches && roomBelow(root, margins) < 17.5 * TALL * rem;
  if (isCompact) {
    root.classList.add("compact");
    pictures.layout(width, rem, true);
  }
  const room = kind === "wide" ? roomBelow(root, margins) : 0,
    { big, half, across } = phone.matches
      ? sizesOnPhone(root, width, rem)
      : sizesOf(kind, width, rem, { least: isCompact ? 9 : 16, room, multi });
  root.style.setProperty("--big", `${big}px`);
  root.style.setProperty("--half", `${half}px`);
  root.style.setProperty("--stage", `${across}px`);
  stage.layout(big, across);
  brush.layout(half);
  pull.layout(half, rem);
}
