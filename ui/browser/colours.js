// The palette comes from Python (`ui/palette.py`) with every block; this turns it into what canvases need.

// Dark when the page behind the component is: the visitor's choice in the page's menu counts, not the system's alone.
export function isDark(element) {
  const background = getComputedStyle(element).getPropertyValue("--st-background-color").trim();
  const [r, g, b] = rgb(background || "#ffffff");
  return 0.2126 * r + 0.7152 * g + 0.0722 * b < 128;
}

export function rgb(colour) {
  if (colour.startsWith("#")) {
    const full = colour.length === 4 ? [...colour.slice(1)].map((c) => c + c).join("") : colour.slice(1, 7);
    return [0, 2, 4].map((i) => parseInt(full.slice(i, i + 2), 16));
  }
  return (colour.match(/[\d.]+/g) || [255, 255, 255]).slice(0, 3).map(Number);
}

export const pixel = ([r, g, b]) => ((255 << 24) | (b << 16) | (g << 8) | r) >>> 0; // little-endian RGBA
export const toLinear = (v) => (v / 255 <= 0.04045 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4);
export const SRGB = Uint8Array.from({ length: 4097 }, (_, i) => {
  const v = i / 4096;
  return Math.round(255 * (v <= 0.0031308 ? 12.92 * v : 1.055 * v ** (1 / 2.4) - 0.055));
});

// 256 pixels from stops that are evenly spaced, mixed in linear light.
export function scale(stops) {
  const linear = stops.map((stop) => rgb(stop).map(toLinear));
  return Uint32Array.from({ length: 256 }, (_, i) => {
    const at = (i / 255) * (stops.length - 1);
    const k = Math.min(Math.floor(at), stops.length - 2);
    return pixel(
      [0, 1, 2].map(
        (c) => SRGB[Math.round(4096 * (linear[k][c] + (at - k) * (linear[k + 1][c] - linear[k][c])))],
      ),
    );
  });
}

// Everything that drawing needs for one theme; also sets the CSS variables that the component's style sheet uses.
export function makeTheme(palettes, element) {
  const name = isDark(element) ? "dark" : "light";
  const palette = palettes[name];
  for (const [key, value] of Object.entries(palette)) {
    (Array.isArray(value) ? value : [value]).forEach((colour, i) =>
      element.style.setProperty(`--${key}${Array.isArray(value) ? `-${i + 1}` : ""}`, colour),
    );
  }
  element.dataset.theme = name;
  return {
    ...palette,
    name,
    regionsLinear: palette.regions.map((c) => rgb(c).map(toLinear)),
    regionPixels: palette.regions.map((c) => pixel(rgb(c))),
    signed: scale(palette.weights), // −1 … 1
    positive: scale(palette.weights.slice(2)), // 0 … 1
    classScales: palette.points.map((c) => scale([palette.page, c])),
  };
}

// A canvas sized for its box and the screen's pixels; its context is scaled so that units are CSS pixels.
export function fitCanvas(canvas, width, height) {
  const ratio = Math.min(window.devicePixelRatio || 1, 2);
  const w = Math.max(1, Math.round(width * ratio)),
    h = Math.max(1, Math.round(height * ratio));
  if (canvas.width !== w || canvas.height !== h) {
    canvas.width = w;
    canvas.height = h;
  }
  const context = canvas.getContext("2d");
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  return context;
}
