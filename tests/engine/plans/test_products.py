"""Claims about the seam of the plans' matrix products: natively it is NumPy's, elsewhere it may be another."""

from collections.abc import Iterator

import numpy as np
import pytest

from engine.arrays import Array
from engine.plans import products
from engine.plans.operations import Operation


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    """No test leaves another product behind."""
    yield
    products.use(None)


def test_natively_a_product_is_one_call_of_numpy(rng):
    left, right, out = rng.normal(size=(3, 4)), rng.normal(size=(4, 5)), np.empty((3, 5))
    assert products.product(left, right, out) == (np.dot, (left, right, out))


def test_a_faster_product_is_asked_for_each_and_numpy_takes_what_it_refuses(rng):
    done: list[str] = []

    def maker(left: Array, right: Array, out: Array) -> Operation | None:
        return (done.append, (f"{left.shape} {right.shape}",)) if len(left) > 3 else None

    products.use(maker)
    small, large = np.ones((3, 4)), np.ones((8, 4))
    operation, arguments = products.product(large, small.T, np.empty((8, 3)))
    operation(*arguments)
    assert done == ["(8, 4) (4, 3)"]
    assert products.product(small, large.T, np.empty((3, 8)))[0] is np.dot
