// The connection: while the server is away the page stays as it is, and a line says so in place of Streamlit's box over
// everything. When the server is back, it gets what this browser has kept, and the page goes on.

import { makeTheme } from "../../browser/colours.js";
import { find, findAll } from "../../browser/find.js";
import { mounting } from "../../browser/mounting.js";
import { saySo } from "../../browser/on_stage.js";
import { appElement, page } from "../../browser/page.js";
import { Asking } from "../../browser/playing/asking.js";
import { ConnectionState } from "./connection_state.js";
import { KeptThings } from "./kept_things.js";

/** @import { Block } from "../../browser/blocks.js" */
/** @import { Palettes } from "../../browser/colours.js" */
/** @import { Ask } from "../../browser/mounting.js" */
/** @import { State } from "./connection_state.js" */
/** @import { Given } from "./kept_things.js" */

/** @typedef {Block<{ palette: Palettes, session: string, taken: number, kept: Given[] }>} ConnectionBlock */

const WORDS = {
  here: "",
  away: "The server is away. The picture stays; trying again…",
  back: "The server is back. The page is taken up where it was…",
  reloaded: "",
};

const TITLE_OF_BOX = "Connection error"; // of Streamlit's box about the connection, among its other boxes
const SEND_EVERY = 500; // ms between two requests for what is too long to come unasked

class Connection {
  /** @type {Ask<{ lacks: { names: string[], nonce: number } }>} */
  ask = () => {};
  /** @type {ConnectionBlock | undefined} */
  block;
  /** @type {string[]} */
  lacking = [];

  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    this.things = new KeptThings(() => sessionStorage);
    this.connection = new ConnectionState({
      bring: (nonce) => this.bring(nonce),
      changed: (state) => this.tell(state),
    });
    this.asking = new Asking({
      every: SEND_EVERY,
      wanted: () => root.isConnected && this.lacking.length > 0,
      ask: () => this.ask("lacks", { names: this.lacking, nonce: performance.now() }),
    });
    this.look = () => this.connection.see(appElement()?.dataset.testConnectionState);
    this.watch = new MutationObserver(this.look);
    this.watch.observe(document.body, { subtree: true, attributeFilter: ["data-test-connection-state"] });
    this.boxes = new MutationObserver(() => closeBox());
  }

  /** @param {ConnectionBlock} block */
  update(block) {
    this.block = block;
    if (isFirstAfterReload() && !this.things.isEmpty) this.connection.reload();
    this.connection.hear(block.taken);
    // A session that has not heard what is kept here has none of it: that is no reason to forget it.
    if (!this.connection.isBringing) this.lacking = this.things.take(block.kept);
    this.asking.begin();
    this.redraw();
    this.look();
  }

  /** @param {number} nonce */
  bring(nonce) {
    const live = [...(page.hiddenLayersKeep ?? [])].map(([name, give]) => [name, give()]);
    page.hiddenLayersBring?.({
      session: this.connection.state === "reloaded" ? "" : (this.block?.session ?? ""),
      address: window.location.search.slice(1),
      kept: { ...this.things.texts(), ...Object.fromEntries(live.filter(([, text]) => text)) },
      nonce,
    });
  }

  /** @param {State} state */
  tell(state) {
    saySo("away", WORDS[state] ? "" : null);
    if (state === "away") {
      this.boxes.observe(document.body, { childList: true, subtree: true });
      closeBox();
    } else this.boxes.disconnect();
    this.redraw();
  }

  redraw() {
    if (!this.block) return;
    const line = find(this.root, ".line"),
      { state } = this.connection;
    makeTheme(this.block.palette, this.root);
    line.textContent = WORDS[state];
    line.hidden = !WORDS[state];
  }

  destroy() {
    this.watch.disconnect();
    this.boxes.disconnect();
    this.connection.stop();
    this.asking.rest();
    saySo("away", null);
  }
}

/** Whether the browser has loaded this page again, and nobody has asked yet; a link in the same tab is another page. */
function isFirstAfterReload() {
  const [visit] = performance.getEntriesByType("navigation");
  const isFirst = !page.hiddenLayersTakenUp;
  page.hiddenLayersTakenUp = true;
  return isFirst && visit instanceof PerformanceNavigationTiming && visit.type === "reload";
}

/** Close Streamlit's box about the connection as a visitor would, which also takes its cover off the page. */
function closeBox() {
  for (const box of findAll(document, "[data-testid=stDialog]"))
    if (box.textContent?.startsWith(TITLE_OF_BOX))
      for (const close of findAll(box, "[aria-label=Close]")) close.click();
}

export default mounting("connection", Connection);
