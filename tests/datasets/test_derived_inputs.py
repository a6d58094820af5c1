"""Derived inputs: each is what its name says, its code that runs alone agrees, and coordinates stay themselves."""

import re

import numpy as np
import pytest

from datasets.derived_inputs import COORDINATES, DERIVED_INPUTS, derived

POINTS = np.random.default_rng(3).uniform(-5, 5, size=(40, 2))
X1, X2 = POINTS.T

WANTED = {
    "x1": X1,
    "x2": X2,
    "x1x1": X1**2,
    "x2x2": X2**2,
    "x1x2": X1 * X2,
    "sinx1": np.sin(X1),
    "sinx2": np.sin(X2),
    "abs": np.hypot(X1, X2),
}


def test_each_input_is_what_its_title_says() -> None:
    assert list(WANTED) == list(DERIVED_INPUTS)
    np.testing.assert_allclose(
        derived(POINTS, tuple(WANTED)), np.column_stack([*WANTED.values()]), rtol=1e-14
    )


@pytest.mark.parametrize("name", DERIVED_INPUTS)
def test_code_that_runs_alone_computes_the_same_bits(name: str) -> None:
    found = eval(DERIVED_INPUTS[name].numpy_line, {"np": np, "x1": X1, "x2": X2})
    np.testing.assert_array_equal(found, derived(POINTS, (name,))[:, 0])


def test_coordinates_are_the_points_themselves_uncopied() -> None:
    assert derived(POINTS, COORDINATES) is POINTS
    np.testing.assert_array_equal(derived(POINTS, ("x2", "x1")), POINTS[:, ::-1])


@pytest.mark.parametrize("kind", [np.float32, np.float64])
def test_inputs_have_the_precision_of_the_points(kind: type) -> None:
    assert derived(POINTS.astype(kind), ("sinx1", "abs")).dtype == kind


@pytest.mark.parametrize(
    ("points", "names", "words"),
    [
        (POINTS, (), "no input at all: there are x1, x2, x1x1"),
        (POINTS, ("x1", "x3"), "no input 'x3': there are x1, x2"),
        (POINTS[:, :1], ("x1",), "points (40, 1) are not (n, 2)"),
        (X1, ("x1",), "points (40,) are not (n, 2)"),
    ],
)
def test_what_cannot_be_derived_is_refused_with_its_numbers(points, names, words) -> None:
    with pytest.raises(ValueError, match=re.escape(words)):
        derived(points, names)


def test_no_name_would_be_two_in_a_link() -> None:
    assert not [name for name in DERIVED_INPUTS if set(name) & set(",-: ")]
