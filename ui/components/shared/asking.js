// Asking Python for more, again and again: some time after the last request at the earliest, and once more if no answer has
// come for long. One request at a time: of two that reach Streamlit together, it keeps the later one only.

const WORRY_AFTER_ASKING = 3000; // ms

class Asking {
  // every: ms between two requests; wanted() says whether to go on; ask() sends one.
  constructor({ every, wanted, ask }) {
    Object.assign(this, { every, wanted, ask, askedAt: -Infinity });
  }

  // After each answer, or to begin with; least: ms to wait in any case.
  begin(least = 0) {
    this.rest();
    if (!this.wanted()) return;
    this.waiting = setTimeout(() => this.send(), Math.max(least, this.every - (performance.now() - this.askedAt)));
  }

  send() {
    if (!this.wanted()) return;
    this.askedAt = performance.now();
    this.ask();
    this.waiting = setTimeout(() => this.begin(), WORRY_AFTER_ASKING);
  }

  rest() {
    clearTimeout(this.waiting);
  }
}
