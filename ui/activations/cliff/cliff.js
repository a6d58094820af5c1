// The learning-rate cliff: a table for each activation, a cell for each run, darker where its number is higher. A click
// picks the run; beside it stand what became of its units, how a dead one died, and the way to the run itself.

export class Cliff {
  constructor(section, frame) {
    this.section = section;
    this.frame = frame;
    this.tables = section.querySelector(".tables");
    this.tables.onclick = (event) => {
      const cell = event.target.closest("button[data-rate]");
      if (cell)
        frame.set({
          activation: cell.dataset.activation,
          start: cell.dataset.start,
          rate: Number(cell.dataset.rate),
          examine: false,
        });
    };
    section.querySelector("[data-name=shown]").onclick = (event) => {
      const button = event.target.closest("button");
      if (!button) return;
      this.shown = button.dataset.value;
      this.draw();
      frame.set({ shown: this.shown });
    };
    section.querySelector(".dead-units").onclick = (event) => {
      const button = event.target.closest("button");
      if (button)
        frame.set({ layer: Number(button.dataset.layer), unit: Number(button.dataset.unit), examine: true });
    };
  }

  update(state, isNew) {
    this.state = state;
    if (isNew || !this.shown) this.shown = state.shown;
    this.section.querySelector(".network-words").textContent = state.network_words;
    const shape = JSON.stringify([state.names, state.starts, state.rates]);
    if (shape !== this.shape) this.makeTables();
    this.shape = shape;
    this.describePicked();
  }

  makeTables() {
    const { names, words, starts, rates } = this.state;
    const cell = (name, start, rate) =>
      `<td><button data-activation="${name}" data-start="${start}" data-rate="${rate}"></button></td>`;
    this.tables.innerHTML = names
      .map(
        (name) => `<table><caption>${words[name]} <span>by initial weights and learning rate</span></caption>
      <thead><tr><th scope="col">learning rate</th>${rates.map((rate) => `<th scope="col">${rate}</th>`).join("")}</tr></thead>
      <tbody>${starts.map((start) => `<tr><th scope="row">${start}</th>${rates.map((rate) => cell(name, start, rate)).join("")}</tr>`).join("")}</tbody></table>`,
      )
      .join("");
    this.cells = [...this.tables.querySelectorAll("button")];
  }

  // The number that a cell shows, from 0 to 1; undefined while its run is not trained.
  number(outcome) {
    if (!outcome) return undefined;
    if (this.shown === "accuracy") return outcome.accuracy;
    return this.shown === "dead" ? outcome.dead_share : outcome.saturated_share;
  }

  draw(theme = this.frame.theme) {
    const { state } = this,
      dark = theme && theme.name === "dark";
    this.section
      .querySelectorAll("[data-name=shown] button")
      .forEach((button) => button.setAttribute("aria-pressed", button.dataset.value === this.shown));
    for (const button of this.cells) {
      const { activation, start, rate } = button.dataset,
        outcome = state.outcomes[`${activation}|${start}|${Number(rate)}`],
        value = this.number(outcome);
      const words =
        value === undefined
          ? ""
          : outcome.diverged && this.shown === "accuracy"
            ? "✕"
            : (100 * value).toFixed(value > 0.9995 || this.shown !== "accuracy" ? 0 : 1);
      if (button.textContent !== words) button.textContent = words;
      const share = value === undefined || words === "✕" ? 0 : value,
        strong = share >= 0.8;
      button.style.setProperty("--share", `${Math.round(100 * tone(share, dark))}%`);
      button.classList.toggle("strong", strong);
      button.classList.toggle("waiting", value === undefined);
      button.setAttribute(
        "aria-pressed",
        activation === state.picked.activation &&
          start === state.picked.start &&
          Number(rate) === state.picked.rate,
      );
      button.setAttribute(
        "aria-label",
        `${state.words[activation]}, ${start}, learning rate ${rate}: ${value === undefined ? "not trained yet" : words === "✕" ? "diverged" : `${words} % ${{ accuracy: "right", dead: "of the units dead", saturated: "saturated" }[this.shown]}`}`,
      );
    }
  }

  describePicked() {
    const { picked } = this.state,
      find = (selector) => this.section.querySelector(selector);
    find(".picked-title").textContent = picked.title;
    find(".picked-words").textContent = picked.words;
    const link = find(".open");
    link.hidden = !picked.link;
    if (picked.link) link.href = picked.link;
    link.textContent = picked.link_words || "";
    find(".follow").href = picked.biographies;
    find(".dead-words").textContent = picked.dead_words;
    find("h3").hidden = !picked.dead_words;
    const dead = find(".dead-units"),
      key = JSON.stringify([picked.title, picked.dead, picked.examined]);
    if (dead.dataset.key !== key) {
      dead.dataset.key = key;
      dead.innerHTML = picked.dead
        .map(
          ([layer, unit]) =>
            `<button data-layer="${layer}" data-unit="${unit}" aria-pressed="${Boolean(picked.examined) && picked.examined[0] === layer && picked.examined[1] === unit}">${layer}·${unit}</button>`,
        )
        .join("");
    }
    find(".autopsy").innerHTML = picked.autopsy.map((line) => `<li>${line}</li>`).join("");
  }

  sentence() {
    return `${this.state.picked.title}. ${this.state.picked.words} ${this.state.picked.dead_words}`;
  }
}

// How much ink is in a cell: more for a higher share, but for a gap in the middle in which neither dark nor light figures
// would have a contrast of 4.5.
function tone(share, dark) {
  if (share < 0.8) return (dark ? 0.44 : 0.62) * share;
  return (dark ? 0.5 : 0.6) + (share - 0.8);
}
