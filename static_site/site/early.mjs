// What a visitor asks of Python while the first picture stands: it is kept, and asked of the program's own parts once
// they stand there.

import { say } from "./saying.mjs";

/** What parts ask by themselves, for their own pictures: the program's own do so too. What an answer changes (`then`)
 * stands in the address, where the program finds it. */
const BY_THEMSELVES = ["more", "anew", "judge", "replay", "then"];

const AT_REST = "[data-testid=stApp][data-test-script-state=notRunning]";
const LOOK_EVERY = 300; // ms; within them the page has begun to answer what it was asked
const LONGEST_WAIT = 60000; // ms, after which a part that has not come is not waited for

const WORDS = "Python is on its way. What you asked it for comes then.";

/** @typedef {{ ask?(name: string, value: unknown): void }} Asks */

export class Early {
  /** The latest wish of each kind, by what tells kinds apart; the earliest kind first.
   * @type {Map<string, { place: number, name: string, value: unknown }>} */
  kept = new Map();

  /** Keep what the part at a place asks for, if a visitor has done anything yet.
   * @param {number} place @param {string} name @param {unknown} value */
  hear(place, name, value) {
    if (BY_THEMSELVES.includes(name) || !navigator.userActivation?.hasBeenActive) return;
    const fields = /** @type {Record<string, unknown>} */ (value ?? {});
    const kind = JSON.stringify([place, name, fields.name, Object.keys(fields).sort()]);
    this.kept.delete(kind);
    // What a part says that it has, it is not sent; the program's own part has less.
    this.kept.set(kind, { place, name, value: "have" in fields ? { ...fields, have: "" } : value });
    say(WORDS);
  }

  /** Ask the program's own parts, for one thing after the other: of two at once Streamlit keeps the later one.
   * @param {(place: number) => Asks | undefined} partAt */
  grant(partAt) {
    if (document.querySelector("#site-says")?.textContent === WORDS) say("");
    const until = performance.now() + LONGEST_WAIT;
    const timer = setInterval(() => {
      const [next] = this.kept;
      if (!next || performance.now() > until) return clearInterval(timer);
      const [kind, { place, name, value }] = next,
        part = partAt(place);
      if (!part?.ask || !document.querySelector(AT_REST)) return;
      this.kept.delete(kind);
      part.ask(name, value);
    }, LOOK_EVERY);
  }
}
