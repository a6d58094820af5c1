// From digits that are typed one after the other to a slide of the lecture.

/**
 * @typedef {object} Slide
 * @property {string} slug
 * @property {number} row the slide's number
 * @property {string} title
 */

/**
 * What digits stand for: the slide with that number, and whether no further digit could name another one.
 * @param {string} digits
 * @param {Slide[]} slides
 */
export function slideOf(digits, slides) {
  const number = String(Number(digits)),
    slide = slides.find(({ row }) => String(row) === number),
    others = slides.some(({ row }) => String(row) !== number && String(row).startsWith(number));
  return { slide, sure: Boolean(slide) && !others };
}
