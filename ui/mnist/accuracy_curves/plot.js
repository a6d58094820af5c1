// One panel: curves in ink over an axis, their names on the lines, and the numbers under the pointer in its head.

const SPACE = { left: 44, right: 10, top: 8, bottom: 26 };
const element = (name, attributes, text) => {
  const node = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  if (text !== undefined) node.textContent = text;
  return node;
};
const percentText = (share) => `${(100 * share).toFixed(1)} %`;

export class Plot {
  constructor(figure) {
    this.figure = figure;
    figure.innerHTML = `<figcaption><b></b><span></span></figcaption><svg role="img"></svg>`;
    this.svg = figure.querySelector("svg");
    this.svg.onpointermove = (event) => this.pointAt(this.nearest(event));
    this.svg.onpointerleave = () => this.pointAt(null);
    figure.onkeydown = (event) => {
      const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key],
        places = this.places();
      if (!step || !places.length) return;
      event.preventDefault();
      event.stopPropagation();
      const now = this.at === null ? (step > 0 ? -1 : places.length) : places.indexOf(this.at);
      this.pointAt(places[Math.max(0, Math.min(places.length - 1, now + step))]);
    };
    figure.onblur = () => this.pointAt(null);
    this.at = null;
  }

  // panel: { title, words, x: { low, high, ticks: [[at, text]], unit, signs, near }, y: { low, high, ticks }, series: [{ name, tone,
  // x, y, dots, picked }] }, all shares from 0 to 1.
  set(panel) {
    this.panel = panel;
    this.figure.querySelector("b").textContent = panel.title;
    this.figure.tabIndex = 0;
    this.draw();
  }

  x(value) {
    const { low, high } = this.panel.x;
    return this.left + ((value - low) / (high - low)) * (this.width - this.left - SPACE.right);
  }

  y(value) {
    const { low, high } = this.panel.y,
      inner = this.height - SPACE.top - this.bottom;
    return SPACE.top + inner * (1 - (Math.min(Math.max(value, low), high) - low) / (high - low));
  }

  places() {
    return [...new Set(this.panel.series.flatMap(({ x }) => x))].sort((a, b) => a - b);
  }

  nearest(event) {
    const x = event.clientX - this.svg.getBoundingClientRect().left;
    return this.places().reduce(
      (best, at) => (best === null || Math.abs(this.x(at) - x) < Math.abs(this.x(best) - x) ? at : best),
      null,
    );
  }

  draw() {
    const { svg, panel } = this,
      rem = parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;
    this.width = svg.clientWidth;
    this.height = svg.clientHeight;
    if (!this.width || !this.height) return;
    this.left = SPACE.left * rem;
    this.bottom = SPACE.bottom * rem;
    this.rem = rem;
    const parts = [],
      base = this.height - this.bottom;
    for (const at of panel.y.ticks) {
      const y = Math.round(this.y(at)) + 0.5;
      parts.push(
        element("line", { class: "grid", x1: this.left, x2: this.width - SPACE.right, y1: y, y2: y }),
      );
      parts.push(
        element(
          "text",
          { x: this.left - 8, y: y + 5 * rem, "text-anchor": "end" },
          `${+(100 * at).toFixed(1)} %`,
        ),
      );
    }
    for (const [at, text] of panel.x.ticks) {
      parts.push(element("line", { class: "axis", x1: this.x(at), x2: this.x(at), y1: base, y2: base + 4 }));
      parts.push(element("text", { x: this.x(at), y: base + 20 * rem, "text-anchor": "middle" }, text));
    }
    for (const { x, y, tone } of panel.series) {
      parts.push(
        element("path", {
          class: `curve ${tone}`,
          d: x.map((at, i) => `${i ? "L" : "M"}${this.x(at).toFixed(1)},${this.y(y[i]).toFixed(1)}`).join(""),
        }),
      );
    }
    for (const series of panel.series) this.dotsOf(series, parts);
    this.namesOf(parts);
    this.rule = element("line", { class: "rule", y1: SPACE.top, y2: base, visibility: "hidden" });
    svg.replaceChildren(...parts, this.rule);
    this.pointAt(this.at);
    const last = panel.series
      .filter(({ x }) => x.length)
      .map(({ name, x, y }) => `${name} ${percentText(y[y.length - 1])} at ${this.amount(x[x.length - 1])}`);
    svg.setAttribute("aria-label", `${panel.title}: ${last.join(", ") || "nothing yet"}`);
  }

  dotsOf({ x, y, tone, dots, picked }, parts) {
    x.forEach((at, i) => {
      const place = { cx: this.x(at), cy: this.y(y[i]) };
      if (dots) parts.push(element("circle", { class: `dot ${tone}`, r: 4 * this.rem, ...place }));
      if (picked !== null && Math.abs(picked - at) <= this.panel.x.near)
        parts.push(element("circle", { class: "picked", r: 8 * this.rem, ...place }));
    });
  }

  // Each name where it is nearest to its own curve and clear of the others.
  namesOf(parts) {
    const { series } = this.panel,
      taken = [];
    for (const one of series.filter(({ x }) => x.length > 1)) {
      const width = 7.2 * this.rem * one.name.length,
        height = 15 * this.rem;
      let best = null;
      one.x.forEach((at, i) => {
        for (const [dx, dy] of [
          [0, -12],
          [0, 26],
          [width / 2 + 10, 5],
          [-width / 2 - 10, 5],
          [width / 2 + 4, -12],
          [-width / 2 - 4, -12],
          [width / 2 + 4, 24],
          [-width / 2 - 4, 24],
        ]) {
          const middle = this.x(at) + dx,
            y = this.y(one.y[i]) + dy * this.rem;
          const box = [middle - width / 2, y - height, middle + width / 2, y + 3];
          if (
            box[0] < this.left ||
            box[2] > this.width - 2 ||
            box[1] < -14 * this.rem ||
            box[3] > this.height - this.bottom
          )
            continue;
          if (
            taken.some(
              (other) => box[0] < other[2] && other[0] < box[2] && box[1] < other[3] && other[1] < box[3],
            )
          )
            continue;
          const clear = Math.min(
            18 * this.rem,
            ...series.map((curve) => this.distance(curve, box)).filter((d, k) => series[k] !== one),
          );
          const own = this.distance(one, box);
          const score = own < 2 ? -100 + clear : clear - 1.5 * own - (own + 3 > clear ? 50 : 0);
          if (!best || score > best.score) best = { score, box, middle, y };
        }
      });
      if (!best) continue;
      taken.push(best.box);
      parts.push(
        element(
          "text",
          { class: `name ${one.tone}`, x: best.middle, y: best.y, "text-anchor": "middle" },
          one.name,
        ),
      );
    }
  }

  // How far a curve stays from a box, in pixels; 0 where it crosses it.
  distance({ x, y }, [left, top, right, bottom]) {
    let least = Infinity;
    for (let i = 0; i + 1 < x.length; i++) {
      for (let t = 0; t <= 1; t += 0.1) {
        const px = this.x(x[i]) + t * (this.x(x[i + 1]) - this.x(x[i])),
          py = this.y(y[i]) + t * (this.y(y[i + 1]) - this.y(y[i]));
        least = Math.min(
          least,
          Math.hypot(Math.max(left - px, 0, px - right), Math.max(top - py, 0, py - bottom)),
        );
      }
    }
    return least;
  }

  amount(at) {
    const { unit, signs } = this.panel.x,
      number = Math.abs(at).toLocaleString("en-GB");
    return `${at < 0 ? "−" : at > 0 && signs ? "+" : ""}${number}${unit}`;
  }

  // The numbers of all curves at one place, in the head; without a place the panel's own words.
  pointAt(at) {
    this.at = at;
    const words = this.figure.querySelector("figcaption span"),
      { panel } = this;
    if (at === null) {
      words.textContent = panel.words;
      this.rule?.setAttribute("visibility", "hidden");
      return;
    }
    const here = panel.series.map(({ name, x, y }) => [
      name,
      y[x.findIndex((place) => Math.abs(place - at) <= panel.x.near)],
    ]);
    const numbers = here
      .filter(([, share]) => share !== undefined)
      .map(([name, share]) => `${name} ${percentText(share)}`);
    words.textContent = `${this.amount(at)}: ${numbers.join(", ")}`;
    for (const end of ["x1", "x2"]) this.rule.setAttribute(end, this.x(at));
    this.rule.setAttribute("visibility", "visible");
  }
}
