"""Claims about drawn and uploaded digits: MNIST's come through unchanged, others come to stand as MNIST's do."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from datasets import mnist
from datasets.drawings import centre_as_mnist

PICTURES = hnp.arrays(np.uint8, st.tuples(st.integers(1, 60), st.integers(1, 60)), fill=st.just(0))


def digits(n=300):
    return mnist.load().test.inputs[:n].reshape(-1, 28, 28)


def centre_of_mass(image):
    levels = image.astype(float)
    return np.array([levels.sum(axis=1), levels.sum(axis=0)]) @ np.arange(28) / levels.sum()


def box(image):
    """First row, last row, first column, last column with ink."""
    rows, columns = np.flatnonzero(image.any(axis=1)), np.flatnonzero(image.any(axis=0))
    return rows[0], rows[-1], columns[0], columns[-1]


def correlation(one, other):
    return np.corrcoef(one.ravel().astype(float), other.ravel().astype(float))[0, 1]


def test_digits_of_mnist_come_through_unchanged():
    for digit in digits():
        np.testing.assert_array_equal(centre_as_mnist(digit), digit)


@pytest.mark.parametrize(("top", "left"), [(0, 0), (3, 70), (72, 5)])
def test_a_digit_anywhere_on_a_larger_canvas_is_found(top, left):
    for digit in digits(20):
        canvas = np.zeros((100, 98), np.uint8)
        canvas[top : top + 28, left : left + 28] = digit

        np.testing.assert_array_equal(centre_as_mnist(canvas), digit)


def test_a_digit_five_times_as_large_comes_back_exactly():
    for digit in digits(20):
        enlarged = digit.repeat(5, axis=0).repeat(5, axis=1)

        np.testing.assert_array_equal(centre_as_mnist(enlarged), digit)


def test_a_digit_of_half_the_size_comes_back_blurred_but_in_place():
    for digit in digits(20):
        halved = digit.reshape(14, 2, 14, 2).mean(axis=(1, 3)) / 255

        centred = centre_as_mnist(halved)

        assert correlation(centred, digit) > 0.7
        np.testing.assert_allclose(centre_of_mass(centred), 14, atol=0.5)


def test_a_bold_stroke_keeps_its_proportions_and_its_mean():
    canvas = np.zeros((280, 280))
    canvas[20:260, 100:160] = 1.0  # four times as high as wide

    centred = centre_as_mnist(canvas)

    first_row, last_row, first_column, last_column = box(centred)
    assert (last_row - first_row + 1, last_column - first_column + 1) == (20, 5)
    np.testing.assert_allclose(centred[centred > 0], 1.0)
    np.testing.assert_allclose(centre_of_mass(centred), 14, atol=0.5)


def test_a_thin_line_is_never_lost():
    canvas = np.zeros((280, 280), np.uint8)
    canvas[20:260, 140] = 255

    centred = centre_as_mnist(canvas)

    assert (centred > 0).sum() == 20
    assert centred.max() == 255


def test_a_tiny_dot_becomes_a_full_box():
    canvas = np.zeros((280, 280), np.uint8)
    canvas[3, 270] = 9

    centred = centre_as_mnist(canvas)

    assert (centred == 9).sum() == 400
    assert box(centred) == (4, 23, 4, 23)


def test_a_heavy_end_moves_no_ink_out_of_the_picture():
    canvas = np.zeros((40, 40))
    canvas[0:40, 0] = 0.02
    canvas[38:40, 0:40] = 1.0

    centred = centre_as_mnist(canvas)

    assert centred.sum() == pytest.approx(canvas.sum() / 4)  # two by two pixels became one
    assert box(centred)[0] == 0


@given(picture=PICTURES)
def test_any_picture_with_ink_stands_as_mnists_digits_do(picture):
    if not picture.any():
        return
    centred = centre_as_mnist(picture)

    assert (centred.shape, centred.dtype) == ((28, 28), np.uint8)
    assert centred.max() <= picture.max()
    floating = centre_as_mnist(picture / 255)
    first_row, last_row, first_column, last_column = box(floating)
    assert max(last_row - first_row, last_column - first_column) == 19
    rows_or_edges = (first_row, last_row, first_column, last_column)
    if not {0, 27} & set(rows_or_edges):
        np.testing.assert_allclose(centre_of_mass(floating), 14, atol=0.5 + 1e-9)
    np.testing.assert_allclose(centred / 255, floating, atol=0.5 / 255 + 1e-9)


@pytest.mark.parametrize(
    ("picture", "words"),
    [
        (np.zeros((30, 40), np.uint8), "empty: none of its 30 × 40 pixels"),
        (np.zeros((0, 4)), r"shape \(0, 4\)"),
        (np.zeros((4, 4, 3)), r"shape \(4, 4, 3\)"),
        (np.full((4, 4), 3), "int64"),
        (np.full((4, 4), 1.5), "from 1.5 to 1.5 are not from 0 to 1"),
        (np.full((4, 4), np.nan), "nan"),
    ],
)
def test_what_is_no_picture_of_a_digit_is_refused_with_its_numbers(picture, words):
    with pytest.raises(ValueError, match=words):
        centre_as_mnist(picture)
