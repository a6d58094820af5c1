// What is drawn on canvases while it is recorded, as SVG: paths stay paths, and words stay words. A canvas on which
// something is drawn that SVG has no like for, such as pixels, stays an image.

import { escaped, short } from "./written.js";

/** @typedef {CanvasRenderingContext2D} Context */

/**
 * What was drawn on one canvas.
 * @typedef {object} Log
 * @property {number} width of the canvas, in its own pixels
 * @property {number} height
 * @property {string[]} strokes as SVG
 * @property {boolean} isPixels whether something was drawn that SVG has no like for
 * @property {string[]} path the path that is being made, as SVG writes it, in the canvas's pixels
 * @property {number} open groups that clip, now
 * @property {number[]} saved the same at each `save` before
 */

/** @typedef {(log: Log, context: Context, given: any[]) => void} Hook */

/**
 * The path of a `Path2D`, in its own units: each step is an operation and its numbers.
 * @type {WeakMap<Path2D, [string, number[]][]>}
 */
let paths = new WeakMap();

/** @type {WeakMap<HTMLCanvasElement, Log>} */
let logs = new WeakMap();

let clips = 0;

/** @param {HTMLCanvasElement} canvas */
function logOf(canvas) {
  const known = logs.get(canvas);
  if (known && known.width === canvas.width && known.height === canvas.height) return known;
  const { width, height } = canvas;
  /** @type {Log} */
  const log = { width, height, strokes: [], isPixels: false, path: [], open: 0, saved: [] };
  logs.set(canvas, log);
  return log;
}

/**
 * A step of a path, in the canvas's pixels.
 * @param {DOMMatrix} m
 * @param {string} kind
 * @param {number[]} n
 */
function step(m, kind, n) {
  /** @type {(x: number, y: number) => string} */
  const at = (x, y) => `${short(m.a * x + m.c * y + m.e)} ${short(m.b * x + m.d * y + m.f)}`;
  if (kind === "moveTo") return `M${at(n[0], n[1])}`;
  if (kind === "lineTo") return `L${at(n[0], n[1])}`;
  if (kind === "bezierCurveTo") return `C${at(n[0], n[1])} ${at(n[2], n[3])} ${at(n[4], n[5])}`;
  if (kind === "quadraticCurveTo") return `Q${at(n[0], n[1])} ${at(n[2], n[3])}`;
  if (kind === "closePath") return "Z";
  if (kind === "rect") {
    const [x, y, w, h] = n;
    return `M${at(x, y)}L${at(x + w, y)}L${at(x + w, y + h)}L${at(x, y + h)}Z`;
  }
  return arc(at, Math.hypot(m.a, m.b), n);
}

/**
 * @param {(x: number, y: number) => string} at
 * @param {number} scale
 * @param {number[]} n
 */
function arc(at, scale, [x, y, r, from, to, against]) {
  const whole = 2 * Math.PI,
    turn = against ? -1 : 1,
    swept = turn * (to - from),
    angle = swept >= whole ? whole : ((swept % whole) + whole) % whole,
    radius = short(r * scale);
  /** @param {number} share */
  const on = (share) => {
    const a = from + turn * share * angle;
    return at(x + r * Math.cos(a), y + r * Math.sin(a));
  };
  const half = `A${radius} ${radius} 0 0 ${against ? 0 : 1}`; // two halves, of which none is larger than half a circle
  return `${on(0)}${half} ${on(0.5)}${half} ${on(1)}`;
}

/**
 * An arc begins a path, or goes on from where the path is; a line that nothing stands before begins one.
 * @param {string[]} path
 * @param {string} kind
 * @param {string} text
 */
function joined(path, kind, text) {
  const before = path.at(-1);
  if (kind === "lineTo" && before === undefined) return `M${text.slice(1)}`;
  if (kind !== "arc") return text;
  return `${before === undefined || before.endsWith("Z") ? "M" : "L"}${text}`;
}

const STEPS = ["moveTo", "lineTo", "bezierCurveTo", "quadraticCurveTo", "closePath", "rect", "arc"];
const UNKNOWN = ["ellipse", "arcTo", "roundRect", "putImageData", "drawFocusIfNeeded", "reset"];

/**
 * The path that an operation is about: the one given, or the context's own.
 * @param {Log} log
 * @param {Context} context
 * @param {unknown} given
 */
function pathOf(log, context, given) {
  if (!(given instanceof Path2D)) return log.path.join("");
  const steps = paths.get(given);
  if (!steps) {
    log.isPixels = true; // it was made before anybody recorded
    return "";
  }
  /** @type {string[]} */
  const path = [],
    matrix = context.getTransform();
  for (const [kind, numbers] of steps) path.push(joined(path, kind, step(matrix, kind, numbers)));
  return path.join("");
}

