"""Names of curves: each near its own curve, clear of the others and of each other, while there is room."""

import numpy as np
import pytest

from engine.layers import ACTIVATIONS
from engine.questions.activation_curves import curve
from tests.node import Node

NAMES = "ui/activations/curves/curve_names.js"

WRITE = """(() => {
  const frame = { left: 0, right: 800, top: 0, base: 360,
    x: (v) => 50 * (v + 8), xAt: (p) => p / 50 - 8, y: (v) => 100 * (2.2 - v) };
  const pen = { frame, theme: { textScale: 1 }, written: [],
    widthOf: (word) => 8 * word.length,
    text(word, x, y) { this.written.push([word, x, y]); } };
  nameCurves(pen, inputs, curves.map((values, k) => ({ word: words[k], values })), places);
  return pen.written;
})()"""


@pytest.fixture
def written(node: Node):
    """Where the names of some curves are written, 50 pixels to a unit across and 100 upwards."""

    def write(words, curves, inputs, places):
        given = {"words": words, "curves": [list(values) for values in curves], "places": places}
        return node(NAMES, WRITE, inputs=inputs.astype(np.float32), **given)

    return write


INPUTS = np.linspace(-8.0, 8.0, 1601)


def test_a_name_stands_beside_its_own_curve_and_in_nothings_way(written):
    curves = [curve(name, INPUTS)[0] for name in ACTIVATIONS]

    found = written(list(ACTIVATIONS), curves, INPUTS, [-5.2, -5.2, 1.8, -7.6, 4.2])

    assert [word for word, _, _ in found] == list(ACTIVATIONS)
    for k, (word, x, y) in enumerate(found):
        under = np.abs(50 * (INPUTS + 8) - x - 4 * len(word)) <= 4 * len(word)
        nearest = [np.abs(100 * (2.2 - values[under]) - y).min() for values in curves]
        assert nearest[k] < 40
        assert min(nearest) >= 6
        for other, left, level in found[:k]:
            assert abs(y - level) > 18 or left > x + 8 * len(word) or x > left + 8 * len(other)


def test_a_name_without_room_stands_where_it_began(written):
    flat = [np.zeros(1601), np.zeros(1601)]

    found = written(["first", "second"], flat, INPUTS, [0.0])

    assert [y for _, _, y in found] == pytest.approx([207, 234])
    third = written(["a", "b", "c"], [*flat, flat[0]], INPUTS, [0.0])[2]
    assert third[1:] == pytest.approx([400, 207])
