// The digits: templates and curves of a run that is trained in Python. While it is played, each block brings the weights
// of that moment; at rest a block brings many moments, and scrubbing through them needs no word to the server.

const MEASURES = ["training_error", "training_accuracy", "validation_error", "validation_accuracy"];
const ICONS = {
  play: '<path d="M7 4v16l13-8z"/>',
  pause: '<path d="M6 4h4v16H6zM14 4h4v16h-4z"/>',
  replay: '<path d="M12 5V1L6 6l6 5V7a5.5 5.5 0 1 1-5.5 5.5h-2A7.5 7.5 0 1 0 12 5z"/>',
};
const SECONDS_TO_REPLAY = 8;
const SECONDS_TO_WORRY = 5;
const whole = (number) => Math.round(number).toLocaleString("en-GB");

// The top of an axis: high enough for all but the first steep fall, and no more than four times where a run begins; what
// is above is held at the top.
function tailCeiling(names, least) {
  return (history) => {
    const values = names.flatMap((name) => Array.from(history[name])).filter(Number.isFinite).sort((a, b) => a - b);
    const usual = values[Math.floor(0.8 * (values.length - 1))] || least;
    const first = Math.max(...names.map((name) => history[name][0]).filter(Number.isFinite));
    return Math.max(least, Math.min(1.5 * usual, 1.05 * Math.max(...values), 4 * first));
  };
}

class Digits {
  constructor(root) {
    this.root = root;
    this.pictures = new Pictures(root);
    this.playback = new Playback({ show: (moment) => this.show(moment), changed: () => this.describe() });
    this.charts = [
      ["loss", { training: "training_error", validation: "validation_error", ceiling: tailCeiling(["training_error", "validation_error"], 0.02), format: (v) => String(+v.toFixed(3)) }],
      ["wrong", { training: "training_wrong", validation: "validation_wrong", ceiling: tailCeiling(["training_wrong", "validation_wrong"], 0.01), format: (v) => `${+(100 * v).toFixed(1)} %` }],
    ].map(([name, options]) => new Chart(root.querySelector(`[data-chart=${name}]`), options, (epoch) => this.live || this.playback.scrubTo(epoch)));
    this.makeReadouts();
    this.listen();
    root.digits = this; // found again at the next block, and by tests
  }

  get live() {
    return Boolean(this.run && this.run.live);
  }

  makeReadouts() {
    const names = { epoch: "Epoch", training_error: "Loss, training", validation_error: "Loss, validation", training_wrong: "Error, training", validation_wrong: "Error, validation", seconds: "Time trained", speed: "Images a second" };
    this.root.querySelector(".readouts").innerHTML = Object.entries(names).map(([name, words]) =>
      `<div class="readout" data-name="${name}"><span>${words}</span><b></b> <small></small></div>`).join("");
    this.readouts = Object.fromEntries(Object.keys(names).map((name) => {
      const box = this.root.querySelector(`.readout[data-name=${name}]`);
      return [name, { value: box.querySelector("b"), unit: box.querySelector("small") }];
    }));
  }

  listen() {
    const find = (selector) => this.root.querySelector(selector);
    const actions = {
      toggle: () => this.toggle(),
      rewind: () => this.order("rewind"),
      stepEpoch: () => this.stepEpoch(),
      stepBatch: () => this.order("stepBatch"),
      toEnd: () => this.live || this.playback.goTo(this.playback.moments.length - 1),
      stepBack: () => this.live || this.playback.goTo(this.playback.indexOf(this.playback.moment.epoch) - 1),
    };
    find(".play").onclick = actions.toggle;
    find(".rewind").onclick = actions.rewind;
    find(".step-epoch").onclick = actions.stepEpoch;
    find(".step-batch").onclick = actions.stepBatch;
    this.scrub = find(".scrub");
    this.scrub.oninput = () => this.live || this.playback.goTo(Number(this.scrub.value));
    this.forgets = [listenToKeys(actions), onHistory(() => this.askForMore(SECONDS_TO_WORRY * 1000))];
    this.observer = new ResizeObserver(() => this.run && this.redraw());
    this.observer.observe(this.root);
    this.observer.observe(document.querySelector("[data-testid=stApp]") || document.body); // the window's height counts too
    this.themeWatch = setInterval(() => this.theme && (this.theme.name === "dark") !== isDark(this.root) && this.redraw(), 400);
  }

