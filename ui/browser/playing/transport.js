// The buttons of `transport.html` and the keys that do the same.

import { find } from "../find.js";
import { ICONS } from "../icons.js";
import { listenToKeys } from "./playback.js";

/** @import { Actions } from "./playback.js" */

const PLAY_WORDS = { pause: "Pause (space)", play: "Play (space)", replay: "Play again (space)" };

/**
 * @param {Element} root
 * @param {Actions} actions
 * @returns {() => void} ends it
 */
export function listenToTransport(root, actions) {
  /** @type {[string, keyof Actions][]} */
  const buttons = [
    [".play", "toggle"],
    [".rewind", "rewind"],
    [".step-epoch", "stepEpoch"],
    [".step-batch", "stepBatch"],
  ];
  for (const [selector, name] of buttons) find(root, selector).onclick = () => actions[name]?.();
  return listenToKeys(actions);
}

/**
 * The play button's face shows what a press of it does now.
 * @param {HTMLElement} button
 * @param {{ playing: boolean, atEnd: boolean }} playback
 * @param {boolean} finished
 */
export function markPlay(button, playback, finished) {
  const state = playback.playing ? "pause" : playback.atEnd && finished ? "replay" : "play";
  if (button.dataset.state === state) return;
  button.dataset.state = state;
  find(button, "svg").innerHTML = ICONS[state];
  button.setAttribute("aria-label", PLAY_WORDS[state]);
}
