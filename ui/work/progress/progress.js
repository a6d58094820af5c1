// A bar that says how far a long computation is. The numbers come from Python; the browser asks for the next slice.

import { Asking } from "../../browser/playing/asking.js";
import { mounting } from "../../browser/mounting.js";
import { makeTheme } from "../../browser/colours.js";
import { onHistory } from "../../browser/playing/playback.js";

const EVERY = 100; // ms between two requests, at least

function leftWords(seconds) {
  if (seconds === null) return "";
  return seconds > 90
    ? `, about ${Math.round(seconds / 60)} min left`
    : `, about ${Math.max(1, Math.round(seconds))} s left`;
}

class Progress {
  constructor(root) {
    this.root = root;
    this.asking = new Asking({
      every: EVERY,
      wanted: () => root.isConnected && this.state && !this.state.stopped,
      ask: () => this.ask("more", performance.now()),
    });
    this.forget = onHistory(() => this.asking.begin(2000));
    root.querySelector(".do").onclick = () => {
      this.asking.rest();
      this.ask("do", { what: this.state.stopped ? "go" : "stop", nonce: performance.now() });
    };
  }

  update(state) {
    const { root } = this,
      percent = Math.floor(100 * state.share);
    this.state = state;
    makeTheme(state.palette, root);
    root.querySelector(".doing").textContent =
      `${state.doing}: ${percent} %${state.stopped ? ", stopped" : leftWords(state.seconds_left)}`;
    root.querySelector(".filled").style.width = `${100 * state.share}%`;
    const track = root.querySelector(".track");
    track.setAttribute("aria-valuenow", String(percent));
    track.setAttribute("aria-label", state.doing);
    root.querySelector(".do").textContent = state.stopped ? "Go on" : "Stop";
    this.asking.begin();
  }

  destroy() {
    this.asking.rest();
    this.forget();
  }
}

export default mounting("progress", Progress);