/**
 * @param {Log} log
 * @param {Context} context
 * @param {string | CanvasGradient | CanvasPattern} style
 */
function colour(log, context, style) {
  const isPlain =
    context.globalCompositeOperation === "source-over" && !context.shadowBlur && context.filter === "none";
  if (typeof style !== "string" || !isPlain) log.isPixels = true;
  return typeof style === "string" ? escaped(style) : "none";
}

/** @param {Context} context */
const scaleOf = (context) => {
  const { a, b } = context.getTransform();
  return Math.hypot(a, b);
};

/** @param {Context} context */
const faint = (context) => (context.globalAlpha < 1 ? ` opacity="${context.globalAlpha}"` : "");

/**
 * @param {Log} log
 * @param {Context} context
 */
function pen(log, context) {
  const scale = scaleOf(context),
    dash = context.getLineDash().map((n) => short(scale * n)),
    offset = short(scale * context.lineDashOffset);
  return (
    `fill="none" stroke="${colour(log, context, context.strokeStyle)}" ` +
    `stroke-width="${short(scale * context.lineWidth)}" ` +
    `stroke-linecap="${context.lineCap}" stroke-linejoin="${context.lineJoin}"` +
    (dash.length ? ` stroke-dasharray="${dash.join(" ")}" stroke-dashoffset="${offset}"` : "") +
    faint(context)
  );
}

/** @type {(context: Context, x: number, y: number, w: number, h: number) => string} */
const corners = (context, x, y, w, h) => step(context.getTransform(), "rect", [x, y, w, h]);

/**
 * @param {Log} log
 * @param {Context} context
 * @param {any[]} given words and their place
 * @param {string} paints
 */
function words(log, context, [text, x, y], paints) {
  const { a, b, c, d, e, f } = context.getTransform(),
    known = context.textBaseline,
    above = context.measureText(text).fontBoundingBoxAscent;
  context.textBaseline = "alphabetic";
  const { fontBoundingBoxAscent: height, width } = context.measureText(text),
    base = y - above + height;
  context.textBaseline = known;
  const anchor = { center: "middle", end: "end", right: "end" }[String(context.textAlign)] ?? "start";
  log.strokes.push(
    `<text transform="matrix(${[a, b, c, d, e, f].map(short).join(" ")})" x="${short(x)}" y="${short(base)}" ` +
      `text-anchor="${anchor}" textLength="${short(width)}" lengthAdjust="spacingAndGlyphs" ` +
      `style="font: ${escaped(context.font)}" ${paints}>${escaped(String(text))}</text>`,
  );
}

/**
 * @param {Log} log
 * @param {Context} context
 * @param {any[]} given
 */
function image(log, context, [source, ...n]) {
  const { a, b, c, d, e, f } = context.getTransform(),
    drawn = source instanceof HTMLCanvasElement ? logs.get(source) : undefined;
  if (
    n.length === 8 ||
    !(source instanceof HTMLCanvasElement) ||
    context.globalCompositeOperation !== "source-over"
  ) {
    log.isPixels = true;
    return;
  }
  const [x, y, w = source.width, h = source.height] = n,
    place = `x="${short(x)}" y="${short(y)}" width="${short(w)}" height="${short(h)}" preserveAspectRatio="none"`,
    inside =
      drawn && !drawn.isPixels && drawn.width === source.width
        ? `<svg ${place} viewBox="0 0 ${drawn.width} ${drawn.height}">${inked(drawn)}</svg>`
        : `<image ${place} href="${source.toDataURL()}"${context.imageSmoothingEnabled ? "" : PIXELATED}/>`;
  log.strokes.push(
    `<g transform="matrix(${[a, b, c, d, e, f].map(short).join(" ")})"${faint(context)}>${inside}</g>`,
  );
}

const PIXELATED = ' style="image-rendering: pixelated"';

