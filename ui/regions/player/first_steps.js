// What newcomers may do first, second and third, and what they then see: a line on the map, which goes as it is done.
// Visitors who came by a link, or have been here before, are told nothing.

const BEEN = "hidden-layers-been"; // in the browser's storage

/**
 * What a visitor's network has, and whether one of its units is picked.
 * @typedef {{ depth: number, picks: boolean }} Doing
 */

/** @type {{ words: string, asks: ((doing: Doing) => boolean)[] }[]} */
const STEPS = [
  { words: "First: choose 0 hidden layers. Boundaries stay straight.", asks: [({ depth }) => depth === 0] },
  {
    words: "Second: choose 1 hidden layer, then 2. Boundaries bend.",
    asks: [({ depth }) => depth === 1, ({ depth }) => depth === 2],
  },
  {
    words: "Third: pick a unit, a small map. The large map shows its zero line.",
    asks: [({ picks }) => picks],
  },
];

/**
 * Whether a visitor is here for the first time, and without a link. The browser remembers it from now on; where it
 * keeps nothing, nobody is told the same again and again.
 * @param {Pick<Storage, "getItem" | "setItem"> | undefined} storage
 * @param {string} query of the address
 */
export function isNewcomer(storage, query) {
  try {
    const isNew = Boolean(storage) && storage?.getItem(BEEN) === null && query === "";
    storage?.setItem(BEEN, "1");
    return isNew;
  } catch {
    return false;
  }
}

export class FirstSteps {
  step = 0;
  /** @type {Set<(doing: Doing) => boolean>} of the present step */
  done = new Set();

  /** @param {boolean} isNew */
  constructor(isNew) {
    this.isNew = isNew;
  }

  /** The line to show; "" where there is none. */
  get words() {
    return this.isNew ? (STEPS[this.step]?.words ?? "") : "";
  }

  /** @param {Doing} doing */
  see(doing) {
    const asks = STEPS[this.step]?.asks ?? [];
    for (const ask of asks) if (ask(doing)) this.done.add(ask);
    if (!asks.length || this.done.size < asks.length) return;
    this.step++;
    this.done.clear();
  }
}