  // What only Python can do. The button answers at once; the block that names this order says what came of it. Until
  // then nothing else is asked for: of two wishes that reach Streamlit together, it keeps the later one only.
  order(what) {
    this.playback.playing && this.playback.pause();
    this.expected = what === "play";
    this.pending = Math.max(Date.now(), (this.pending || 0) + 1);
    this.ask("do", { what, from: this.playback.moment.epoch, nonce: this.pending });
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.giveUp(), SECONDS_TO_WORRY * 1000);
    this.describe();
  }

  // An order that was lost on the way: show what is, and go on.
  giveUp() {
    this.pending = this.expected = undefined;
    this.askForMore();
    this.describe();
  }

  get plays() {
    return this.playback.playing || (this.expected ?? this.live);
  }

  toggle() {
    if (this.playback.playing) this.playback.pause();
    else if (this.plays) this.order("pause");
    else if (this.run.finished) this.playback.play();
    else this.order("play");
  }

  stepEpoch() {
    const { playback } = this, target = Math.floor(playback.moment.epoch + 1e-6) + 1;
    const next = playback.nearest(target), known = Math.abs(playback.moments[next].epoch - target) < 1e-6;
    if (known && !this.plays) playback.goTo(next);
    else this.order("stepEpoch");
  }

  // A block from Python.
  update(run) {
    const before = this.run, isNew = !before || before.id !== run.id, answered = !before || before.answered !== run.answered;
    const stay = !isNew && !answered && !run.live && !before.live ? this.playback.moment.epoch : null;
    this.run = run;
    if (run.answered === this.pending) this.pending = this.expected = undefined;
    const { arrays } = run, names = ["epoch", ...MEASURES];
    this.history = Object.fromEntries(names.map((name) => [name, arrays[`history_${name}`]]));
    for (const set of ["training", "validation"]) this.history[`${set}_wrong`] = this.history[`${set}_accuracy`].map((share) => 1 - share);
    const moments = this.momentsOf(run);
    if (stay === null && this.playback.playing) this.playback.stop();
    this.playback.complete = run.finished;
    this.playback.speed = Math.max(moments.length, 2) / SECONDS_TO_REPLAY / MOMENTS_A_SECOND;
    this.playback.setMoments(moments, stay ?? run.open_at);
    if (stay === null) this.playback.at = this.playback.nearest(run.open_at);
    this.scrub.max = String(moments.length - 1);
    this.root.toggleAttribute("data-live", run.live);
    this.pictures.setNames(run.kind, run.n_units, run.n_hidden > 1);
    this.redraw();
    this.askForMore();
  }

  // While it is played: the next block, a tick after this one was asked for; once more if none has come for long.
  askForMore(least = 0) {
    if (this.pending) return;
    clearTimeout(this.waiting);
    if (!this.live) return;
    const wait = Math.max(least, 1000 * this.run.tick - (performance.now() - (this.askedAt || 0)));
    this.waiting = setTimeout(() => {
      if (!this.root.isConnected) return;
      this.askedAt = performance.now();
      this.ask("more", this.askedAt);
      this.waiting = setTimeout(() => this.askForMore(), SECONDS_TO_WORRY * 1000);
    }, wait);
  }

  momentsOf({ arrays, n_units: count }) {
    const size = count * SIDE * SIDE;
    return Array.from(arrays.moment_epoch, (epoch, i) => ({
      epoch: Math.round(epoch * 1e4) / 1e4,
      weights: arrays.moment_weights.subarray(i * size, (i + 1) * size),
      step: arrays.moment_step[i],
      ...Object.fromEntries(MEASURES.map((name) => [name, arrays[`moment_${name}`][i]])),
      training_wrong: 1 - arrays.moment_training_accuracy[i],
      validation_wrong: 1 - arrays.moment_validation_accuracy[i],
    }));
  }

  redraw() {
    const { run } = this;
    this.theme = makeTheme(run.palette, this.root);
    this.theme.textScale = parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;
    this.theme.markScale = run.projector ? 1.25 : 1;
    this.theme.font = getComputedStyle(this.root).fontFamily;
    const headline = this.root.querySelector(".headline");
    if (headline.textContent !== run.headline) headline.textContent = run.headline;
    this.pictures.layout();
    this.charts.forEach((chart) => {
      chart.setHistory(this.history, run.n_epochs, run.finished ? run.stop_kind : "");
      chart.draw(this.theme);
    });
    this.show(this.playback.moment);
    this.describe();
  }

  show(moment) {
    if (!moment || !this.theme) return;
    this.pictures.paint(moment, this.theme);
    // While it is played, the playhead stands at the last record: beyond it nothing has been measured yet.
    const { epoch } = this.history, head = this.live ? { ...moment, epoch: epoch[epoch.length - 1] } : moment;
    this.charts.forEach((chart) => chart.moveTo(head));
    this.scrub.value = String(Math.floor(this.playback.at));
    const set = (name, value, unit) => {
      this.readouts[name].value.textContent = value;
      this.readouts[name].unit.textContent = unit;
    };
    set("epoch", formatEpoch(moment.epoch), `of ${this.run.n_epochs}`);
    for (const name of ["training_error", "validation_error"]) set(name, formatLoss(moment[name]), "");
    for (const name of ["training_wrong", "validation_wrong"]) set(name, formatPercent(moment[name]), "%");
    set("seconds", this.run.seconds.toFixed(1), "s");
    set("speed", this.run.images_per_second ? whole(Number(this.run.images_per_second.toPrecision(3))) : "–", "");
    this.painted = (this.painted || 0) + 1;
  }

  // Words and buttons that follow the state, not the picture.
  describe() {
    const { run, playback } = this, { moment } = playback;
    if (!run || !moment) return;
    const state = this.plays ? "pause" : run.finished && playback.atEnd ? "replay" : "play";
    const button = this.root.querySelector(".play");
    if (button.dataset.state !== state) {
      button.dataset.state = state;
      button.querySelector("svg").innerHTML = ICONS[state];
      const words = { pause: "Pause (space)", play: "Play (space)", replay: "Play again (space)" }[state];
      button.setAttribute("aria-label", words);
      button.title = words;
    }
    const said = this.root.querySelector(".said"), test = run.test_accuracy;
    said.textContent = this.stateWords();
    said.classList.toggle("wrong", run.stop_kind === "diverged");
    this.root.querySelector(".test").textContent = test === null ? "" : `${formatPercent(test)} % of the test images are right`;
    this.scrub.setAttribute("aria-valuetext", `Epoch ${formatEpoch(moment.epoch)} of ${run.n_epochs}`);
    if (this.plays) return;
    this.pictures.describe(moment, formatEpoch(moment.epoch));
    this.root.querySelector(".spoken").textContent = `${run.headline}. Epoch ${formatEpoch(moment.epoch)} of ${run.n_epochs}: `
      + `${formatPercent(moment.training_wrong)} % of the training images are wrong, loss ${formatLoss(moment.training_error)}; `
      + `${formatPercent(moment.validation_wrong)} % of the validation images, loss ${formatLoss(moment.validation_error)}. `
      + `${said.textContent} ${this.root.querySelector(".test").textContent}`;
  }

  stateWords() {
    const { run } = this, changes = run.rates.slice(1);
    const rates = changes.length ? ` Learning rate ${run.rates[0][1]}, ${changes.map(([epoch, rate]) => `from epoch ${formatEpoch(Math.round(100 * epoch) / 100)} on ${rate}`).join(", ")}.` : "";
    if (run.finished) return `${run.stop_message}${run.stop_message.endsWith(".") ? "" : "."}${rates}`;
    if (this.plays) return `Training: epoch ${formatEpoch(Math.floor(run.trained_epoch))} of ${run.n_epochs}.${rates}`;
    if (this.live) return "Pausing.";
    if (run.trained_epoch === 0) return "Before training. Press play.";
    return `Paused at epoch ${formatEpoch(Math.round(100 * run.trained_epoch) / 100)} of ${run.n_epochs}.${rates}`;
  }

  destroy() {
    clearTimeout(this.waiting);
    this.playback.stop();
    this.observer.disconnect();
    clearInterval(this.themeWatch);
    this.forgets.forEach((forget) => forget());
  }
}

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".digits");
  const digits = root.digits || new Digits(root);
  digits.ask = setTriggerValue;
  digits.update(unpack(data));
  return () => setTimeout(() => root.isConnected || digits.destroy(), 0);
}
