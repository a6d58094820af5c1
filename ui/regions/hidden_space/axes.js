// Which axes a hidden layer is seen along: its units where it has two or three or where some were chosen, else the
// directions in which the training points vary most.

const LIMIT_OF_UNITS = 3;

// How the link's `layer` and `axes` are read for a network: { layer, width, units } or { layer, width, pca }.
export function chosenAxes(sizes, view) {
  const depth = sizes.length - 2,
    layer = view.layer >= 1 && view.layer <= depth ? view.layer : depth,
    width = sizes[layer];
  const units = /^\d/.test(view.axes) ? view.axes.split("-").map((text) => Number(text) - 1) : [];
  if (units.length && units.every((unit) => unit < width)) return { layer, width, units };
  if (view.axes === "pca3" && width > 3) return { layer, width, pca: 3 };
  if (width > LIMIT_OF_UNITS || (view.axes === "pca2" && width > 2)) return { layer, width, pca: 2 };
  return { layer, width, units: Array.from({ length: width }, (_, unit) => unit) };
}

// Coordinates of n feature-major answers along the axes: a Float32Array for each.
export function alongAxes(axes, h, n) {
  if (axes.units) return axes.units.map((unit) => h.subarray(unit * n, (unit + 1) * n));
  return axes.vectors.map((vector) => {
    const out = new Float32Array(n);
    let shift = 0;
    vector.forEach((v, j) => {
      shift += v * axes.mean[j];
      for (let p = 0; p < n; p++) out[p] += v * h[j * n + p];
    });
    for (let p = 0; p < n; p++) out[p] -= shift;
    return out;
  });
}

// Middle and half width of the picture, the same unit along every axis: the units' limits, or what the points fill.
export function rangeOf(axes, limits, coordinates) {
  const ends = coordinates.map((values) => {
    if (limits && axes.units) return limits;
    let low = Infinity,
      high = -Infinity;
    for (const v of values) {
      if (v < low) low = v;
      if (v > high) high = v;
    }
    return [low, high];
  });
  const half = Math.max(1e-6, ...ends.map(([low, high]) => (high - low) / 2));
  return {
    middle: ends.map(([low, high]) => (low + high) / 2),
    half: half * (limits && axes.units ? 1.08 : ends.length > 2 ? 1.02 : 1.15),
  };
}

// What an axis is called, as words for a canvas.
export function axisName(axes, k) {
  if (axes.layer === 0) return `x${"₁₂"[axes.units[k]]}`;
  if (axes.units) return `unit ${axes.units[k] + 1}`;
  return `PC ${axes.ranks ? axes.ranks[k] : k + 1}, ${Math.round(100 * axes.shares[k])} %`;
}

// What is seen, in a sentence or two.
export function axesWords(run, axes) {
  const last = axes.layer === run.activations.length;
  if (axes.layer === 0)
    return "<b>No hidden layer.</b> The outputs see the input plane itself, and can only cut it straight.";
  const name = `<b>Layer ${axes.layer}${last ? ", the last hidden one" : ""}.</b>`;
  if (axes.units && axes.units.length === axes.width) {
    const flat = axes.width === 1 ? "points" : axes.width === 2 ? "straight" : "flat";
    const plane = axes.width === 1 ? "Its only unit is the axis" : `Its ${axes.width} units are the axes`;
    if (!last) return `${name} ${plane}. Boundaries may bend here: layer ${axes.layer + 1} is still to come.`;
    const veils = axes.width === 3 ? " The grey planes are where two classes tie." : "";
    return `${name} ${plane}. Boundaries are ${flat} here: all that the outputs can do is cut.${veils}`;
  }
  const rest = last
    ? ` Boundaries are flat in all ${axes.width} dimensions; in this view they may bend.`
    : "";
  if (axes.units) return `${name} ${axes.units.length} of its ${axes.width} units.${rest}`;
  const share = Math.round(100 * axes.shares.reduce((a, b) => a + b, 0));
  return `${name} PCA: ${axes.pca} directions with ${share} % of the variance of its ${axes.width} units.${rest}`;
}
