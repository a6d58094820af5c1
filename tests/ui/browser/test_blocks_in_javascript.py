"""What Python packs, the browser unpacks."""

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from tests.node import Node
from tests.ui.conftest import unpack
from ui.browser import blocks
from ui.browser.blocks import pack

BLOCKS = "ui/browser/blocks.js"


def test_a_block_comes_out_as_it_went_in(node: Node) -> None:
    arrays = {
        "weights": np.array([[0.5, -1.25], [3e-7, 7.0]], dtype=np.float32),
        "labels": np.array([0, 1, 255], dtype=np.uint8),
        "steps": np.array([-128, 127], dtype=np.int8),
        "rests": np.array([-32768, 3], dtype=np.int16),
        "none": np.zeros(0),
    }
    block = pack({"title": "Spirale “π”", "n": 3, "empty": None}, arrays)

    found = node(BLOCKS, "unpack(bytes)", bytes=np.frombuffer(block, dtype=np.uint8))

    assert (found["title"], found["n"], found["empty"]) == ("Spirale “π”", 3, None)
    assert found["arrays"] == {name: array.ravel().tolist() for name, array in arrays.items()}


def test_a_block_may_begin_anywhere_in_a_larger_buffer(node: Node) -> None:
    block = b"\0" * 13 + pack({"n": 1}, {"a": np.arange(4.0)})

    found = node(BLOCKS, "unpack(bytes.subarray(13))", bytes=np.frombuffer(block, dtype=np.uint8))

    assert found["arrays"]["a"] == [0, 1, 2, 3]


def test_an_array_of_an_unknown_type_is_refused_by_its_name(node: Node) -> None:
    block = pack({}, {"weights": np.arange(4.0)}).replace(b'"f4"', b'"f8"')

    with pytest.raises(RuntimeError, match=r"array weights is of type f8; known are f4, u1, i1, i2"):
        node(BLOCKS, "unpack(bytes)", bytes=np.frombuffer(block, dtype=np.uint8))


def bits(numbers: object) -> list[int]:
    return np.asarray(numbers, dtype=np.float32).view(np.uint32).ravel().tolist()


SMOOTH = {
    "a parabola": np.add.outer(np.arange(40.0) ** 2, np.linspace(-3, 3, 7)) / 7,
    "noise": np.random.default_rng(0).normal(size=(50, 13)),
    "through zero and beyond": np.sin(np.linspace(0, 20, 90))[:, None] * 10.0 ** np.arange(-40, 39, 6),
    "the largest, turned about": np.full((9, 3), 3.4e38) * (-1.0) ** np.arange(9)[:, None],
    "one row": np.arange(5.0)[None],
    "no rows": np.zeros((0, 4)),
    "a curve": np.exp(-np.arange(60.0) / 9),
    "nothing moves": np.full((30, 5), 0.1),
}


@pytest.mark.parametrize("name", SMOOTH)
def test_numbers_that_change_slowly_come_out_exactly(name: str, node: Node) -> None:
    block = pack({}, {"first": np.arange(3.0), "w": SMOOTH[name], "last": np.arange(2.0)}, smooth=("w",))
    found = node(BLOCKS, "unpack(bytes).arrays", bytes=np.frombuffer(block, dtype=np.uint8))
    assert bits(found["w"]) == bits(SMOOTH[name])
    assert (found["first"], found["last"]) == ([0, 1, 2], [0, 1])


def test_numbers_that_are_none_come_out_in_their_bits(node: Node) -> None:
    odd = np.array(
        [[np.nan, 1, -0.0], [2, np.inf, 0.0], [3, -np.inf, -0.0], [1e-45, 5, np.nan]], dtype=np.float32
    )
    block = pack({}, {"w": odd}, smooth=("w",))
    told = "Array.from(new Uint32Array(unpack(bytes).arrays.w.buffer))"
    assert node(BLOCKS, told, bytes=np.frombuffer(block, dtype=np.uint8)) == bits(odd)


@given(arrays(np.float32, array_shapes(min_dims=2, max_dims=2, max_side=9), elements=st.floats(width=32)))
def test_whatever_the_numbers_they_are_packed_without_a_loss(numbers: npt.NDArray[np.float32]) -> None:
    block = pack({"words": "ü"}, {"first": np.arange(3, dtype=np.uint8), "w": numbers}, smooth=("w",))
    assert bits(unpack(block)["arrays"]["w"]) == bits(numbers)
    header, again = blocks.unpack(block)
    assert header == {"words": "ü"}
    assert again["first"].tolist() == [0, 1, 2]
    assert bits(again["w"]) == bits(numbers)
