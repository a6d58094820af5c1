// A line of the plane as [w₁, w₂, b]: all places where w₁ x₁ + w₂ x₂ + b = 0.

export const lengthOf = ([w1, w2]) => Math.hypot(w1, w2);
export const valueAt = ([w1, w2, b], [x, y]) => w1 * x + w2 * y + b;

// −b/‖w‖: how far the line is from the origin, in the direction of w.
export const distanceOf = (line) => -line[2] / lengthOf(line);

// The place of the line that is nearest to the origin.
export function footOf(line) {
  const square = line[0] ** 2 + line[1] ** 2;
  return square ? [(-line[2] * line[0]) / square, (-line[2] * line[1]) / square] : [0, 0];
}

// The two ends of the line within a rectangle, or null where it passes by.
export function endsOf(line, [left, right, bottom, top]) {
  const length = lengthOf(line);
  if (!(length > 1e-12)) return null;
  const [x, y] = footOf(line),
    along = [-line[1] / length, line[0] / length];
  let from = -Infinity,
    to = Infinity;
  for (const [start, step, low, high] of [
    [x, along[0], left, right],
    [y, along[1], bottom, top],
  ]) {
    if (Math.abs(step) < 1e-12) {
      if (start < low || start > high) return null;
      continue;
    }
    const ends = [(low - start) / step, (high - start) / step].sort((a, b) => a - b);
    from = Math.max(from, ends[0]);
    to = Math.min(to, ends[1]);
  }
  return from < to ? [from, to].map((t) => [x + t * along[0], y + t * along[1]]) : null;
}

export const minus = (a, b) => a.map((v, i) => v - b[i]);

// The part of a segment on which a linear function of the plane is not negative, or null.
export function wherePositive([p, q], line) {
  const a = valueAt(line, p),
    b = valueAt(line, q),
    t = a / (a - b),
    cut = [p[0] + t * (q[0] - p[0]), p[1] + t * (q[1] - p[1])];
  if (a < 0 && b < 0) return null;
  if (a >= 0 && b >= 0) return [p, q];
  return a < 0 ? [cut, q] : [p, cut];
}

// Where two lines meet, or null where they are parallel.
export function crossing(a, b) {
  const det = a[0] * b[1] - a[1] * b[0];
  if (Math.abs(det) < 1e-9 * Math.max(1e-9, lengthOf(a) * lengthOf(b))) return null;
  return [(a[1] * b[2] - b[1] * a[2]) / det, (b[0] * a[2] - a[0] * b[2]) / det];
}

// "1.20 x₁ − 0.70 x₂ + 0.50", with real minus signs.
export function lineWords(line) {
  return ["x₁", "x₂", ""]
    .map((name, i) => {
      const v = Math.abs(line[i]).toFixed(2),
        sign = line[i] < 0 ? "−" : "+";
      return i ? ` ${sign} ${v}${name ? ` ${name}` : ""}` : `${line[i] < 0 ? "−" : ""}${v} ${name}`;
    })
    .join("");
}

export const decimals = (value, digits) =>
  Number.isFinite(value)
    ? value.toFixed(digits).replace("-", "−")
    : value > 0
      ? "∞"
      : value < 0
        ? "−∞"
        : "not a number";
