// Whether the server is here, away, or back and not answered yet; or here, and to be told what this browser kept before
// it loaded the page again. Knows no page: what it sees and does is handed in.

/**
 * What is brought to a server that may not know this visitor: the session before, the address, and what was kept.
 * @typedef {{ session: string, address: string, kept: Record<string, string>, nonce: number }} Brought
 */

/** @typedef {"here" | "away" | "back" | "reloaded"} State */

// ms without an answer, after which what was brought is brought once more; then twice as long each time. A server
// begins its answer anew for each request: one that takes longer than the wait would never come to its end.
const AGAIN_AFTER = 4000;

const CONNECTED = "CONNECTED"; // Streamlit's word, on its outermost element
const FOR_EVER = "DISCONNECTED_FOREVER"; // it tries no more; its own box says why

export class ConnectionState {
  /** @type {State} */
  state = "here";
  /**
   * The number of what was brought and is not answered.
   * @type {number | null}
   */
  nonce = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  waiting;
  patience = AGAIN_AFTER;

  /**
   * @param {object} options
   * @param {(nonce: number) => void} options.bring asks the server for the page, with what was kept
   * @param {(state: State) => void} options.changed
   */
  constructor({ bring, changed }) {
    this.bring = bring;
    this.changed = changed;
  }

  /**
   * What Streamlit says of its connection.
   * @param {string | undefined} word
   */
  see(word) {
    if (word === CONNECTED) {
      if (this.state === "away") this.comeBack();
    } else if (word !== FOR_EVER) {
      clearTimeout(this.waiting);
      this.turn("away");
    }
  }

  comeBack() {
    this.bringAs("back");
  }

  /** The page was loaded again, and its new session knows nothing of what this browser has kept. */
  reload() {
    this.bringAs("reloaded");
  }

  /** @param {"back" | "reloaded"} state */
  bringAs(state) {
    this.turn(state);
    this.patience = AGAIN_AFTER;
    this.nonce = Math.max(Date.now(), (this.nonce ?? 0) + 1);
    this.send();
  }

  send() {
    if (!this.isBringing || this.nonce === null) return;
    this.bring(this.nonce);
    this.waiting = setTimeout(() => this.send(), this.patience);
    this.patience *= 2;
  }

  /**
   * The server has drawn the page, and says what it has taken last.
   * @param {number} taken
   */
  hear(taken) {
    if (!this.isBringing || taken !== this.nonce) return;
    clearTimeout(this.waiting);
    this.turn("here");
  }

  get isBringing() {
    return this.state === "back" || this.state === "reloaded";
  }

  /** @param {State} state */
  turn(state) {
    if (state === this.state) return;
    this.state = state;
    this.changed(state);
  }

  stop() {
    clearTimeout(this.waiting);
  }
}
