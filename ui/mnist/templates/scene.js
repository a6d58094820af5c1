// The scene: everything that the parts of the page draw of one moment. Which weights are looked at follows from what the
// visitor chose, from the image, and from what the network makes of it.

import { MOST_IN_VIEW, superscript } from "./pictures.js";
import { TALL } from "./plate.js";
import { pullAt, respond } from "./scores.js";
import { subscript } from "./stage.js";

export const pullsOf = (layers, answer) => {
  const last = layers.length - 1;
  return Array.from(answer.scores, (_, k) => pullAt(layers[last], answer.inputs[last], k));
};

// view holds the settings as a link writes them; "" leaves a choice to the image: its digit, and the strongest rival.
export function sceneOf({ moments, run, view, brush, source, orders, theme }, moment) {
  const layers = moments.layersAt(moment),
    last = layers.length - 1,
    multi = last > 0;
  const answer = respond(layers, run.activations, brush.image),
    pulls = pullsOf(layers, answer);
  const digit = view.digit !== "" ? Number(view.digit) : (source.label ?? answer.ranked[0]);
  const wanted = view.rival === "" ? digit : Number(view.rival);
  const rival = wanted === digit ? answer.ranked.find((k) => k !== digit) : wanted;
  const unit =
    multi && view.unit !== "" && Number(view.unit) <= layers[0].outputs ? Number(view.unit) - 1 : null;
  const kind = !multi ? "digit" : unit === null ? "matrix" : "unit",
    pair = view.pair === "1";
  const matrix = view.matrix !== "" && Number(view.matrix) <= last + 1 ? Number(view.matrix) - 1 : last;
  const layer = kind === "matrix" ? matrix : 0,
    plain = moments.scaleOf(layer, view.full);
  const twice = pair && kind === "digit" ? 2 : 1;
  const pull =
    kind === "unit"
      ? pullAt(layers[0], answer.inputs[0], unit)
      : pair
        ? pullAt(layers[last], answer.inputs[last], digit, rival)
        : pulls[digit];
  const subject = {
    kind,
    layer,
    digit,
    rival,
    unit,
    pair,
    pull,
    nHidden: last,
    pullLayer: kind === "unit" ? 0 : last,
    rivalPull: kind === "unit" || pair ? null : pulls[rival],
    scale: { ...plain, limit: twice * plain.limit, span: twice * plain.span, twice: twice > 1 },
  };
  return {
    moment,
    layers,
    answer,
    pulls,
    subject,
    multi,
    view,
    orders,
    theme,
    image: brush.image,
    label: source.label,
    edited: brush.edited,
  };
}

// The words of the page that follow the choice, beside those that each part says itself.
export function sayScene({ root, scene, source, run, brush, stage, pictures }) {
  const { subject, multi, layers, view } = scene,
    { digit, rival } = subject;
  const set = (selector, html) => {
    const element = root.querySelector(selector);
    if (element.innerHTML !== html) element.innerHTML = html;
  };
  const H = run.sizes[1],
    units = `${H > 1 ? `${H} ` : ""}${layers.length > 2 ? "" : "hidden "}unit${H > 1 ? "s" : ""}${layers.length > 2 ? " of the first hidden layer" : ""}`;
  set(
    ".shown h2",
    multi
      ? `<b><i>W</i>${superscript(1)}</b>: weights of the ${units}, sorted by the ${layers.length > 2 ? "unit" : "digit"} that they speak for most${H > MOST_IN_VIEW ? "; scroll for more" : ""}`
      : "",
  );
  set(
    ".image figcaption span",
    `${source.kind === "set" ? source.name.replace("-", " ") + `, a ${source.label}` : source.name}${scene.edited ? ", changed" : ""}`.replace(
      /[<&]/g,
      "",
    ),
  );
  root
    .querySelector(".image canvas")
    .setAttribute(
      "aria-label",
      `Image x: ${root.querySelector(".image figcaption span").textContent}. Drag to ${brush.ink ? "paint" : "erase"}; or move with the arrow keys and press space.`,
    );
  root.querySelector(".undo").disabled = !scene.edited;
  const of = (html) => `<i>x</i> ⊙ ${html}`.replace("<i>x</i>", multi ? "<i>h</i>" : "<i>x</i>"),
    W = (k) => subscript("<i>W</i>", k);
  const [single, pair] = root.querySelectorAll("[data-name=pair] button");
  const write = (element, html) => element.innerHTML === html || (element.innerHTML = html);
  write(single, of(W(digit)));
  write(pair, of(`(${W(digit)} − ${W(rival)})`));
  write(root.querySelector(".against option"), `strongest${view.rival === "" ? ` (${rival})` : ""}`);
  const parts = [
    ["unit", `unit ${(subject.unit ?? pictures.order[0]) + 1}`],
    ...layers.slice(1).map((_, l) => [String(l + 2), `<i>W</i>${superscript(l + 2)}`]),
  ];
  set(
    "[data-name=of]",
    multi ? parts.map(([value, words]) => `<button data-value="${value}">${words}</button>`).join("") : "",
  );
  stage.root.classList.toggle("multi", multi);
  const choices = root.querySelector(".choices"),
    line = root.querySelector(".shown .line");
  if (multi && !line.contains(choices)) line.append(choices);
  if (!multi && line.contains(choices)) root.querySelector(".bar").before(choices);
}

// Sizes: side by side where it is wide, as high as the window leaves room for; the tug-of-war below where it is less wide;
// all one below the other on a phone.
export function layOut({ root, run, pictures, stage, brush, pull }) {
  const rem = parseFloat(getComputedStyle(document.documentElement).fontSize),
    width = root.clientWidth;
  const wide = width >= 56 * rem,
    medium = !wide && width >= 40 * rem,
    multi = run.sizes.length > 2;
  root.classList.toggle("wide", wide);
  root.classList.toggle("medium", medium);
  const scroller = document.querySelector("[data-testid=stMain]");
  const top = root.getBoundingClientRect().top + (scroller ? scroller.scrollTop : 0);
  const room = () =>
    window.innerHeight -
    top -
    (multi ? 8.6 : 6.8) * rem -
    ["header", ".shown", ".panel"].reduce(
      (sum, selector) => sum + root.querySelector(selector).offsetHeight,
      0,
    );
  root.classList.remove("compact");
  pictures.layout(width, rem, false);
  if (wide && room() < 17.5 * TALL * rem) {
    root.classList.add("compact");
    pictures.layout(width, rem, true);
  }
  const least = root.classList.contains("compact") ? 14.5 : 16;
  const side = medium ? 20 * rem : Math.min(width, 26 * rem);
  const big = Math.floor(
    wide ? Math.max(least * rem, Math.min(24 * rem, room() / TALL, 0.33 * width)) : side,
  );
  const half = wide
    ? Math.max((least / 2 + 0.3) * rem, Math.min((big * TALL - 1.8 * rem) / 2, 0.15 * width))
    : medium
      ? 9.5 * rem
      : Math.min(width / 2 - 0.4 * rem, 13 * rem);
  const across = Math.floor(wide ? Math.max(big, multi ? 0.34 * width : 19 * rem) : big);
  for (const [name, size] of [
    ["big", big],
    ["half", Math.floor(half)],
    ["stage", across],
  ])
    root.style.setProperty(`--${name}`, `${size}px`);
  stage.layout(big, across);
  brush.layout(Math.floor(half));
  pull.layout(Math.floor(half), rem);
}
