"""Claims about photographs: their digit is found, MNIST's own images stay as they are, the rest is refused in words."""

import re
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from benchmarks.photographs import KINDS, photographs, skeleton, smooth
from datasets import mnist
from datasets.photos.blobs import thickness
from datasets.photos.levels import closing, largest, quantile, resized
from datasets.photos.prepare import prepare
from tests.datasets.odd_pictures import ODD, REFUSED, inked, on, ruled, seven, specked

Picture = npt.NDArray[np.uint8]
READ = {name: make for name, make in ODD.items() if name not in REFUSED}
OTHERS = {"small", "bold"}

COLOURS = st.sampled_from([0, 1, 40, 127, 128, 200, 254, 255])
PICTURES = st.tuples(st.integers(1, 70), st.integers(1, 70)).flatmap(
    lambda shape: hnp.arrays(np.uint8, (*shape, 4), elements=COLOURS | st.integers(0, 255), fill=COLOURS)
)


def alike(one: npt.NDArray[Any], other: npt.NDArray[Any]) -> float:
    """Correlation of two images, a pixel apart where that is better: a centre of mass lies between two pixels."""
    shifts = [(down, right) for down in (-1, 0, 1) for right in (-1, 0, 1)]
    moved = [np.roll(one, shift, axis=(0, 1)).ravel().astype(float) for shift in shifts]
    return max(float(np.corrcoef(image, other.ravel().astype(float))[0, 1]) for image in moved)


def image_or_words(picture: Picture) -> Picture | str:
    try:
        return prepare(picture).image
    except ValueError as refused:
        return str(refused)


@pytest.mark.parametrize("name", [name for name in READ if name not in OTHERS])
def test_a_seven_is_the_same_seven_on_any_paper_in_any_light(name: str) -> None:
    plain = prepare(inked()).image

    image = prepare(READ[name]()).image

    assert alike(image, plain) > 0.85
    assert image.max() == 255


@pytest.mark.parametrize("name", REFUSED)
def test_what_shows_no_digit_is_refused_in_a_sentence(name: str) -> None:
    with pytest.raises(ValueError, match=REFUSED[name]) as refused:
        prepare(ODD[name]())
    assert str(refused.value).endswith(".")


@pytest.mark.parametrize("times", [1, 2, 10, 40])
def test_images_of_mnist_come_through_bit_for_bit(times: int) -> None:
    images = mnist.load().test.inputs[: {1: 2000, 2: 500, 10: 40, 40: 4}[times]].reshape(-1, 28, 28)

    for image in images:
        large = image.repeat(times, axis=0).repeat(times, axis=1)
        np.testing.assert_array_equal(prepare(on(large)).image, image)
        np.testing.assert_array_equal(prepare(on(255 - large)).image, image)


def test_photographs_of_each_kind_look_like_their_digits() -> None:
    images = mnist.load().test.inputs
    likeness = {kind: list[float]() for kind in KINDS}

    for kind, number, photo in photographs(images, 24, 5, height=240, width=320):
        soft = resized(resized(images[number].reshape(28, 28).astype(np.int64), 14, 14), 28, 28)
        found = resized(resized(prepare(photo).image.astype(np.int64), 14, 14), 28, 28)
        likeness[kind].append(alike(found, soft))

    assert all(np.median(values) > 0.7 for values in likeness.values()), likeness


def test_what_was_taken_out_is_counted() -> None:
    lined, squared = prepare(ruled(25, 20)), prepare(ruled(30, 20, squared=True))

    assert (lined.n_lines, squared.n_lines) == (12, 20)
    assert prepare(specked()).n_specks == 4
    assert prepare(inked()).n_lines == prepare(inked()).n_specks == 0


def test_every_step_has_its_picture() -> None:
    steps = prepare(inked(side=960)).steps

    assert list(steps) == ["small", "sheet", "paper", "ink", "threshold", "digit", "line"]
    assert steps["small"].shape == (480, 480, 3)
    assert steps["paper"].min() == 255
    shape = seven(480)
    assert (steps["threshold"] > 0).sum() == pytest.approx(shape.sum(), rel=0.1)


@settings(max_examples=150, deadline=None)
@given(picture=PICTURES)
def test_any_pixels_become_an_image_or_a_sentence(picture: Picture) -> None:
    made = image_or_words(picture)

    if isinstance(made, str):
        assert re.fullmatch(r"(is|has|shows) .*\.", made)
    else:
        assert (made.shape, made.dtype) == ((28, 28), np.uint8)
        assert made.any()


@pytest.mark.parametrize(
    ("picture", "words"),
    [
        (
            np.broadcast_to(np.uint8(0), (12_000, 16_000, 4)),
            "has 16,000 × 12,000 pixels; 2,000,000 are the most",
        ),
        (np.zeros((0, 4, 4), np.uint8), r"shape \(0, 4, 4\)"),
        (np.zeros((4, 4, 3), np.uint8), r"shape \(4, 4, 3\)"),
        (np.zeros((4, 4), np.uint8), r"shape \(4, 4\)"),
        (np.zeros((4, 4, 4)), "float64"),
    ],
)
def test_what_is_no_picture_is_refused_with_its_numbers(picture: npt.NDArray[Any], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        prepare(picture)


@given(
    levels=hnp.arrays(
        np.int64, hnp.array_shapes(min_dims=2, max_dims=2, max_side=12), elements=st.integers(0, 9)
    )
)
def test_windows_and_quantiles_are_what_their_names_say(levels: npt.NDArray[np.int64]) -> None:
    height, width = levels.shape
    around = largest(levels, 2)
    for y in range(height):
        for x in range(width):
            assert around[y, x] == levels[max(0, y - 2) : y + 3, max(0, x - 2) : x + 3].max()
    assert (closing(levels, 2) >= levels).all()
    assert quantile(levels, 0.5) == np.sort(levels.ravel())[(levels.size - 1) // 2]
    assert quantile(levels, 1.0) == levels.max()


def test_strokes_are_as_thick_as_they_are() -> None:
    bar = np.zeros((60, 300), bool)
    bar[20:31, 10:290] = True

    assert thickness(bar) == pytest.approx(11, rel=0.05)


def test_a_skeleton_is_thin_and_keeps_the_loops_of_an_eight() -> None:
    eight = smooth(mnist.load().test.inputs[61].reshape(28, 28)) > 0.5
    lines = skeleton(eight)

    assert mnist.load().test.labels[61] == 8
    assert (lines & eight).sum() == lines.sum()
    assert 1.0 <= thickness(lines) / 0.5 <= 2.5
    assert lines.sum() < eight.sum() / 8
