"""What Python packs, the browser unpacks."""

import numpy as np
import pytest

from tests.node import Node
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
