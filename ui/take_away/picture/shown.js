// What a page shows, as strokes of a painter: boxes, lines, words, canvases and drawings, each where it stands.

/**
 * A place on the page, in CSS pixels.
 * @typedef {{ left: number, top: number, width: number, height: number }} Box
 */

/**
 * Words in one line.
 * @typedef {object} Line
 * @property {string} words
 * @property {number} left
 * @property {number} base where the letters stand
 * @property {number} width
 * @property {CSSStyleDeclaration} style
 */

/**
 * What paints: on a canvas, or as SVG. Places are the page's.
 * @typedef {object} Painter
 * @property {(box: Box, colour: string, radius: number) => void} fill
 * @property {(box: Box, colour: string, width: number, radius: number) => void} frame
 * @property {(line: Line) => void} write
 * @property {(canvas: HTMLCanvasElement, box: Box, isSmooth: boolean) => void} canvas
 * @property {(drawing: SVGSVGElement, box: Box) => void} drawing an element of SVG that has its style written in it
 * @property {(box: Box | null, alpha: number, inside: () => void) => void} within paints what is clipped or faint
 */

/**
 * A painter that leaves out what lies outside a box.
 * @template {Painter} P
 * @param {Box} frame
 * @param {P} painter
 * @returns {Painter}
 */
export function within(frame, painter) {
  /** @param {Box} box */
  const isIn = ({ left, top, width, height }) =>
    left < frame.left + frame.width &&
    left + width > frame.left &&
    top < frame.top + frame.height &&
    top + height > frame.top;
  return {
    fill: (box, colour, radius) => void (isIn(box) && painter.fill(box, colour, radius)),
    frame: (box, colour, width, radius) => void (isIn(box) && painter.frame(box, colour, width, radius)),
    write: (line) => {
      const size = parseFloat(line.style.fontSize),
        box = { left: line.left, top: line.base - size, width: line.width, height: size };
      if (isIn(box)) painter.write(line);
    },
    canvas: (canvas, box, isSmooth) => void (isIn(box) && painter.canvas(canvas, box, isSmooth)),
    drawing: (drawing, box) => void (isIn(box) && painter.drawing(drawing, box)),
    within: (box, alpha, inside) => void ((!box || isIn(box)) && painter.within(box, alpha, inside)),
  };
}

const SKIPPED = ["SCRIPT", "STYLE", "TEMPLATE", "OPTION"];
const CLEAR = /^(transparent|rgba\(.*, 0\))$/;

/** What an element of SVG takes from style sheets. */
const DRAWN = [
  "fill",
  "stroke",
  "stroke-width",
  "stroke-dasharray",
  "stroke-linecap",
  "stroke-linejoin",
  "opacity",
  "fill-opacity",
  "stroke-opacity",
  "font-family",
  "font-size",
  "font-style",
  "font-weight",
  "text-anchor",
  "dominant-baseline",
  "visibility",
  "display",
];

/** @type {CanvasRenderingContext2D | null} */
let ruler = null;

/**
 * How high letters of a font reach above the line that they stand on.
 * @param {CSSStyleDeclaration} style
 */
function ascentOf(style) {
  ruler ??= document.createElement("canvas").getContext("2d");
  if (!ruler) return 0.8 * parseFloat(style.fontSize);
  ruler.font = fontOf(style);
  return ruler.measureText("x").fontBoundingBoxAscent;
}

