// Numbers as the Backprop page writes them: a real minus, a fixed number of decimals, powers of ten where rounding would
// leave nothing; factors with one decimal more than their product, so that a hand check agrees.

const SUPERSCRIPTS = {
  "-": "⁻",
  0: "⁰",
  1: "¹",
  2: "²",
  3: "³",
  4: "⁴",
  5: "⁵",
  6: "⁶",
  7: "⁷",
  8: "⁸",
  9: "⁹",
};
const superscript = (number) => [...String(number)].map((c) => SUPERSCRIPTS[c]).join("");
const withMinus = (text) => text.replace("-", "−");

export function inPowers(value, digits) {
  const [factor, power] = value.toExponential(digits).split("e");
  return withMinus(`${factor}·10${superscript(Number(power))}`);
}

// A number to so many decimals; exactly 0 is "0".
export function rounded(value, decimals) {
  if (value === 0) return "0";
  const size = Math.abs(value);
  if (size < 0.5 * 10 ** -decimals || size >= 1e6) return inPowers(value, size < 1 ? 1 : decimals);
  return withMinus(value.toFixed(decimals));
}

// A number that may be exact, such as a weight that was typed: all of it where it fits in so many decimals, two at least.
export function given(value, decimals) {
  for (let short = 2; short < decimals; short++)
    if (Number(value.toFixed(short)) === value) return withMinus(value.toFixed(short));
  return value === 0 ? "0.00" : rounded(value, decimals);
}

// How far two numbers are apart, in words that fit beside a tick.
export const apart = (value) => (value === 0 ? "0" : inPowers(value, 0).replace(/^1·/, ""));

// The number that a text of these stands for; tests hold what the page shows against what Python computed with it.
export function numberIn(text) {
  const plain = text.replace(/−/g, "-"),
    [factor, power] = plain.split("·10");
  if (power === undefined) return Number(plain);
  const digits = Object.fromEntries(Object.entries(SUPERSCRIPTS).map(([digit, sign]) => [sign, digit]));
  return Number(`${factor}e${[...power].map((c) => digits[c]).join("")}`);
}

// Say something where it is not said already, so that what does not change is not drawn anew.
export function say(element, html) {
  if (element.said !== html) element.innerHTML = element.said = html;
}

// Choices side by side: pairs of a value and its word; hidden where there is nothing to choose.
export function segments(box, choices, chosen, choose) {
  const words = JSON.stringify(choices);
  box.hidden = choices.length === 0;
  if (box.dataset.words !== words) {
    box.dataset.words = words;
    box.querySelectorAll("button").forEach((button) => button.remove());
    choices.forEach(([value, text]) => {
      const button = Object.assign(document.createElement("button"), {
        textContent: text,
        onclick: () => box.choose(value),
      });
      button.dataset.value = value;
      box.append(button);
    });
  }
  box.choose = choose;
  box
    .querySelectorAll("button")
    .forEach((button) => button.setAttribute("aria-pressed", button.dataset.value === String(chosen)));
}
