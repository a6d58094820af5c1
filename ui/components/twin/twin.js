// Two whole training runs on one clock: the same points and batches, two maps, a third of where they differ, one scrubber.
// Python sends the weights of every snapshot of both once; from then on each picture is computed here.

const MORE_EVERY = 350; // ms between two requests for more of runs that are not finished

class Twin {
  constructor(root) {
    this.root = root;
    this.sides = [...root.querySelectorAll(".side")];
    this.maps = this.sides.slice(0, 2).map((side) => new RegionMap(side));
    this.difference = new DifferenceMap(this.sides[2]);
    this.playback = new Playback({ show: (moment, atRest) => this.show(moment, atRest), changed: () => this.describe() });
    this.asking = new Asking({ every: MORE_EVERY, wanted: () => this.run && !this.run.finished && root.isConnected, ask: () => this.ask("more", performance.now()) });
    this.judge = new Judge((value) => this.ask("judge", value));
    this.cross = new CrossHair(this.sides, {
      words: (side, x, y) => this.valuesWords(side, x, y),
      pinned: (spot) => this.choose({ spot }),
      spoken: (x, y) => this.say(spokenValues(this.run, this.valuesAt(x, y), x, y)),
    });
    this.charts = [
      ["loss", { training: "training_error", validation: "validation_error", ceiling: lossCeiling(["training_error", "validation_error"]), format: (v) => String(+v.toFixed(3)) }],
      ["accuracy", { training: "training_accuracy", validation: "validation_accuracy", ceiling: () => 1, format: (v) => `${Math.round(100 * v)} %` }],
    ].map(([name, options]) => new PairChart(root.querySelector(`[data-chart=${name}]`), options, (epoch) => this.playback.scrubTo(epoch)));
    this.listen();
  }

  listen() {
    const find = (selector) => this.root.querySelector(selector), playback = this.playback;
    const actions = {
      toggle: () => playback.toggle(),
      rewind: () => playback.goTo(0),
      stepEpoch: () => this.step("epoch"),
      stepBatch: () => this.step("batch"),
      toEnd: () => playback.goTo(playback.moments.length - 1),
      stepBack: () => playback.goTo(Math.max(0, playback.moments.indexOf(playback.moment) - 1)),
    };
    find(".play").onclick = actions.toggle;
    find(".rewind").onclick = actions.rewind;
    find(".step-epoch").onclick = actions.stepEpoch;
    find(".step-batch").onclick = actions.stepBatch;
    this.scrub = find(".scrub");
    this.scrub.oninput = () => playback.goTo(Number(this.scrub.value));
    this.answers = watchForAnswers(this.root);
    this.forgets = [listenToKeys(actions), onHistory(() => this.asking.begin(WORRY_AFTER_ASKING)), () => this.answers.forget()];
    playback.holds = () => this.answers.busy();
    this.root.querySelectorAll(".speed button").forEach((button) => {
      button.onclick = () => {
        playback.speed = Number(button.dataset.value);
        this.markSpeed();
      };
    });
    listenToLook(this.root, (look) => {
      this.choose({ look });
      this.redraw();
    });
    this.observer = new ResizeObserver(() => this.run && this.redraw());
    this.observer.observe(this.root);
    this.themeWatch = setInterval(() => this.run && this.theme && (this.theme.name === "dark") !== isDark(this.root) && this.redraw(), 400);
  }

  markSpeed() {
    this.root.querySelectorAll(".speed button").forEach((button) => button.setAttribute("aria-pressed", Number(button.dataset.value) === this.playback.speed));
  }

  // A change of look belongs in the link.
  choose(change) {
    Object.assign(this.run.view, change);
    this.ask("view", { ...this.run.view, nonce: performance.now() });
  }

  // A block from Python: new runs, or more of those that are shown.
  update(run) {
    const isNew = !this.run || this.run.id !== run.id;
    const epoch = isNew || !this.playback.moment ? 0 : this.playback.moment.epoch;
    if (isNew) {
      this.seen = { epoch: run.trained_epochs, now: performance.now() };
      this.answers.answered();
      this.fine = [];
    }
    this.run = run;
    const momentsFrom = (prefix) => run.nets.map((net, i) => momentsOf(run.arrays, `${"ab"[i]}_${prefix}`, net.n_params));
    if (run.replay) this.fine = momentsFrom("replay_");
    this.histories = run.nets.map((_, i) => historyOf(run.arrays, `${"ab"[i]}_history_`));
    this.truth = run.arrays.truth_pieces ? truthLines(run.arrays.truth_pieces) : null;
    this.judge.take(run, isNew);
    this.playback.complete = run.finished;
    const playable = Math.min(...run.nets.map((net) => (net.finished ? Infinity : net.trained_epochs)));
    this.playback.setMoments(pairMoments(momentsFrom("snapshot_"), this.fine, playable), epoch);
    this.scrub.max = String(this.playback.moments.length - 1);
    this.maps.forEach((map, i) => (map.truth = this.truth));
    if (isNew || !this.theme) {
      this.maps.forEach((map, i) => map.setRun({ ...run.nets[i], arrays: run.arrays, extent: run.extent }));
      this.begin(run);
    } else if (run.replay && this.waiting) {
      this.playback.goTo(this.playback.nearest(this.waiting));
      this.waiting = null;
    }
    this.cross.setExtent(run.extent);
    const { cross } = this, rests = !cross.place || cross.place === cross.pin || isNew;
    cross.pin = run.view.spot;
    if (rests) cross.place = cross.pin; // else a pointer or a key has moved it
    this.redraw();
    this.asking.begin();
  }