/** @param {CSSStyleDeclaration} style */
export const fontOf = (style) =>
  `${style.fontStyle} ${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;

/** @param {DOMRect} rect */
const boxOf = ({ left, top, width, height }) => ({ left, top, width, height });

/**
 * Paint an element and all that is in it.
 * @param {Element} element
 * @param {Painter} painter
 */
export function paint(element, painter) {
  const style = getComputedStyle(element);
  if (style.display === "none" || SKIPPED.includes(element.tagName) || isUnseen(style)) return;
  const rect = element.getBoundingClientRect(),
    clips = style.overflowX !== "visible" && element.tagName !== "svg" && element.tagName !== "CANVAS",
    alpha = Number(style.opacity);
  if (alpha === 0) return;
  if (clips || alpha < 1)
    painter.within(clips ? boxOf(rect) : null, alpha, () => paintOpen(element, style, painter));
  else paintOpen(element, style, painter);
}

/**
 * Words for screen readers alone are one pixel large, or clipped to nothing.
 * @param {CSSStyleDeclaration} style
 */
const isUnseen = (style) => style.clipPath.startsWith("inset(50%") || style.clipPath.startsWith("inset(100%");

/**
 * @param {Element} element
 * @param {CSSStyleDeclaration} style
 * @param {Painter} painter
 */
function paintOpen(element, style, painter) {
  const isSeen = style.visibility === "visible",
    rect = element.getBoundingClientRect();
  if (element instanceof SVGSVGElement) {
    if (isSeen && rect.width) painter.drawing(withStyle(element), boxOf(rect));
    return;
  }
  if (isSeen && rect.width) paintOwn(element, rect, style, painter);
  for (const node of element.childNodes) {
    if (node instanceof Element) paint(node, painter);
    else if (node instanceof Text && isSeen) linesOf(node, style).forEach((line) => painter.write(line));
  }
}

/**
 * What an element shows beside what is in it.
 * @param {Element} element
 * @param {DOMRect} rect
 * @param {CSSStyleDeclaration} style
 * @param {Painter} painter
 */
function paintOwn(element, rect, style, painter) {
  const box = boxOf(rect),
    radius = radiusOf(box, style),
    isSlider = element instanceof HTMLInputElement && element.type === "range"; // its ground is its track
  if (!CLEAR.test(style.backgroundColor) && !isSlider) painter.fill(box, style.backgroundColor, radius);
  if (element instanceof HTMLCanvasElement && element.width && element.height)
    painter.canvas(element, withinFrame(rect, style), style.imageRendering !== "pixelated");
  paintRings(box, style, radius, painter);
  paintBorder(box, style, radius, painter);
  if (element instanceof HTMLSelectElement)
    writeValue(element, element.selectedOptions[0]?.textContent ?? "", style, painter);
  else if (element instanceof HTMLInputElement) paintInput(element, style, painter);
}

/**
 * @param {Box} box
 * @param {CSSStyleDeclaration} style
 * @param {number} radius
 * @param {Painter} painter
 */
function paintRings(box, style, radius, painter) {
  const shadow = RING.exec(style.boxShadow),
    outline = parseFloat(style.outlineWidth);
  if (shadow) {
    const width = Number(shadow[2]);
    painter.frame(shadow[3] ? box : grown(box, width), shadow[1], width, radius + (shadow[3] ? 0 : width));
  }
  if (style.outlineStyle === "solid" && outline > 0)
    painter.frame(grown(box, outline + parseFloat(style.outlineOffset)), style.outlineColor, outline, radius);
}

/** A ring around a box, or within it: what a shadow without blur is. */
const RING = /^(rgba?\([^)]*\)) 0px 0px 0px ([\d.]+)px( inset)?$/;

/**
 * @param {Box} box
 * @param {number} by
 * @returns {Box}
 */
const grown = ({ left, top, width, height }, by) => ({
  left: left - by,
  top: top - by,
  width: width + 2 * by,
  height: height + 2 * by,
});

/**
 * The radius that all corners of a box have; 0 where they differ.
 * @param {Box} box
 * @param {CSSStyleDeclaration} style
 */
function radiusOf(box, style) {
  const given = style.borderTopLeftRadius;
  if (given !== style.borderBottomRightRadius || given !== style.borderTopRightRadius) return 0;
  const most = Math.min(box.width, box.height) / 2;
  return Math.min(most, (parseFloat(given) || 0) * (given.endsWith("%") ? box.width / 100 : 1));
}

/**
 * @param {DOMRect} rect
 * @param {CSSStyleDeclaration} style
 * @returns {Box}
 */
function withinFrame(rect, style) {
  const left = parseFloat(style.borderLeftWidth) || 0,
    top = parseFloat(style.borderTopWidth) || 0,
    right = parseFloat(style.borderRightWidth) || 0,
    bottom = parseFloat(style.borderBottomWidth) || 0;
  return {
    left: rect.left + left,
    top: rect.top + top,
    width: rect.width - left - right,
    height: rect.height - top - bottom,
  };
}

const SIDES = /** @type {const} */ (["Top", "Right", "Bottom", "Left"]);
const DASH = 3; // widths of a border that a dash is long, and the gap behind it

/**
 * @param {Box} box
 * @param {CSSStyleDeclaration} style
 * @param {number} radius
 * @param {Painter} painter
 */
function paintBorder(box, style, radius, painter) {
  const shown = SIDES.map((side) => ({
    side,
    kind: style[`border${side}Style`],
    width: parseFloat(style[`border${side}Width`]),
    colour: style[`border${side}Color`],
  })).filter(({ kind, width, colour }) => kind !== "none" && width > 0 && !CLEAR.test(colour));
  const [first] = shown;
  if (shown.length === 4 && shown.every(({ width, kind }) => width === first.width && kind === "solid")) {
    painter.frame(box, first.colour, first.width, radius);
    return;
  }
  for (const { side, kind, width, colour } of shown) {
    const edge = edgeOf(box, side, width);
    (kind === "dashed" ? dashes(edge, width) : [edge]).forEach((piece) => painter.fill(piece, colour, 0));
  }
}

/**
 * A dashed line as its dashes.
 * @param {Box} edge
 * @param {number} width
 */
function dashes(edge, width) {
  const isAcross = edge.width >= edge.height,
    length = isAcross ? edge.width : edge.height,
    count = Math.max(1, Math.round((length / (DASH * width) + 1) / 2)),
    each = length / (2 * count - 1);
  return Array.from({ length: count }, (_, i) =>
    isAcross
      ? { ...edge, left: edge.left + 2 * i * each, width: each }
      : { ...edge, top: edge.top + 2 * i * each, height: each },
  );
}

/**
 * @param {Box} box
 * @param {"Top" | "Right" | "Bottom" | "Left"} side
 * @param {number} width
 * @returns {Box}
 */
function edgeOf({ left, top, width: w, height: h }, side, width) {
  if (side === "Top") return { left, top, width: w, height: width };
  if (side === "Bottom") return { left, top: top + h - width, width: w, height: width };
  return { left: side === "Left" ? left : left + w - width, top, width, height: h };
}

/**
 * @param {Element} element
 * @param {string} words
 * @param {CSSStyleDeclaration} style
 * @param {Painter} painter
 */
function writeValue(element, words, style, painter) {
  const { left, top, height } = element.getBoundingClientRect(),
    size = parseFloat(style.fontSize),
    indent = parseFloat(style.paddingLeft) + parseFloat(style.borderLeftWidth);
  painter.write({
    words,
    left: left + indent,
    base: top + height / 2 + 0.35 * size,
    width: words.length * size * 0.5,
    style,
  });
}

const KNOB = 16; // CSS pixels
const TRACK = 4;

/**
 * A slider as its track and its knob, any other field as its value.
 * @param {HTMLInputElement} input
 * @param {CSSStyleDeclaration} style
 * @param {Painter} painter
 */
function paintInput(input, style, painter) {
  if (input.type !== "range") {
    if (!["checkbox", "radio", "file", "color"].includes(input.type))
      writeValue(input, input.value, style, painter);
    return;
  }
  const { left, top, width, height } = input.getBoundingClientRect(),
    low = Number(input.min || 0),
    share = (Number(input.value) - low) / (Number(input.max || 100) - low || 1),
    middle = top + height / 2;
  painter.fill({ left, top: middle - TRACK / 2, width, height: TRACK }, style.color, TRACK / 2);
  const knob = { left: left + share * (width - KNOB), top: middle - KNOB / 2, width: KNOB, height: KNOB };
  painter.fill(knob, style.color, KNOB / 2);
}

/**
 * The lines in which words stand.
 * @param {Text} node
 * @param {CSSStyleDeclaration} style
 * @returns {Line[]}
 */
function linesOf(node, style) {
  const text = node.data;
  if (!text.trim()) return [];
  const range = document.createRange(),
    /** @type {(Line & { top: number })[]} */ lines = [],
    ascent = ascentOf(style);
  for (const { 0: word, index } of text.matchAll(/\S+\s*/g)) {
    range.setStart(node, index);
    range.setEnd(node, index + word.trimEnd().length);
    const rect = range.getBoundingClientRect();
    if (!rect.width) continue;
    const last = lines.at(-1);
    if (last && Math.abs(last.top - rect.top) < 2) {
      last.words += word;
      last.width = rect.right - last.left;
    } else {
      lines.push({
        words: word,
        left: rect.left,
        top: rect.top,
        base: rect.top + ascent,
        width: rect.width,
        style,
      });
    }
  }
  return lines.map(({ words, left, base, width }) => ({
    words: cased(words.trimEnd().replace(/\s+/g, " "), style.textTransform),
    left,
    base,
    width,
    style,
  }));
}

/**
 * @param {string} words
 * @param {string} transform
 */
const cased = (words, transform) => (transform === "uppercase" ? words.toUpperCase() : words);

/**
 * A copy of a drawing with its style written in it, so that it looks the same anywhere.
 * @param {SVGSVGElement} drawing
 */
function withStyle(drawing) {
  const copy = /** @type {SVGSVGElement} */ (drawing.cloneNode(true)),
    { width, height } = drawing.getBoundingClientRect(),
    sources = [drawing, ...drawing.querySelectorAll("*")],
    copies = [copy, ...copy.querySelectorAll("*")];
  sources.forEach((source, i) => {
    const style = getComputedStyle(source);
    for (const name of DRAWN) copies[i].setAttribute(name, style.getPropertyValue(name));
    copies[i].removeAttribute("class");
    copies[i].removeAttribute("style");
  });
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  copy.setAttribute("width", String(width));
  copy.setAttribute("height", String(height));
  return copy;
}
