// What a scene of several questions covers: what answers the question that is open, and all along what only a later one
// uncovers. So each answer brings a part of the picture.

/**
 * @param {string[][]} covers of each question
 * @param {number} at the question that stands there
 * @param {boolean} revealed whether it is answered
 */
export function coveredAt(covers, at, revealed) {
  const known = new Set(covers.slice(0, at + 1).flat()),
    later = covers.slice(at + 1).flat();
  return [...new Set([...(revealed ? [] : covers[at]), ...later.filter((name) => !known.has(name))])];
}
