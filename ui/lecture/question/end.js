// The end of a lecture: its last scene's questions to take home, what to read, and the way back to all its scenes.

import { find } from "../../browser/find.js";
import { chosen, hostFor, hostWords, withHost } from "../link/hosts.js";
import { qrSvg } from "../link/qr.js";

/** @import { Network } from "../link/hosts.js" */

/**
 * What `part.py` packs of a lecture that ends.
 * @typedef {{ title: string, readings: string[], questions: string[], network: Network }} Ending
 */

/**
 * The address of the page that lists the scenes of a lecture.
 * @param {string} href of one of its scenes
 */
export function listOfScenes(href) {
  const scene = new URL(href),
    list = new URL("lecture", scene),
    brought = scene.searchParams.get("lecture");
  if (brought) list.searchParams.set("lecture", brought);
  return list.href;
}

export class End {
  /** @type {Network} */
  network = { hosts: [], port: 0, alone: false };

  /**
   * @param {HTMLElement} root
   * @param {() => void} leave
   */
  constructor(root, leave) {
    this.root = root;
    root.onclick = leave;
  }

  /** @param {Ending | null} ending */
  fill(ending) {
    const { title, readings, questions } = ending ?? { title: "", readings: [], questions: [] };
    if (ending) this.network = ending.network;
    find(this.root, ".end-title").textContent = title;
    this.list("questions", questions);
    this.list("readings", readings);
  }

  /**
   * @param {"questions" | "readings"} name
   * @param {string[]} lines
   */
  list(name, lines) {
    const part = find(this.root, `[data-end=${name}]`);
    part.hidden = !lines.length;
    find(part, "ol, ul").replaceChildren(
      ...lines.map((line) => {
        const item = document.createElement("li");
        item.textContent = line;
        return item;
      }),
    );
  }

  /** @param {boolean} wanted */
  show(wanted) {
    if (wanted) this.writeLink();
    if (this.root.matches(":popover-open") !== wanted) this.root.togglePopover(wanted);
  }

  writeLink() {
    const { href, hostname } = window.location,
      host = hostFor(this.network, hostname, chosen()),
      address = withHost(listOfScenes(href), this.network, host);
    find(this.root, ".end-code").innerHTML = qrSvg(address) || "";
    find(this.root, ".end-address").textContent = address.replace(/^https?:\/\//, "");
    find(this.root, ".end-network").textContent = hostWords(this.network, hostname, host);
  }
}
