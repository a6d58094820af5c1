// What is said of twenty runs while they are trained, from none to all of them.

/**
 * What the band of curves shows.
 * @param {string} of of which points, "training" or "validation"; "" where both are there
 * @param {number} n runs of each network that are trained
 * @param {number} nNetworks
 */
export function bandWords(of, n, nNetworks) {
  const loss = of ? `${of[0].toUpperCase()}${of.slice(1)} loss` : "Loss";
  if (!n) return `${loss}: no run is trained yet`;
  if (n === 1) return `${loss}: one run${nNetworks > 1 ? " of each network" : ""} so far`;
  return `${loss}: range and median of ${n} runs`;
}
