// What a phone in a room shows, in words; and the random number that stands for it.

/**
 * What the room asks, as `view.py` packs it; no field says which answer is right.
 * @typedef {object} Ballot
 * @property {string} room four letters
 * @property {string} fault a sentence where there is no such room, or ""
 * @property {string} told what the server said to the last wish, where it refused it, or ""
 * @property {string} question its name, or "" between two questions
 * @property {boolean} is_open whether votes count
 * @property {number} answered phones that have voted
 * @property {number | null} chosen what this phone has chosen, from 0
 * @property {string} words
 * @property {string[]} choices
 */

const KEY = "hidden-layers.phone",
  NO_NAME = "Kept for a day: room, question, a random number and your choice. No name.",
  IN_FRONT = "The answer comes on the screen in front.";

/** @type {string | undefined} */
let mine;

/** The phone's random number: it stays in this browser, and says nothing of whoever holds it. */
export function phoneNumber() {
  if (mine) return mine;
  try {
    mine = localStorage.getItem(KEY) ?? undefined;
  } catch {
    // no storage: the number lasts as long as the page
  }
  if (!mine || !/^[0-9a-f]{32}$/.test(mine)) {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    mine = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    try {
      localStorage.setItem(KEY, mine);
    } catch {
      // as above
    }
  }
  return mine;
}

/**
 * The lines below the answers.
 * @param {Ballot} ballot
 * @param {number | null} pending a vote that the server has not confirmed yet, from 0
 * @returns {{ said: string, more: string, count: string }}
 */
export function linesOf(ballot, pending) {
  const { fault, told, question, is_open: isOpen, choices, chosen, answered } = ballot,
    count = answered ? `${answered} ${answered === 1 ? "has" : "have"} answered` : "";
  if (fault) return { said: fault, more: "", count: "" };
  if (!question) return { said: told || "The next question comes here by itself.", more: NO_NAME, count: "" };
  if (!choices.length) return { said: "There is nothing to choose here.", more: IN_FRONT, count: "" };
  if (chosen !== null && chosen in choices) {
    const said = `You chose ${chosen + 1}: ${choices[chosen]}.${told ? ` ${told}` : ""}`;
    return { said, more: isOpen ? IN_FRONT : "The answer is on the screen in front.", count };
  }
  if (told) return { said: told, more: "", count };
  if (!isOpen)
    return { said: "This question is closed.", more: "The answer is on the screen in front.", count };
  if (pending !== null) return { said: "Your vote is on its way.", more: "", count: "" };
  return { said: "One answer each.", more: NO_NAME, count: "" };
}
