// How to steer, in the words of the hand that is there: where a finger points, nobody clicks.

/** @type {[RegExp, string][]} */
const FOR_FINGERS = [
  [/ \(also: right click, Backspace\)/g, ""],
  [/\bClick on the map, or draw with the button held down\./g, "Tap the map, or draw with a finger."],
  [/\bclick on\b/g, "tap"],
  [/\bunder the pointer\b/g, "where you tap"],
];

/**
 * A hint that is written for a mouse, for the hand that is there.
 * @param {string} words
 */
export function steering(words, isFinger = globalThis.matchMedia?.("(pointer: coarse)").matches ?? false) {
  if (!isFinger) return words;
  return FOR_FINGERS.reduce((text, [ofMouse, ofFinger]) => text.replace(ofMouse, ofFinger), words);
}
