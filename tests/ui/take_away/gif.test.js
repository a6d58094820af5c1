// The GIF that the browser makes is one: its codes, unpacked by the rules of the format, give the pixels again.

import assert from "node:assert/strict";
import test from "node:test";

import { momentsBetween, FRAMES } from "../../../ui/take_away/film/film.js";
import { gif, indexed, packed, paletteOf } from "../../../ui/take_away/film/gif.js";

/**
 * LZW codes unpacked, by GIF's rules (89a, appendix F) and not by what packed them.
 * @param {Uint8Array} codes
 */
function unpacked(codes) {
  /** @type {number[]} */
  const out = [];
  /** @type {number[][]} */
  let words = [],
    width = 9,
    at = 0,
    before = /** @type {number[] | null} */ (null);
  const begin = () => {
    words = Array.from({ length: 258 }, (_, i) => [i]);
    width = 9;
    before = null;
  };
  for (;;) {
    let code = 0;
    for (let bit = 0; bit < width; bit++, at++) code |= ((codes[at >> 3] >> (at & 7)) & 1) << bit;
    if (code === 257) return out;
    if (code === 256) {
      begin();
      continue;
    }
    const word = code < words.length ? words[code] : [.../** @type {number[]} */ (before), before?.[0] ?? 0];
    if (before && words.length < 4096) words.push([...before, word[0]]);
    if (words.length === 1 << width && width < 12) width++;
    out.push(...word);
    before = word;
  }
}

/** Numbers that look like chance, and are the same each time. @param {number} seed */
function chance(seed) {
  let state = seed;
  return () => (state = (state * 1103515245 + 12345) % 2147483648) / 2147483648;
}

for (const [name, length, kinds] of /** @type {[string, number, number][]} */ ([
  ["one pixel", 1, 256],
  ["a flat picture", 50_000, 1],
  ["few colours", 30_000, 4],
  ["noise, which fills the table again and again", 60_000, 256],
])) {
  test(`packed pixels come back: ${name}`, () => {
    const next = chance(7),
      pixels = Uint8Array.from({ length }, () => Math.floor(next() * kinds));
    assert.deepEqual(unpacked(packed(pixels)), [...pixels]);
  });
}

test("every length up to where codes grow comes back", () => {
  const next = chance(3),
    pixels = Uint8Array.from({ length: 1200 }, () => Math.floor(next() * 256));
  for (let length = 200; length < 1200; length += 1) {
    const part = pixels.subarray(0, length);
    assert.deepEqual(unpacked(packed(part)), [...part], String(length));
  }
});

test("few colours are kept as they are, and the clear place is left free", () => {
  const colours = [
      [255, 0, 0],
      [0, 128, 0],
      [10, 20, 250],
    ],
    picture = Uint8ClampedArray.from({ length: 4 * 300 }, (_, i) =>
      i % 4 === 3 ? 255 : colours[(i >> 2) % 3][i % 4],
    ),
    palette = paletteOf([picture], 255),
    places = indexed(picture, palette.placeOf);
  assert.ok(palette.colours.length <= 255);
  [...places].forEach((place, i) => assert.deepEqual(palette.colours[place], colours[i % 3]));
});

test("a film says its size, its frames and how long each stands", () => {
  const frames = [new Uint8Array(12), Uint8Array.from({ length: 12 }, (_, i) => i % 2)],
    film = gif(frames, {
      width: 4,
      height: 3,
      colours: [
        [0, 0, 0],
        [9, 9, 9],
      ],
      delays: [10, 200],
    }),
    text = String.fromCharCode(...film);
  assert.ok(text.startsWith("GIF89a\x04\x00\x03\x00"));
  assert.equal(text.split("!\xf9\x04").length - 1, 2);
  assert.ok(text.includes("\xc8\x00\xff"), "the last one stands two seconds");
  assert.equal(film.at(-1), 0x3b);
});

test("frames go from the first moment to the last, as many as a film has", () => {
  const epochs = Array.from({ length: 101 }, (_, i) => i),
    all = momentsBetween(epochs, 0, Infinity),
    part = momentsBetween(epochs, 20, 30.5);
  assert.equal(all.length, FRAMES);
  assert.deepEqual([all[0], all.at(-1), part[0], part.at(-1)], [0, 100, 20, 30]);
  assert.deepEqual(momentsBetween(epochs, 200, 300), []);
});
