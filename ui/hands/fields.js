// Numbers that are typed or pulled along a slider; both show the same value, and neither lets nonsense through.

import { withMinus } from "../browser/numbers.js";

/**
 * A field's name, and the numbers that it takes: a slider from `low` to `high`, typed ones from `least` to `most`.
 * @typedef {object} FieldOptions
 * @property {string} name
 * @property {string} html
 * @property {number} low
 * @property {number} high
 * @property {number} [least]
 * @property {number} [most]
 * @property {number} [step]
 * @property {boolean} [slider]
 */

/**
 * The number that was typed, with either minus sign and either decimal mark; NaN where it is none.
 * @param {string} text
 */
const numberOf = (text) => (text.trim() ? Number(text.trim().replace("−", "-").replace(",", ".")) : NaN);

export class Field {
  /**
   * @param {FieldOptions} options
   * @param {(value: number) => void} changed follows every move
   * @param {() => void} released the hand lets go
   */
  constructor(options, changed, released) {
    const { name, html, low, high, least = -100, most = 100, step = 0.01, slider = true } = options;
    this.least = least;
    this.most = most;
    this.step = step;
    this.digits = step < 0.1 ? 2 : step < 1 ? 1 : 0;
    this.changed = changed;
    this.released = released;
    this.element = document.createElement("label");
    this.element.className = "field";
    this.element.dataset.name = name;
    this.element.innerHTML = `<span>${html}</span>`;
    const label = this.element.textContent ?? "";
    this.number = this.makeNumber(label);
    this.element.append(this.number);
    this.slider = slider ? this.makeSlider(label, low, high) : null;
    if (this.slider) this.element.append(this.slider);
  }

  /** @param {string} label */
  makeNumber(label) {
    const number = document.createElement("input");
    // A text, since browsers write a hyphen for a minus in fields of numbers.
    number.type = "text";
    number.inputMode = this.least < 0 ? "text" : "decimal"; // a telephone's decimal keys may lack a minus
    number.autocomplete = "off";
    number.className = "typed";
    number.setAttribute("role", "spinbutton");
    number.setAttribute("aria-label", label);
    number.setAttribute("aria-valuemin", String(this.least));
    number.setAttribute("aria-valuemax", String(this.most));
    number.oninput = () => {
      const value = numberOf(number.value),
        fits = value >= this.least && value <= this.most;
      number.setAttribute("aria-invalid", String(!fits));
      if (fits) this.changed(value);
    };
    number.onkeydown = (event) => this.press(event);
    number.onchange = () => {
      number.value = withMinus(number.value);
      number.setAttribute("aria-invalid", "false");
      this.released();
    };
    return number;
  }

  /**
   * @param {string} label
   * @param {number} low
   * @param {number} high
   */
  makeSlider(label, low, high) {
    const slider = document.createElement("input");
    slider.type = "range";
    slider.min = String(low);
    slider.max = String(high);
    slider.step = String(this.step);
    slider.setAttribute("aria-label", label);
    slider.oninput = () => this.changed(Number(slider.value));
    slider.onchange = this.released;
    return slider;
  }

  /**
   * An arrow key changes the number by ten steps; with shift by a hundredth.
   * @param {KeyboardEvent} event
   */
  press(event) {
    const sign = event.key === "ArrowUp" ? 1 : event.key === "ArrowDown" ? -1 : 0;
    if (!sign) return;
    event.preventDefault();
    const wanted = (numberOf(this.number.value) || 0) + sign * (event.shiftKey ? 0.01 : 10 * this.step);
    this.changed(Math.max(this.least, Math.min(this.most, +wanted.toFixed(6))));
    this.released();
  }

  /**
   * Typed text is left alone while it says the same.
   * @param {number} value
   */
  show(value) {
    if (this.slider) this.slider.value = String(value);
    const shown = numberOf(this.number.value);
    this.number.setAttribute("aria-valuenow", String(value));
    if (shown === value || (this.number.matches(":focus") && Math.abs(shown - value) < 1e-9)) return;
    this.number.value = withMinus(value.toFixed(this.digits));
  }
}