/** @type {Record<string, Hook>} */
const HOOKS = {
  beginPath: (log) => void (log.path = []),
  fill: (log, context, [first, second]) => {
    const rule = [first, second].includes("evenodd") ? ' fill-rule="evenodd"' : "",
      paint = colour(log, context, context.fillStyle);
    log.strokes.push(`<path d="${pathOf(log, context, first)}" fill="${paint}"${rule}${faint(context)}/>`);
  },
  stroke: (log, context, [first]) =>
    void log.strokes.push(`<path d="${pathOf(log, context, first)}" ${pen(log, context)}/>`),
  clip: (log, context, [first, second]) => {
    const rule = [first, second].includes("evenodd") ? ' clip-rule="evenodd"' : "",
      name = `ink-${++clips}`;
    log.strokes.push(
      `<clipPath id="${name}"><path d="${pathOf(log, context, first)}"${rule}/></clipPath>`,
      `<g clip-path="url(#${name})">`,
    );
    log.open++;
  },
  save: (log) => void log.saved.push(log.open),
  restore: (log) => {
    const open = log.saved.pop() ?? 0;
    for (; log.open > open; log.open--) log.strokes.push("</g>");
  },
  fillRect: (log, context, [x, y, w, h]) => {
    const paint = colour(log, context, context.fillStyle);
    log.strokes.push(`<path d="${corners(context, x, y, w, h)}" fill="${paint}"${faint(context)}/>`);
  },
  strokeRect: (log, context, [x, y, w, h]) =>
    void log.strokes.push(`<path d="${corners(context, x, y, w, h)}" ${pen(log, context)}/>`),
  clearRect: (log, context, [x, y, w, h]) => {
    const m = context.getTransform(),
      isAll =
        m.a * x + m.e <= 0.5 &&
        m.d * y + m.f <= 0.5 &&
        m.a * (x + w) + m.e >= log.width - 1 &&
        m.d * (y + h) + m.f >= log.height - 1;
    if (isAll && !log.open) Object.assign(log, { strokes: [], isPixels: false });
    else log.isPixels = true;
  },
  fillText: (log, context, given) =>
    words(log, context, given, `fill="${colour(log, context, context.fillStyle)}"${faint(context)}`),
  strokeText: (log, context, given) => {
    const scale = scaleOf(context);
    words(
      log,
      context,
      given,
      `fill="none" stroke="${colour(log, context, context.strokeStyle)}" stroke-width="${short(context.lineWidth)}" ` +
        `stroke-linejoin="${context.lineJoin}"${scale ? faint(context) : ""}`,
    );
  },
  drawImage: image,
};

/**
 * Have a method tell what it was called with, before it does its work.
 * @param {any} prototype
 * @param {string} name
 * @param {(self: any, given: any[]) => void} told
 * @returns {() => void} puts it back
 */
function hooked(prototype, name, told) {
  const method = prototype[name];
  if (typeof method !== "function") return () => {};
  prototype[name] = function (/** @type {any[]} */ ...given) {
    told(this, given);
    return method.apply(this, given);
  };
  return () => void (prototype[name] = method);
}

/**
 * While something is done, record what is drawn on the page's canvases.
 * @template T
 * @param {(inkOf: (canvas: HTMLCanvasElement) => string | null) => Promise<T>} act is given what was drawn on a
 * canvas as SVG; null where that is pixels
 * @returns {Promise<T>}
 */
export async function recorded(act) {
  paths = new WeakMap();
  logs = new WeakMap();
  clips = 0;
  let isOurs = false; // what a hook itself asks of a context is no drawing
  /** @param {Hook} hook */
  const onContext = (hook) => (/** @type {Context} */ context, /** @type {any[]} */ given) => {
    if (isOurs || !(context.canvas instanceof HTMLCanvasElement)) return;
    isOurs = true;
    hook(logOf(context.canvas), context, given);
    isOurs = false;
  };
  const context = CanvasRenderingContext2D.prototype,
    back = [
      ...Object.entries(HOOKS).map(([name, hook]) => hooked(context, name, onContext(hook))),
      ...UNKNOWN.map((name) =>
        hooked(
          context,
          name,
          onContext((log) => void (log.isPixels = true)),
        ),
      ),
      ...STEPS.flatMap((name) => [
        hooked(
          context,
          name,
          onContext(
            (log, self, given) =>
              void log.path.push(joined(log.path, name, step(self.getTransform(), name, given))),
          ),
        ),
        hooked(Path2D.prototype, name, (self, given) => {
          const steps = paths.get(self) ?? [];
          steps.push([name, given]);
          paths.set(self, steps);
        }),
      ]),
    ];
  try {
    return await act((canvas) => {
      const log = logs.get(canvas);
      const isWhole = log && !log.isPixels && log.width === canvas.width && log.height === canvas.height;
      return isWhole ? inked(log) : null;
    });
  } finally {
    back.forEach((put) => put());
  }
}

/**
 * A log's strokes, its groups closed.
 * @param {Log} log
 */
const inked = (log) => log.strokes.join("") + "</g>".repeat(log.open);
