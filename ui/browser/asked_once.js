// What a part asks of Python comes there, and comes once. Of two requests of one part that reach Streamlit together it
// keeps only the later one: a click would be lost where the part itself asks for more behind it, while Python is busy.
// So each request brings along those before it that Python has not been seen to hear. Each wish has a number; a block
// says the last one that was heard of its part, and Python drops what it has heard before (`session.wishes`).

import { page } from "./page.js";

/** @import { Ask } from "./mounting.js" */

const MOST_AGAIN = 5; // times that wishes are said again by themselves: then Python is away, or does not want them

export class AskedOnce {
  /**
   * What tells Python.
   * @type {Ask}
   */
  say = () => {};
  again = 0; // how often wishes were said again since the last one was new

  constructor() {
    /**
     * What Python has not been seen to hear, by the wishes' names, the earliest first.
     * @type {Map<string, { value: unknown, number: number }>}
     */
    this.unheard = new Map();
  }

  /**
   * Ask for something, and again for what may have been lost.
   * @param {string} name
   * @param {unknown} value
   */
  ask(name, value) {
    this.unheard.delete(name); // of two wishes of one name the later one counts, and stands last
    this.unheard.set(name, { value, number: nextNumber() });
    this.again = 0;
    this.sayAll();
  }

  /** Whether something was said that Python has not been seen to hear, and not yet often enough. */
  get isOwed() {
    return this.unheard.size > 0 && this.again < MOST_AGAIN;
  }

  /**
   * Say once more what may have been lost, under its numbers: Python grants none of it twice. A number of its own tells
   * this request from the one before.
   */
  askAgain() {
    this.again += 1;
    this.sayAll({ again: nextNumber() });
  }

  /**
   * All of it goes as one request: Streamlit gathers what is said at once.
   * @param {Record<string, number>} numbers
   */
  sayAll(numbers = {}) {
    for (const [each, wish] of this.unheard) {
      this.say(each, wish.value);
      numbers[each] = wish.number;
    }
    this.say("numbers", numbers);
  }

  /**
   * A block says how far Python has heard this part.
   * @param {number} last
   */
  heard(last) {
    for (const [name, { number }] of this.unheard) if (number <= last) this.unheard.delete(name);
  }
}

// They grow for all parts of a page, and from one load of it to the next: a part that comes again has none twice.
const nextNumber = () => (page.hiddenLayersWishes = Math.max(Date.now(), (page.hiddenLayersWishes ?? 0) + 1));
