// What a unit answers, in words, for those who do not see its map: where it is positive, and at how many points.

import { whereabouts } from "../../browser/whereabouts.js";

const ASIDE = 0.1; // of half a side: the middle of what is positive is so far from the map's, or nowhere in particular

/**
 * "positive at the upper left, 41 % of the training points"
 * @param {Float32Array} answers on the map's grid, row by row
 * @param {number} G places along a side of it
 * @param {Float32Array} atPoints the answers at the training points
 * @param {number} level above which an answer counts: a sigmoid's ½, else 0
 */
export function answerWords(answers, G, atPoints, level) {
  let above = 0,
    right = 0,
    down = 0;
  for (let row = 0; row < G; row++) {
    for (let column = 0; column < G; column++) {
      if (!(answers[row * G + column] > level)) continue;
      above++;
      right += (2 * column) / (G - 1) - 1;
      down += (2 * row) / (G - 1) - 1;
    }
  }
  const what = level ? `above ${level}` : "positive",
    points = atPoints.reduce((count, answer) => count + Number(answer > level), 0),
    share = Math.round((100 * points) / atPoints.length);
  return `${what} ${placeOf(above / (G * G), right / above, down / above)}, ${share} % of the training points`;
}

/**
 * @param {number} share of the map
 * @param {number} right
 * @param {number} down
 */
function placeOf(share, right, down) {
  if (share === 0) return "nowhere on the map";
  if (share === 1) return "on the whole map";
  const [across, upright] = [right, down].map((at) => (Math.abs(at) < ASIDE ? 0 : Math.sign(at)));
  return across || upright ? whereabouts(across, upright) : "in places";
}
