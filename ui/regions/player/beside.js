// What stands beside the map: the network with its units, the hidden space, or the network under its formula.

import { Diagram } from "./diagram.js";
import { Formula } from "./formula.js";
import { HiddenSpace } from "../hidden_space/space.js";

export class Beside {
  constructor(root, player) {
    this.root = root;
    this.box = root.querySelector(".network");
    this.diagram = new Diagram(root, (unit) => player.pick(unit));
    this.space = new HiddenSpace(root, (name, value) => player.choose(name, value));
    this.formula = new Formula(root, this.diagram, () => player.playback.moment.params);
  }

  get units() {
    return this.diagram.units;
  }

  setRun(run, map) {
    this.run = run;
    this.diagram.setRun(run, map);
    this.space.setRun(run, map);
    this.formula.setRun(run);
  }

  // The part that is in view gets its size; another one, when it comes into view.
  resize(theme) {
    const { view } = this.run;
    this.theme = theme;
    this.box.dataset.beside = view.beside;
    this.shows = JSON.stringify([view.beside, view.layer, view.axes]);
    this.formula.show(view.beside === "formula");
    if (view.beside === "space") this.space.resize(theme);
    else this.diagram.resize(theme);
  }

  paint(params, picture, picked, atRest) {
    const { view } = this.run;
    if (this.shows !== JSON.stringify([view.beside, view.layer, view.axes])) this.resize(this.theme);
    if (view.beside === "space") this.space.paint(params, picture, atRest);
    else this.diagram.paint(params, picture, picked, atRest);
    if (view.beside === "formula") this.formula.pick(picked);
  }

  // The place under the pointer on the map, or null.
  mark(place) {
    if (this.run && this.run.view.beside === "space") this.space.mark(place);
  }
}
