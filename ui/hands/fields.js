// Numbers that are typed or pulled along a slider; both show the same value, and neither lets nonsense through.

// What was typed, with either minus sign and either decimal mark; NaN where that is no number.
const numberOf = (text) => (text.trim() ? Number(text.trim().replace("−", "-").replace(",", ".")) : NaN);

export class Field {
  // changed(value) follows every move; released() comes when the hand lets go.
  constructor(
    { name, html, low, high, least = -100, most = 100, step = 0.01, slider = true },
    changed,
    released,
  ) {
    this.element = document.createElement("label");
    this.element.className = "field";
    this.element.dataset.name = name;
    this.element.innerHTML = `<span>${html}</span>`;
    this.number = document.createElement("input");
    // A text, since browsers write a hyphen for a minus in fields of numbers. A telephone's decimal keys may lack a minus.
    Object.assign(this.number, {
      type: "text",
      inputMode: least < 0 ? "text" : "decimal",
      autocomplete: "off",
      className: "typed",
    });
    for (const [name, value] of Object.entries({
      role: "spinbutton",
      "aria-label": this.element.textContent,
      "aria-valuemin": least,
      "aria-valuemax": most,
    }))
      this.number.setAttribute(name, value);
    this.element.append(this.number);
    this.digits = step < 0.1 ? 2 : step < 1 ? 1 : 0;
    if (slider) {
      this.slider = document.createElement("input");
      Object.assign(this.slider, { type: "range", min: low, max: high, step });
      this.slider.setAttribute("aria-label", this.element.textContent);
      this.slider.oninput = () => changed(Number(this.slider.value));
      this.slider.onchange = released;
      this.element.append(this.slider);
    }
    this.number.oninput = () => {
      const value = numberOf(this.number.value),
        fits = value >= least && value <= most;
      this.number.setAttribute("aria-invalid", !fits);
      if (fits) changed(value);
    };
    this.number.onkeydown = (event) => {
      const sign = { ArrowUp: 1, ArrowDown: -1 }[event.key];
      if (!sign) return;
      event.preventDefault();
      changed(
        Math.max(
          least,
          Math.min(
            most,
            +((numberOf(this.number.value) || 0) + sign * (event.shiftKey ? 0.01 : 10 * step)).toFixed(6),
          ),
        ),
      );
      released();
    };
    this.number.onchange = () => {
      this.number.value = this.number.value.replace("-", "−");
      this.number.setAttribute("aria-invalid", "false");
      released();
    };
  }

  // What is being typed is left alone while it says the same.
  show(value) {
    if (this.slider) this.slider.value = String(value);
    const shown = numberOf(this.number.value);
    this.number.setAttribute("aria-valuenow", value);
    if (shown === value || (this.number.matches(":focus") && Math.abs(shown - value) < 1e-9)) return;
    this.number.value = value.toFixed(this.digits).replace("-", "−");
  }
}
