// Two painters: one on a canvas, with the page's own fonts, and one that writes SVG, whose words stay words.

import { fontOf } from "./shown.js";
import { escaped, short } from "./written.js";

/** @import { Box, Painter } from "./shown.js" */

/**
 * A painter on a canvas. What it has to wait for, drawings that the browser must read first, it paints in `done`.
 * @param {CanvasRenderingContext2D} context whose units are the page's
 * @returns {Painter & { done: () => Promise<void> }}
 */
export function onCanvas(context) {
  /** @type {(() => void | Promise<void>)[]} */
  const strokes = [];
  /** @param {() => void | Promise<void>} stroke */
  const later = (stroke) => void strokes.push(stroke);
  /** @type {(box: Box, radius: number) => void} */
  const outline = ({ left, top, width, height }, radius) => {
    context.beginPath();
    context.roundRect(left, top, width, height, radius);
  };
  return {
    fill: (box, colour, radius) =>
      later(() => {
        context.fillStyle = colour;
        outline(box, radius);
        context.fill();
      }),
    frame: (box, colour, width, radius) =>
      later(() => {
        context.strokeStyle = colour;
        context.lineWidth = width;
        outline(inset(box, width / 2), Math.max(0, radius - width / 2));
        context.stroke();
      }),
    write: ({ words, left, base, style }) =>
      later(() => {
        context.font = fontOf(style);
        context.letterSpacing = style.letterSpacing === "normal" ? "0px" : style.letterSpacing;
        context.fillStyle = style.color;
        context.textBaseline = "alphabetic";
        context.fillText(words, left, base);
      }),
    canvas: (canvas, { left, top, width, height }, isSmooth) =>
      later(() => {
        context.imageSmoothingEnabled = isSmooth;
        context.drawImage(canvas, left, top, width, height);
      }),
    drawing: (drawing, { left, top, width, height }) =>
      later(async () => context.drawImage(await read(drawing), left, top, width, height)),
    within: (box, alpha, inside) => {
      later(() => {
        context.save();
        context.globalAlpha *= alpha;
        if (!box) return;
        context.beginPath();
        context.rect(box.left, box.top, box.width, box.height);
        context.clip();
      });
      inside();
      later(() => context.restore());
    },
    async done() {
      for (const stroke of strokes) await stroke();
    },
  };
}

/**
 * @param {Box} box
 * @param {number} by
 */
const inset = ({ left, top, width, height }, by) => ({
  left: left + by,
  top: top + by,
  width: Math.max(0, width - 2 * by),
  height: Math.max(0, height - 2 * by),
});

/**
 * A drawing as an image.
 * @param {SVGSVGElement} drawing
 * @returns {Promise<HTMLImageElement>}
 */
async function read(drawing) {
  const image = new Image();
  image.src = `data:image/svg+xml,${encodeURIComponent(new XMLSerializer().serializeToString(drawing))}`;
  await image.decode();
  return image;
}

const PIXELATED = ' style="image-rendering: pixelated"';

/**
 * A painter that writes SVG.
 * @param {Box} frame what of the page is in the picture
 * @param {string} ground its colour behind everything
 * @param {(canvas: HTMLCanvasElement) => string | null} inkOf what was drawn on a canvas, null where that is pixels
 * @returns {Painter & { text: () => string }}
 */
export function asSvg(frame, ground, inkOf) {
  /** @type {string[]} */
  const parts = [];
  let clips = 0;
  const { left: x0, top: y0, width, height } = frame;
  return {
    fill: (box, colour, radius) =>
      void parts.push(`<rect ${placeOf(box)} rx="${short(radius)}" fill="${escaped(colour)}"/>`),
    frame: (box, colour, line, radius) =>
      void parts.push(
        `<rect ${placeOf(inset(box, line / 2))} rx="${short(radius)}" fill="none" stroke="${escaped(colour)}" ` +
          `stroke-width="${short(line)}"/>`,
      ),
    write: ({ words, left, base, width: wide, style }) =>
      void parts.push(
        `<text x="${short(left)}" y="${short(base)}" textLength="${short(wide)}" lengthAdjust="spacingAndGlyphs" ` +
          `font-family="${escaped(style.fontFamily)}" font-size="${style.fontSize}" ` +
          `font-weight="${style.fontWeight}" font-style="${style.fontStyle}" fill="${escaped(style.color)}">` +
          `${escaped(words)}</text>`,
      ),
    canvas: (canvas, box, isSmooth) => {
      const ink = inkOf(canvas),
        place = `${placeOf(box)} preserveAspectRatio="none"`;
      parts.push(
        ink === null
          ? `<image ${place} href="${canvas.toDataURL("image/png")}"${isSmooth ? "" : PIXELATED}/>`
          : `<svg ${place} viewBox="0 0 ${canvas.width} ${canvas.height}">${ink}</svg>`,
      );
    },
    drawing: (drawing, box) => {
      drawing.setAttribute("x", short(box.left));
      drawing.setAttribute("y", short(box.top));
      parts.push(new XMLSerializer().serializeToString(drawing));
    },
    within: (box, alpha, inside) => {
      const name = `clip-${++clips}`;
      if (box) parts.push(`<clipPath id="${name}"><rect ${placeOf(box)}/></clipPath>`);
      parts.push(`<g opacity="${short(alpha)}"${box ? ` clip-path="url(#${name})"` : ""}>`);
      inside();
      parts.push("</g>");
    },
    text: () =>
      `<svg xmlns="http://www.w3.org/2000/svg" width="${short(width)}" height="${short(height)}" ` +
      `viewBox="${[x0, y0, width, height].map(short).join(" ")}">\n` +
      [`<rect ${placeOf(frame)} fill="${escaped(ground)}"/>`, ...parts].join("\n") +
      "\n</svg>\n",
  };
}

/** @param {Box} box */
const placeOf = ({ left, top, width, height }) =>
  `x="${short(left)}" y="${short(top)}" width="${short(width)}" height="${short(height)}"`;
