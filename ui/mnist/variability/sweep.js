// A change that moves by itself, from the amount that it is opened with to the opposite one and back, again and again,
// until a hand takes it.

const TAKES = 10; // seconds for there and back
const LONGEST_FRAME = 100; // ms: after a longer pause, say of a hidden tab, it goes on where it was
const DECIMALS = 1;

/**
 * The amount after some time: slow at both ends, where a digit is the furthest from its place.
 * @param {number} from where it began
 * @param {number} seconds
 */
export function sweptTo(from, seconds) {
  const amount = Number((from * Math.cos((2 * Math.PI * seconds) / TAKES)).toFixed(DECIMALS));
  return amount || 0; // never −0
}

export class Sweep {
  frame = 0;
  from = 0;
  seconds = 0;

  /** @param {(amount: number) => void} show */
  constructor(show) {
    this.show = show;
  }

  get moves() {
    return this.frame !== 0;
  }

  /**
   * Stand at the beginning.
   * @param {number} from the amount that it is opened with
   */
  open(from) {
    this.rest();
    this.from = from;
    this.seconds = 0;
  }

  goOn() {
    this.rest();
    let last = performance.now(),
      shown = NaN;
    const move = (/** @type {number} */ now) => {
      this.seconds += Math.max(0, Math.min(now - last, LONGEST_FRAME)) / 1000;
      last = now;
      this.frame = requestAnimationFrame(move);
      const amount = sweptTo(this.from, this.seconds);
      if (amount !== shown) this.show((shown = amount));
    };
    this.frame = requestAnimationFrame(move);
  }

  rest() {
    cancelAnimationFrame(this.frame);
    this.frame = 0;
  }
}
