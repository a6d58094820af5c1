// What a phone in a room shows, in words; the number that it guesses; and the random number that stands for it.

import { withMinus } from "../../browser/numbers.js";

/**
 * What the room asks, as `view.py` packs it; no field says which answer is right.
 * @typedef {object} Ballot
 * @property {string} room four letters
 * @property {string} fault a sentence where there is no such room, or ""
 * @property {boolean} was_closed whether there is none because its host has closed it
 * @property {string} gone a sentence where the server cannot count just now, or ""; then all else is as it was before
 * @property {string} told what the server said to the last wish, where it refused it, or ""
 * @property {string} question its name, or "" between two questions
 * @property {boolean} is_open whether votes count
 * @property {number} answered phones that have voted
 * @property {number | null} chosen what this phone has chosen, from 0; or its guess
 * @property {string} words
 * @property {string[]} choices
 * @property {boolean} is_number whether phones guess a number
 * @property {string} unit the number's, or ""
 */

const KEY = "hidden-layers.phone",
  LARGEST = 1e12,
  NO_NAME = "Kept for a day: room, question, a random number and your choice. No name.",
  IN_FRONT = "The answer comes on the screen in front.",
  CAME = "The answer is on the screen in front.";

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
 * The number that somebody has typed, with either minus sign, either decimal mark, and its unit; NaN where it is none.
 * Commas before three digits each are taken for thousands.
 * @param {string} text
 * @param {string} unit
 */
export function guessOf(text, unit) {
  const plain = text.replace(/\s/g, "").replace("−", "-"),
    bare = unit && plain.endsWith(unit) ? plain.slice(0, -unit.length) : plain,
    number = /^-?[1-9]\d{0,2}(,\d{3})+(\.\d*)?$/.test(bare)
      ? bare.replaceAll(",", "")
      : bare.replace(",", ".");
  if (!/^-?(\d+\.?\d*|\.\d+)$/.test(number)) return NaN;
  const guess = Number(number);
  return Math.abs(guess) <= LARGEST ? guess : NaN;
}

/**
 * A guess in words.
 * @param {number} guess
 * @param {string} unit
 */
export const guessWords = (guess, unit) =>
  `${withMinus(String(Number(guess.toPrecision(12))))}${unit ? ` ${unit}` : ""}`;

/**
 * The line above the answers.
 * @param {Ballot} ballot
 */
export function headingOf({ fault, was_closed: wasClosed, gone, words }) {
  if (fault) return wasClosed ? "This room was closed" : "No such room";
  return words || (gone ? "" : "Between two questions");
}

/**
 * The lines below the answers.
 * @param {Ballot} ballot
 * @param {number | null} pending a vote that the server has not confirmed yet, from 0, or a guess
 * @returns {{ said: string, more: string, count: string }}
 */
export function linesOf(ballot, pending) {
  const { told, question, is_open: isOpen, choices, answered, is_number: isNumber } = ballot,
    count = answered ? `${answered} ${answered === 1 ? "has" : "have"} answered` : "";
  const why = noneOfIt(ballot);
  if (why) return { said: why, more: "", count: "" };
  if (!question) return { said: told || "The next question comes here by itself.", more: NO_NAME, count: "" };
  if (!choices.length && !isNumber)
    return { said: "There is nothing to choose here.", more: IN_FRONT, count: "" };
  const answer = answerWords(ballot);
  if (answer) return { said: told ? `${answer} ${told}` : answer, more: isOpen ? IN_FRONT : CAME, count };
  if (told) return { said: told, more: "", count };
  if (!isOpen) return { said: "This question is closed.", more: CAME, count };
  const [vote, one] = isNumber ? ["guess", "guess"] : ["vote", "answer"];
  return pending === null
    ? { said: `One ${one} each.`, more: NO_NAME, count: "" }
    : { said: `Your ${vote} is on its way.`, more: "", count: "" };
}

/**
 * Why the room cannot be shown, or not now; "" where it can.
 * @param {Ballot} ballot
 */
const noneOfIt = ({ fault, gone }) => fault || gone;

/**
 * What this phone has answered, "" before.
 * @param {Ballot} ballot
 */
function answerWords({ chosen, choices, is_number: isNumber, unit }) {
  if (chosen === null) return "";
  if (isNumber) return `You guessed ${guessWords(chosen, unit)}.`;
  return chosen in choices ? `You chose ${chosen + 1}: ${choices[chosen]}.` : "";
}
