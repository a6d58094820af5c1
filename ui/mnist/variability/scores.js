// What two networks say of a picture: the softmax of each, as a row for every digit with a bar and a number for
// either.

export const CLASSES = 10;
export const HIDDEN = 100;

// One affine layer: row j of the weights holds those arriving at unit j.
function affine(inputs, weights, biases) {
  return Float64Array.from(biases, (bias, j) => {
    let sum = bias;
    for (let i = 0, at = j * inputs.length; i < inputs.length; i++, at++) sum += weights[at] * inputs[i];
    return sum;
  });
}

function softmax(scores) {
  const top = Math.max(...scores),
    powers = scores.map((z) => Math.exp(z - top));
  const total = powers.reduce((a, b) => a + b, 0);
  return powers.map((power) => power / total);
}

// The layers of a network from its flat parameters: W, b, W, b, … in the order of `Architecture.split`.
export function layersOf(params, sizes) {
  const layers = [];
  for (let l = 0, at = 0; l + 1 < sizes.length; l++) {
    const count = sizes[l] * sizes[l + 1];
    layers.push({
      weights: params.subarray(at, at + count),
      biases: params.subarray(at + count, at + count + sizes[l + 1]),
    });
    at += count + sizes[l + 1];
  }
  return layers;
}

// Probabilities of the digits for 784 grey levels; hidden units are ReLU.
export function probabilities(layers, pixels) {
  let values = Float64Array.from(pixels, (level) => level / 255);
  layers.forEach(({ weights, biases }, l) => {
    values = affine(values, weights, biases);
    if (l + 1 < layers.length) values = values.map((v) => Math.max(0, v));
  });
  return softmax(values);
}

const shareWords = (share) => `${(100 * share).toFixed(share > 0.0005 && share < 0.9995 ? 1 : 0)} %`;

export class Scores {
  constructor(table) {
    const cells = (name) =>
      `<td class="${name}"><div class="bar"><i></i></div></td><td class="${name} share"></td>`;
    table.querySelector("tbody").innerHTML = Array.from(
      { length: CLASSES },
      (_, k) => `<tr><th scope="row">${k}</th>${cells("single")}${cells("multi")}</tr>`,
    ).join("");
    this.rows = [...table.querySelectorAll("tbody tr")];
    this.table = table;
  }

  // found: { single, multi }, probabilities or null; label: the digit that the picture shows.
  show(found, label) {
    this.rows.forEach((row, k) => {
      row.toggleAttribute("data-true", k === label);
      for (const [name, shares] of Object.entries(found)) {
        const share = shares ? shares[k] : 0,
          answer = shares && share === Math.max(...shares);
        row.querySelector(`.${name} i`).style.width = `${100 * share}%`;
        const cell = row.querySelector(`.${name}.share`);
        cell.textContent = shares ? shareWords(share) : "–";
        cell.toggleAttribute("data-answer", Boolean(answer));
      }
    });
  }
}
