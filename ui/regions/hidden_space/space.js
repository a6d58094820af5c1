// The hidden space: the input plane as a mesh pushed through a hidden layer, with the points and the boundaries on it.

import { fitCanvas } from "../../browser/colours.js";
import { find } from "../../browser/find.js";
import { gridPoints } from "../../browser/maps/map.js";
import { ForwardPass } from "../../browser/maps/network.js";
import { describe } from "../../browser/on_stage.js";
import { inKeeping, principalAxes } from "../../browser/solids/pca.js";
import { Turntable } from "../../browser/solids/turntable.js";
import { axesWords, chosenAxes } from "./axes.js";
import { cutsOf } from "./cuts.js";
import { CubePicture } from "./cube_picture.js";
import { Dots } from "./dots.js";
import { FlatPicture } from "./flat_picture.js";
import { Scene } from "./scene.js";
import { drawSpaceControls } from "./space_frame.js";

/** @import { Theme } from "../../browser/colours.js" */
/** @import { AllFacts } from "../../browser/maps/activations.js" */
/** @import { Place } from "../../browser/maps/contours.js" */
/** @import { Look, MappedRun, Picture, RegionMap } from "../../browser/maps/map.js" */
/** @import { Axes } from "./axes.js" */
/** @import { Choose } from "./space_frame.js" */

/** @typedef {{ layer: number, axes: string, look: Look }} SpaceView */

/** @typedef {MappedRun & { finished: boolean, view: SpaceView, activation_facts: AllFacts }} SpaceRun */

const SPACE_GRID = 41; // points along a side of the mesh while it plays; at rest those of the map

export class HiddenSpace {
  /** @type {SpaceRun} */
  run;
  /** @type {RegionMap} */
  map;
  /** @type {Theme} */
  theme;
  /** @type {ForwardPass} */
  playForward;
  /**
   * What was painted last, before a hand turned or warped it.
   * @type {{ params: Float32Array, picture: Picture, atRest: boolean } | null}
   */
  shown = null;
  /**
   * The directions of the picture before, and which layer's they are.
   * @type {{ key: string, vectors: Float64Array[] } | null}
   */
  before = null;
  /**
   * The place under the pointer on the map.
   * @type {Place | null}
   */
  marked = null;
  /** @type {Scene} */
  scene;
  warp = 1; // 0: the input plane, as it is; 1: the layer; a hand moves it
  size = 0;
  signature = "";
  /**
   * Words behind the slider as they were written last.
   * @type {string | null}
   */
  goal = null;
  said = ""; // words below the picture as they were written last

  /**
   * @param {HTMLElement} root
   * @param {Choose} choose
   */
  constructor(root, choose) {
    this.box = find(root, ".space");
    this.stage = find(root, ".space-stage");
    /** @type {HTMLCanvasElement} */
    this.canvas = find(this.stage, "canvas");
    this.words = find(root, ".space-words");
    this.hand = find(root, ".warp");
    this.choose = choose;
    this.turntable = new Turntable(this.stage, () => this.repaint());
    this.dots = new Dots();
    this.plane = new FlatPicture(this.dots);
    this.cube = new CubePicture(this.turntable, this.dots);
    /** @type {HTMLInputElement} */
    const slider = find(this.hand, "input");
    slider.oninput = () => {
      this.warp = Number(slider.value);
      this.repaint();
    };
  }

  /**
   * @param {SpaceRun} run
   * @param {RegionMap} map
   */
  setRun(run, map) {
    const signature = JSON.stringify([run.sizes, run.activations, run.inputs, run.extent]);
    // A link's picture may be at rest while its moment is still being trained. Its axes are then found anew each time:
    // kept from half-trained networks, they would differ from visit to visit.
    if (this.run && !this.run.finished && this.shown?.atRest) this.before = null;
    this.run = run;
    this.map = map;
    if (signature === this.signature) return;
    this.signature = signature;
    this.before = null;
    const places = gridPoints(run.extent, SPACE_GRID);
    this.playForward = new ForwardPass(run.sizes, run.activations, places, run.inputs);
  }

  /** @param {Theme} theme */
  resize(theme) {
    this.theme = theme;
    this.size = this.stage.clientWidth;
    this.dots.resize(theme, this.map);
    this.plane.resize(theme, this.map, this.size);
    this.cube.resize(theme, this.map, this.size);
    drawSpaceControls(this.box, this.run, this.choose);
  }

  repaint() {
    if (this.shown) this.paint(this.shown.params, this.shown.picture, this.shown.atRest);
  }

  /**
   * The picture for one moment, after the map has been painted for it.
   * @param {Float32Array} params
   * @param {Picture} picture the map's
   * @param {boolean} atRest
   */
  paint(params, picture, atRest) {
    const { run, size, warp, marked } = this;
    this.shown = { params, picture, atRest };
    if (!size || !this.theme) return;
    const context = fitCanvas(this.canvas, size, size);
    context.clearRect(0, 0, size, size);
    if (run.empty) return;
    if (!atRest) {
      this.playForward.run(params);
      picture = { forward: this.playForward, G: SPACE_GRID };
    }
    const { pointsForward } = this.map,
      axes = this.axesFor(pointsForward),
      isFlat = (axes.units ? axes.units.length : axes.vectors.length) < 3;
    this.scene = new Scene({ run, params, picture, pointsForward, axes, warp });
    this.turntable.off = isFlat;
    this.stage.classList.toggle("turns", !isFlat);
    (isFlat ? this.plane : this.cube).paint(context, this.scene, { atRest, look: run.view.look, marked });
    this.say(axes);
  }

  /**
   * The axes of this moment; the components keep their signs from one picture to the next.
   * @param {ForwardPass} pointsForward
   * @returns {Axes}
   */
  axesFor(pointsForward) {
    const axes = { ...chosenAxes(this.run.sizes, this.run.view), inputs: this.run.inputs };
    if (axes.units) return axes;
    const h = axes.layer ? pointsForward.layers[axes.layer - 1] : pointsForward.inputs,
      key = `${axes.layer} ${axes.pca}`,
      found = principalAxes(h, pointsForward.n, axes.width, this.map.nTraining, axes.pca),
      steady = inKeeping(found, this.before?.key === key ? this.before.vectors : null);
    this.before = { key, vectors: steady.vectors };
    return { ...axes, ...steady };
  }

  /**
   * Another place under the pointer on the map, or none.
   * @param {Place | null} place
   */
  mark(place) {
    this.marked = place;
    this.repaint();
  }

  /** @param {Axes} axes */
  say(axes) {
    const words = this.scene.arrived
      ? axesWords(this.run, axes, cutsOf(this.scene).length)
      : `The input plane on its way to layer ${axes.layer}: every place moves in a straight line.`;
    const goal = axes.layer ? `Features, layer ${axes.layer}` : "";
    if (this.goal !== goal) {
      this.goal = goal;
      this.hand.hidden = !goal;
      find(this.hand, ".goal").textContent = goal;
    }
    if (words !== this.said) this.words.innerHTML = words;
    this.said = words;
    const turn = axes.pca === 3 || axes.units?.length === 3 ? " Arrow keys turn it." : "";
    const text = `Hidden space. ${this.words.textContent}${turn}`;
    describe(this.stage, { says: "regions.space.spoken", name: "Hidden space", text });
  }
}
