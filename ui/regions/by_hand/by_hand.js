// A weight by hand: a small window in which one weight or bias of the network in the picture is typed, dragged or set
// to 0. The picture follows at once; the link follows when the hand rests.

import { find } from "../../browser/find.js";
import { exact32, withMinus } from "../../browser/numbers.js";
import { placeWords } from "../player/formula_words.js";
import {
  changed,
  MOST,
  withCut,
  nameOf,
  placeOf,
  reachOf,
  read,
  typed,
  weightsOf,
  write,
} from "./set_weights.js";

/** @import { Moment } from "../../browser/playing/moments.js" */
/** @import { Edge } from "../player/pointing.js" */
/** @import { PlayerBlock } from "../player/player.js" */
/** @import { SetWeight, Weight } from "./set_weights.js" */

/**
 * What this asks of the player.
 * @typedef {object} Host
 * @property {PlayerBlock} run
 * @property {{ moment: Moment, playing: boolean, stop: () => void }} playback
 * @property {(text: string, isDone: boolean) => void} setByHand show the run with weights set as a link writes them
 * @property {() => void} trainOn
 * @property {(text: string) => void} cut let these wires be cut, as a link writes them, and no others
 */

/**
 * The unit whose weights the window offers; the inputs are layer 0.
 * @typedef {{ layer: number, unit: number }} Place
 */

const RESTS_AFTER = 250; // ms without a move of the slider, after which the link follows
const STEPS = 200; // of the slider to either side
const CUT = "Cut: 0 from the beginning, and throughout training.";
const MARGIN = 8; // pixels to the window's edge

export class ByHand {
  /** @type {Place | null} */
  place = null;
  /** @type {Weight[]} */
  offered = [];
  /** @type {Weight | null} */
  weight = null;
  /** What was set before each change, the latest last. @type {string[]} */
  before = [];
  /**
   * What is being set, while the link does not have it yet.
   * @type {string | null}
   */
  draft = null;
  fault = "";
  /** @type {Element | null} */
  from = null; // had the focus before
  /** @type {number | undefined} */
  timer = undefined;

  /**
   * @param {HTMLElement} root
   * @param {Host} player
   */
  constructor(root, player) {
    this.root = root;
    this.player = player;
    this.box = find(root, ".hand-editor");
    /** @type {HTMLSelectElement} */
    this.which = find(this.box, ".hand-which");
    /** @type {HTMLInputElement} */
    this.value = find(this.box, ".hand-value");
    /** @type {HTMLInputElement} */
    this.slide = find(this.box, ".hand-slide");
    this.listen();
  }

