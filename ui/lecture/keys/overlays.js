// What the keys of a walk lay over every page: the list of keys, black, a spotlight, and a part of the page made large.

import { find } from "../../browser/find.js";
import { onKeys, TABLE } from "../../browser/keys.js";
import { onStage } from "../../browser/on_stage.js";
import { magnify, shrink, underPointer } from "./large.js";
import { scrollPage } from "./scroll.js";

const FIRST = -1; // what lies over the page has the keys before the page's own parts

export class Overlays {
  /** @param {HTMLElement} root the part whose html holds `overlays.html` */
  constructor(root) {
    /** @type {HTMLDialogElement} */
    this.help = find(root, ".help");
    this.black = find(root, ".black");
    this.spot = find(root, ".spot");
    this.pointer = { x: window.innerWidth / 2, y: window.innerHeight / 2 };
    this.fillHelp();
    find(this.help, ".close").onclick = () => this.help.close();
    this.help.addEventListener("keydown", (event) => {
      event.stopPropagation(); // Streamlit hears the letters that reach it
      if (event.key === "?") this.help.close();
    });
    this.black.onclick = () => this.black.hidePopover();
    this.onPointer = (/** @type {PointerEvent} */ event) => this.follow(event);
    window.addEventListener("pointermove", this.onPointer, true);
    this.forgetKeys = onKeys(
      {
        help: () => this.help.showModal(),
        black: () => this.black.togglePopover(),
        spot: () => this.spot.togglePopover(),
        large: () => shrink() || magnify(underPointer(this.pointer)),
        leave: () => this.leave(),
        next: () => this.light(),
        back: () => this.light(),
        scroll: (key) => !onStage() && scrollPage(key),
      },
      FIRST,
    );
  }

  fillHelp() {
    const listed = TABLE.filter(({ words }) => words);
    const players = [
      { caps: ["space"], words: "Play, pause" },
      { caps: ["←", "→"], words: "Step; with Shift, one batch" },
      { caps: ["Home", "End"], words: "First, last epoch" },
    ];
    find(this.help, "dl").replaceChildren(
      ...[...listed, ...players].flatMap(({ caps, words }) => {
        const keys = document.createElement("dt"),
          line = document.createElement("dd");
        keys.innerHTML = caps.map(() => "<kbd></kbd>").join(caps[0] === "1" ? " – " : " ");
        keys.querySelectorAll("kbd").forEach((cap, i) => (cap.textContent = caps[i]));
        line.textContent = words;
        return [keys, line];
      }),
    );
  }

  /** @param {PointerEvent} event */
  follow({ clientX, clientY }) {
    this.pointer = { x: clientX, y: clientY };
    this.spot.style.setProperty("--spot-x", `${clientX}px`);
    this.spot.style.setProperty("--spot-y", `${clientY}px`);
  }

  /** A clicker's key ends the black, and does no more. */
  light() {
    if (!this.black.matches(":popover-open")) return false;
    this.black.hidePopover();
    return true;
  }

  /** Esc takes away what lies on top. */
  leave() {
    if (this.light() || shrink()) return true;
    if (!this.spot.matches(":popover-open")) return false;
    this.spot.hidePopover();
    return true;
  }

  destroy() {
    this.forgetKeys();
    window.removeEventListener("pointermove", this.onPointer, true);
    shrink();
  }
}
