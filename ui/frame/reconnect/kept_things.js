// What only the server's session knows, as texts that this browser's tab keeps: in its session storage, which a reload
// leaves, or in memory where there is no room.

/** @typedef {{ sign: string, text: string }} Thing */

/**
 * A thing as the server has it now; `sign` is "" where it has none, `text` null where it is long.
 * @typedef {{ name: string, sign: string, text: string | null }} Given
 */

const KEY = "hidden-layers.kept";

/** @typedef {Pick<Storage, "getItem" | "setItem">} Store */

export class KeptThings {
  /** @param {() => Store} storage may throw, where a browser allows none */
  constructor(storage) {
    this.storage = storage;
    /** @type {Map<string, Thing>} */
    this.things = new Map();
    for (const [name, thing] of Object.entries(read(storage))) {
      const { sign, text } = thing ?? {};
      if (typeof sign === "string" && typeof text === "string") this.things.set(name, { sign, text });
    }
  }

  /**
   * Keep what the server gives, and forget what it has not any more.
   * @param {Given[]} given
   * @returns {string[]} names of the things of which the server has given the sign alone, and which are not here
   */
  take(given) {
    const lacking = [];
    const before = this.things;
    this.things = new Map();
    let isNews = before.size !== given.filter(({ sign }) => sign).length;
    for (const { name, sign, text } of given) {
      const known = before.get(name);
      if (!sign) continue;
      if (known?.sign === sign) this.things.set(name, known);
      else if (text !== null) {
        this.things.set(name, { sign, text });
        isNews = true;
      } else lacking.push(name);
    }
    if (isNews) this.write();
    return lacking;
  }

  get isEmpty() {
    return this.things.size === 0;
  }

  /** @returns {Record<string, string>} */
  texts() {
    return Object.fromEntries([...this.things].map(([name, { text }]) => [name, text]));
  }

  write() {
    try {
      this.storage().setItem(KEY, JSON.stringify(Object.fromEntries(this.things)));
    } catch {
      // no storage, or no room: this page still has them
    }
  }
}

/**
 * @param {() => Store} storage
 * @returns {Record<string, Partial<Thing> | null>}
 */
function read(storage) {
  try {
    return JSON.parse(storage().getItem(KEY) ?? "{}") ?? {};
  } catch {
    return {}; // no storage, or another program's text
  }
}
