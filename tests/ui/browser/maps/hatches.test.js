// Without hues: the class of a region is recovered from the direction of its hatch, however unsure the network is.

import assert from "node:assert/strict";
import test from "node:test";

import { pixel, rgb, toLinear } from "../../../../ui/browser/colours.js";
import { areHatched } from "../../../../ui/browser/maps/look.js";
import { paintRegions } from "../../../../ui/browser/maps/map.js";

const THEMES = {
  light: { regions: ["#bbcefa", "#fdecc9", "#7db897"], ink: "#1d2026" },
  dark: { regions: ["#14418e", "#865421", "#0f291c"], ink: "#ecece8" },
};
const M = 300;
const REACH = 12; // pixels around a place: a line of the hatch lies within
const SEEN = 12; // levels of grey between a line and its field

/**
 * Three classes of one third of the plane each, and how sure the network is of them.
 * @param {number} sureness
 */
const scoresFor = (sureness) => {
  const G = 2;
  return { G, scores: Float32Array.from([1, -1, 1, -1, 0, 0, 0, 0, -1, 1, -1, 1].map((z) => z * sureness)) };
};

/**
 * @param {"light" | "dark"} name
 * @param {boolean} hatches
 */
const themeOf = (name, hatches) => {
  const { regions, ink } = THEMES[name];
  return /** @type {any} */ ({
    name,
    ink,
    hatches,
    regionsLinear: regions.map((colour) => rgb(colour).map(toLinear)),
    regionPixels: regions.map((colour) => pixel(rgb(colour))),
  });
};

/** @param {number} colour */
const greyOf = (colour) =>
  0.2126 * (colour & 255) + 0.7152 * ((colour >>> 8) & 255) + 0.0722 * ((colour >>> 16) & 255);

/**
 * The class that the greys around a place tell: those along a line of its hatch are alike, those across it are not.
 * @param {Float64Array} grey
 * @param {number} x
 * @param {number} y
 */
function classFrom(grey, x, y) {
  const spread = [-1, 1].map((slope) => {
    let most = 0;
    for (let i = -REACH / 2; i < REACH / 2; i++) {
      const at = (/** @type {number} */ j) => grey[(y + slope * j) * M + x + j];
      most = Math.max(most, Math.abs(at(i) - at(i + 2)));
    }
    return most; // along y = slope · x
  });
  if (Math.max(...spread) < SEEN) return 1;
  return spread[0] < spread[1] ? 0 : 2; // a line that rises to the right has the slope −1, as y goes down
}

for (const name of /** @type {("light" | "dark")[]} */ (["light", "dark"]))
  for (const look of /** @type {("soft" | "hard" | "hatched")[]} */ (["soft", "hard", "hatched"]))
    test(`a class is recovered from the hatch of its region, ${look}, ${name}`, () => {
      for (const sureness of [0.3, 2]) {
        const { G, scores } = scoresFor(sureness),
          image = new Uint32Array(M * M);
        paintRegions(image, M, scores, G, 3, themeOf(name, true), look);
        const grey = Float64Array.from(image, greyOf),
          found = [0, 0, 0];
        for (let y = REACH; y < M - REACH; y += 7)
          for (let x = REACH; x < M - REACH; x++) {
            // Class 1 has such a z, class 3 the opposite, and class 2 always 0: it ties in the middle.
            const z = 1 - (2 * (x + 0.5)) / M;
            if (Math.abs(z) < 0.12) continue;
            const k = z > 0 ? 0 : 2;
            assert.equal(classFrom(grey, x, y), k, `${x}, ${y}`);
            found[k]++;
          }
        assert.ok(found[0] > 1000 && found[2] > 1000);
      }
    });

test("the class without a hatch is plain", () => {
  const image = new Uint32Array(M * M),
    scores = Float32Array.from([0, 0, 0, 0, 1, 1, 1, 1, 0, 0, 0, 0]);
  paintRegions(image, M, scores, 2, 3, themeOf("light", true), "soft");
  assert.equal(new Set(image).size, 1);
});

test("colours stay clean where no hatch is asked for", () => {
  const { G, scores } = scoresFor(1),
    image = new Uint32Array(M * M);
  paintRegions(image, M, scores, G, 3, themeOf("light", false), "hard");
  const { regionPixels } = themeOf("light", false);
  assert.deepEqual(new Set(image), new Set([regionPixels[0], regionPixels[2]]));
});

test("looks that paint something else over the regions bear no hatches over colours", () => {
  const asked = ["soft", "hard", "hatched", "changed", "pieces"],
    on = asked.filter((look) => areHatched(look, themeOf("light", true))),
    off = asked.filter((look) => areHatched(look, themeOf("light", false)));
  assert.deepEqual([on, off], [["soft", "hard", "hatched"], ["hatched"]]);
});