  listen() {
    const { box, which, value, slide } = this;
    which.onchange = () => this.choose(this.offered[which.selectedIndex]);
    value.onchange = () => this.type();
    value.onkeydown = ({ key }) => {
      if (key === "Enter") this.type();
    };
    slide.oninput = () => this.drag(Number(slide.value));
    slide.onchange = () => this.restSoon();
    find(box, ".hand-zero").onclick = () => this.set(0);
    find(box, ".hand-back").onclick = () => this.set(null);
    find(box, ".hand-undo").onclick = () => this.undo();
    find(box, ".hand-train").onclick = () => this.player.trainOn();
    find(box, ".hand-cut").onclick = () => this.cut();
    find(box, ".hand-close").onclick = () => this.close();
    box.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      this.close();
    });
  }

  /** What is set, as a link writes it. */
  get text() {
    return this.draft ?? this.player.run?.view.by_hand ?? "";
  }

  get all() {
    return read(this.text);
  }

  get isOpen() {
    return !this.box.hidden;
  }

  /**
   * Offer a unit's weights, one of them first.
   * @param {Place} place
   * @param {Weight} [weight]
   */
  open(place, weight) {
    const { run, playback } = this.player;
    if (run.empty) return;
    if (playback.playing) playback.stop();
    this.place = place;
    this.offered = weightsOf(run.sizes, place);
    this.which.replaceChildren(...this.offered.map((one) => new Option(optionWords(run, place, one))));
    if (!this.isOpen)
      this.from = /** @type {ShadowRoot | Document} */ (this.root.getRootNode()).activeElement;
    this.box.hidden = false;
    this.choose(this.offered.find((one) => weight && nameOf(one) === nameOf(weight)) ?? this.offered[0]);
    this.lay();
    if (window.matchMedia("(pointer: coarse)").matches) {
      this.slide.focus({ preventScroll: true }); // no keyboard covers the map until one is asked for
      return;
    }
    this.value.focus({ preventScroll: true });
    this.value.select();
  }

  /** Below the network, whose edges stay in view beside the map. */
  lay() {
    const { width, height } = this.box.getBoundingClientRect(),
      { left, bottom } = find(this.root, ".network").getBoundingClientRect(),
      within = (/** @type {number} */ place, /** @type {number} */ most) =>
        `${Math.max(MARGIN, Math.min(place, most - MARGIN))}px`;
    Object.assign(this.box.style, {
      left: within(left, window.innerWidth - width),
      top: within(bottom - height, window.innerHeight - height),
    });
  }

  /** @param {Edge} edge */
  openEdge({ l, to, from }) {
    this.open({ layer: l + 1, unit: to }, { l, to, from });
  }

  close() {
    if (!this.isOpen) return;
    this.rest();
    const hadFocus = this.box.matches(":focus-within");
    this.box.hidden = true;
    this.weight = null;
    if (hadFocus && this.from instanceof HTMLElement && this.from.isConnected)
      this.from.focus({ preventScroll: true });
  }

  /** @param {Weight} weight */
  choose(weight) {
    this.rest();
    this.weight = weight;
    this.which.selectedIndex = this.offered.indexOf(weight);
    this.fault = "";
    this.fitSlider();
    this.write(true);
  }

  /** The slider reaches as far as the weights of the layer ask for. */
  fitSlider() {
    const { weight, slide, player } = this;
    if (!weight) return;
    const { sizes } = player.run,
      rows = Array.from({ length: sizes[weight.l + 1] }, (_, to) => to),
      columns = Array.from({ length: sizes[weight.l] }, (_, from) => from),
      layer = rows.flatMap((to) => [null, ...columns].map((from) => this.now({ l: weight.l, to, from }))),
      reach = reachOf(layer);
    slide.min = String(-reach);
    slide.max = String(reach);
    slide.step = String(reach / STEPS);
  }

  /**
   * What a weight was trained to at the moment shown.
   * @param {Weight} weight
   */
  trained(weight) {
    const { run, playback } = this.player;
    return playback.moment.params[placeOf(weight, run.sizes)];
  }

  /** @param {Weight} weight */
  setTo(weight) {
    return this.all.find((one) => nameOf(one) === nameOf(weight));
  }

  /** @param {Weight} weight */
  now(weight) {
    return this.setTo(weight)?.value ?? this.trained(weight);
  }

  /** What stands in the field was typed, or is what stood there. */
  type() {
    const { value, weight } = this;
    if (!weight || value.value === this.shown(weight)) return;
    const { value: number, fault } = typed(value.value);
    this.fault = fault ?? "";
    if (number === undefined) this.write(false);
    else this.set(number);
  }

  /** @param {number} number */
  drag(number) {
    const { weight } = this;
    if (!weight || !this.hasRoom(weight)) return;
    this.fault = "";
    if (this.draft === null) this.before.push(this.text);
    this.draft = write(changed(this.all, weight, number));
    this.player.setByHand(this.draft, false);
    this.write(true);
  }

  /**
   * Set the weight that is chosen.
   * @param {number | null} number null for what it was trained to
   */
  set(number) {
    const { weight } = this;
    if (!weight || (number !== null && !this.hasRoom(weight))) return;
    this.rest();
    this.fault = "";
    this.take(write(changed(this.all, weight, number)));
  }

  /** @param {Weight} weight */
  isCut(weight) {
    return Boolean(this.player.run.cut?.includes(nameOf(weight)));
  }

  /** Cut the wire that is chosen, or mend it. */
  cut() {
    const { weight, player } = this;
    if (!weight) return;
    this.rest();
    const { fault, text } = withCut(player.run.cut ?? [], weight, player.run.sizes);
    this.fault = fault;
    if (!fault) player.cut(text);
    this.write(true);
  }

  /**
   * Whether one more weight may be set; where not, the window says so.
   * @param {Weight} weight
   */
  hasRoom(weight) {
    const { all } = this,
      has = all.length < MOST || Boolean(this.setTo(weight));
    if (!has) {
      this.fault = `${all.length} weights are set by hand, and ${MOST} are the most: undo one first.`;
      this.write(true);
    }
    return has;
  }

  /** @param {string} text */
  take(text) {
    if (text !== this.text) {
      this.before.push(this.text);
      this.player.setByHand(text, true);
    }
    this.write(true);
  }

  restSoon() {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.rest(), RESTS_AFTER);
  }

  /** What was dragged goes into the link. */
  rest() {
    window.clearTimeout(this.timer);
    const { draft } = this;
    this.draft = null;
    if (draft !== null) this.player.setByHand(draft, true);
  }

  /** What is set, for a fork that the link will say: what was dragged need not come into the link before. */
  handOver() {
    const { text } = this;
    window.clearTimeout(this.timer);
    this.draft = null;
    this.close();
    return text;
  }

  /** Take back the last change; of what a link brought, the weight that it names last. */
  undo() {
    this.rest();
    const text = this.before.pop() ?? write(this.all.slice(0, -1));
    this.fault = "";
    this.player.setByHand(text, true);
    this.write(true);
  }

  undoAll() {
    this.rest();
    this.take("");
  }

  /** Another run: what was set before it is no longer to be taken back to. */
  forgetBefore() {
    this.before = [];
  }

  /** @param {Weight} weight */
  shown(weight) {
    const set = this.setTo(weight);
    return set ? withMinus(String(set.value)) : exact32(this.trained(weight));
  }

  /**
   * The window follows the moment that is shown.
   * @param {boolean} all the field too: what is being typed there stays else
   */
  write(all) {
    const { box, weight, place, value, slide, player } = this;
    if (!weight || !place || !player.playback.moment) return;
    const { run } = player,
      set = this.setTo(weight);
    find(box, ".hand-unit").textContent = capital(placeWords(run, place.layer, place.unit));
    if (all) {
      value.value = this.shown(weight);
      slide.value = String(this.now(weight));
    }
    value.setAttribute("aria-invalid", String(Boolean(this.fault)));
    const isCut = this.isCut(weight),
      words = this.fault || (isCut ? CUT : wordsOf(set, exact32(this.trained(weight))));
    if (find(box, ".hand-words").textContent !== words) find(box, ".hand-words").textContent = words;
    /** @type {(name: string, disabled: boolean) => void} */
    const disable = (name, disabled) => {
      /** @type {HTMLButtonElement} */ (find(box, name)).disabled = disabled;
    };
    for (const name of [".hand-value", ".hand-slide", ".hand-zero"]) disable(name, isCut);
    find(box, ".hand-cut").hidden = weight.from === null || !run.can_keep;
    find(box, ".hand-cut").textContent = isCut ? "Mend" : "Cut";
    disable(".hand-back", !set);
    disable(".hand-undo", !this.before.length && !this.all.length);
    disable(".hand-train", !this.all.length || !run.can_fork);
  }

  /** While the moment moves, or the run changes: what is typed stays as long as the field has the focus. */
  follow() {
    if (!this.isOpen || !this.weight) return;
    if (this.weight && placeOf(this.weight, this.player.run.sizes) < 0) this.close();
    else this.write(!this.value.matches(":focus") && !this.fault);
  }

  forget() {
    window.clearTimeout(this.timer);
  }
}

/**
 * @param {SetWeight | undefined} set
 * @param {string} trained
 */
const wordsOf = (set, trained) =>
  set ? `Set by hand; trained, it is ${trained}.` : "As trained. Type a number, or drag.";

/** @param {string} words */
const capital = (words) => words.charAt(0).toUpperCase() + words.slice(1);

/**
 * A weight within its unit's list.
 * @param {PlayerBlock} run
 * @param {Place} place
 * @param {Weight} weight
 */
function optionWords(run, place, { l, to, from }) {
  if (from === null) return "bias";
  const arrives = l + 1 === place.layer && to === place.unit,
    other = arrives ? placeWords(run, l, from) : placeWords(run, l + 1, to);
  return `${arrives ? "from" : "to"} ${other.replace(/ of layer \d+$/, "")}`;
}