  begin(run) {
    const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.playback.stop();
    if (run.open_at !== null) this.playback.standAt(run.open_at);
    else if (still) this.playback.standAt(run.n_epochs);
    else this.playback.play();
  }

  // To the next whole epoch, or the next batch: at once where its weights are here, else after Python has sent them.
  step(kind) {
    const { playback } = this, { epoch } = playback.moment;
    if (playback.playing) playback.pause();
    const width = kind === "epoch" ? 1 : 1 / this.run.steps_per_epoch;
    const target = kind === "epoch" ? Math.floor(epoch + 1e-6) + 1 : epoch + width;
    const next = playback.nearest(target);
    if (next > playback.indexOf(epoch) && Math.abs(playback.moments[next].epoch - target) < 0.4 * width) return playback.goTo(next);
    if (target > this.run.trained_epochs + 1e-6) return undefined;
    this.waiting = target;
    return this.ask("replay", { epoch: replayFrom(epoch, target, this.run.steps_per_epoch), nonce: performance.now() });
  }

  redraw() {
    const { run, root } = this;
    this.theme = makeTheme(run.palette, root);
    this.theme.textScale = parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;
    this.theme.markScale = run.projector ? 1.25 : 1;
    this.theme.font = getComputedStyle(root).fontFamily;
    this.maps.forEach((map) => map.resize(this.theme));
    this.difference.resize(this.theme, this.maps[0].size);
    writeNames(root, run);
    const names = run.nets.map((net) => lowered(net.name));
    this.charts.forEach((chart) => {
      chart.setHistories(this.histories, names, run.n_epochs, run.nets.map((net) => (net.finished ? net.stop_kind : "")));
      chart.draw(this.theme);
    });
    this.markSpeed();
    markLook(root, run.view.look);
    this.show(this.playback.moment, !this.playback.playing);
    this.describe();
  }

  // One picture: both maps on the same grid, where they differ, playhead, readouts.
  show(moment, atRest) {
    if (!moment || !this.theme || !this.maps[0].size) return;
    const { run, maps } = this, start = performance.now();
    maps[0].playGrid = maps[1].playGrid;
    const look = { atRest, look: run.view.look, lines: "picked", picked: null };
    const pictures = maps.map((map, i) => map.paint(moment.nets[i].params, look));
    this.difference.paint(pictures.map(({ forward }) => forward), pictures[0].G, run.nets[0].sizes.at(-1), maps, atRest);
    this.charts.forEach((chart) => chart.moveTo(moment));
    this.scrub.value = String(Math.floor(this.playback.at));
    writeNumbers(this.root, run, moment, this.difference.share);
    if (run.truth_asked && !atRest) writeFacts(this.root, run, moment, this.judge.at(moment)); // at rest describe() does it
    if (this.cross.place) this.cross.draw();
    writeHeadline(this.root.querySelector(".headline"), moment.epoch >= run.headline_from - 1e-6 ? run.headline : run.title);
    this.pictures = (this.pictures || 0) + 1;
    if (!atRest) maps[1].adapt(performance.now() - start);
  }

  // Words and buttons that follow the state, not the picture.
  describe() {
    const { run, playback, root } = this, { moment } = playback;
    if (!run || !moment) return;
    markPlay(root.querySelector(".play"), playback, run.finished);
    const judged = this.judge.at(moment), state = stateWords(run, playback.atEnd, this.seen, judged);
    root.querySelector(".status").textContent = `Same points, same batches, one clock. ${state}`;
    this.scrub.setAttribute("aria-valuetext", `Epoch ${formatEpoch(moment.epoch)} of ${run.n_epochs}`);
    writeFacts(root, run, moment, judged);
    if (playback.playing) return;
    this.judge.want(run, moment);
    const sentence = spokenPair(run, moment, root.querySelector(".headline").textContent, this.difference.share);
    this.sides.forEach((side, i) => side.querySelector(".map").setAttribute("aria-label", mapWords(run, moment, i, this.difference.share)));
    this.say(`${sentence} ${state}`);
  }

  say(sentence) {
    this.root.querySelector(".spoken").textContent = sentence;
  }

  // z and y of each class at a place, for both networks.
  valuesAt(x, y) {
    return this.maps.map((map, i) => map.valuesAt(this.playback.moment.nets[i].params, x, y));
  }

  valuesWords(side, x, y) {
    const values = this.valuesAt(x, y), i = this.sides.indexOf(side);
    return i < 2 ? valuesTable(x, y, values[i].scores, values[i].probabilities) : answersTable(this.run, values);
  }

  destroy() {
    this.playback.stop();
    this.observer.disconnect();
    clearInterval(this.themeWatch);
    this.asking.rest();
    this.forgets.forEach((forget) => forget());
  }
}

export default mounting("twin", Twin);
