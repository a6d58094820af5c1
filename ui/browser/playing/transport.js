// The face of the play button in `transport.html`: it shows what a press of it does now.

const ICONS = {
  play: '<path d="M7 4v16l13-8z"/>',
  pause: '<path d="M6 4h4v16H6zM14 4h4v16h-4z"/>',
  replay: '<path d="M12 5V1L6 6l6 5V7a5.5 5.5 0 1 1-5.5 5.5h-2A7.5 7.5 0 1 0 12 5z"/>',
};
const PLAY_WORDS = { pause: "Pause (space)", play: "Play (space)", replay: "Play again (space)" };

export function markPlay(button, playback, finished) {
  const state = playback.playing ? "pause" : playback.atEnd && finished ? "replay" : "play";
  if (button.dataset.state === state) return;
  button.dataset.state = state;
  button.querySelector("svg").innerHTML = ICONS[state];
  button.setAttribute("aria-label", PLAY_WORDS[state]);
}
