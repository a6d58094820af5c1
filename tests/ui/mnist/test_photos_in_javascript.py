"""What the browser makes of a photograph, against ``datasets.photos``: the same steps and 28 × 28, exactly."""

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from benchmarks.photographs import KINDS, photographs
from datasets import mnist
from datasets.photos.prepare import Prepared, prepare
from tests.datasets.odd_pictures import ODD, on
from tests.node import Node

PREPARE = "ui/mnist/templates/photo/prepare.js"
Picture = npt.NDArray[np.uint8]

SAID = """(() => { const made = prepare({ data, width, height });
  return { image: made.image, refusal: made.refusal, lines: made.nLines, specks: made.nSpecks,
    thickness: made.thickness, steps: made.steps.map(({ name, planes }) => [name, planes.length,
      planes.map(({ width, height, values }) =>
        [height, width, values.reduce((a, v, i) => (a + v * (i % 8191)) % 1e9, 0)])])
  }; })()"""
"""Of each step the size, and a sum that tells where its levels stand."""


def browsers(node: Node, picture: Picture) -> Any:
    return node(PREPARE, SAID, data=picture, width=picture.shape[1], height=picture.shape[0])


def sums(step: Picture) -> list[list[int]]:
    planes = [step] if step.ndim == 2 else [step[..., k] for k in range(3)]
    return [
        [*plane.shape, int((plane.ravel().astype(np.int64) * (np.arange(plane.size) % 8191)).sum() % 10**9)]
        for plane in planes
    ]


def prepared_or_words(picture: Picture) -> Prepared | str:
    try:
        return prepare(picture)
    except ValueError as refused:
        return str(refused)


def hold_together(node: Node, picture: Picture) -> None:
    found = browsers(node, picture)
    made = prepared_or_words(picture)
    if isinstance(made, str):
        assert (found["image"], found["refusal"]) == (None, made)
        return
    assert found["refusal"] == ""
    np.testing.assert_array_equal(np.reshape(found["image"], (28, 28)), made.image)
    assert (found["lines"], found["specks"], found["thickness"]) == (
        made.n_lines,
        made.n_specks,
        made.thickness,
    )
    assert {name: planes for name, _, planes in found["steps"]} == {
        name: sums(step) for name, step in made.steps.items()
    }


@pytest.mark.parametrize("kind", range(len(KINDS)))
def test_photographs_become_the_same_in_every_pixel(node: Node, kind: int) -> None:
    made = photographs(mnist.load().test.inputs, 42, 7, height=168, width=224)

    for _, _, photo in made[kind :: len(KINDS)]:
        hold_together(node, photo)


def test_a_photograph_that_is_made_smaller_becomes_the_same(node: Node) -> None:
    [(_, _, photo)] = photographs(mnist.load().test.inputs, 1, 3, height=620, width=500)
    hold_together(node, photo)


@pytest.mark.parametrize("make", ODD.values(), ids=ODD.keys())
def test_odd_pictures_become_the_same_or_are_refused_in_the_same_words(
    node: Node, make: Callable[[], Picture]
) -> None:
    hold_together(node, make())


def test_images_of_mnist_come_through_and_turn(node: Node) -> None:
    for digit in mnist.load().test.inputs[:20].reshape(-1, 28, 28):
        for picture in (on(digit), on(255 - digit), on(digit.repeat(3, axis=0).repeat(3, axis=1))):
            np.testing.assert_array_equal(browsers(node, picture)["image"], digit.ravel())
    turned = node(PREPARE, "turned({ data, width: 2, height: 3 })", data=np.arange(24, dtype=np.uint8))
    assert (turned["width"], turned["height"]) == (3, 2)
    quarter = np.rot90(np.arange(24).reshape(3, 2, 4), -1)
    np.testing.assert_array_equal(turned["data"], quarter.ravel())
