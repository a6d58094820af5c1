"""Blocks of bytes: what the browser will read is what was packed."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from tests.ui.conftest import TYPES, unpack
from ui.browser.blocks import ARRAY_TYPES, opened, pack


@given(
    words=st.dictionaries(
        st.text().filter(lambda name: name != "arrays"), st.text() | st.integers() | st.booleans()
    ),
    floats=arrays(np.float32, array_shapes(min_side=0), elements=st.floats(-1e6, 1e6, width=32)),
    counts=arrays(np.uint8, array_shapes(min_side=0)),
    signed=arrays(np.int8, array_shapes(min_side=0)),
)
def test_a_block_carries_header_and_arrays(
    words: dict, floats: np.ndarray, counts: np.ndarray, signed: np.ndarray
) -> None:
    block = unpack(pack(words, {"floats": floats, "counts": counts, "signed": signed}))
    assert {name: block[name] for name in words} == words
    found = block["arrays"]
    for name, sent in {"floats": floats, "counts": counts, "signed": signed}.items():
        np.testing.assert_array_equal(found[name], sent.ravel())


def test_float64_is_sent_as_float32() -> None:
    block = unpack(pack({}, {"x": np.array([0.1, 0.2])}))
    assert block["arrays"]["x"].dtype == np.float32


def test_a_type_that_the_browser_would_not_know_is_refused() -> None:
    with pytest.raises(ValueError, match="int64; float, uint8, int8 or int16"):
        pack({}, {"x": np.arange(3)})


def test_every_type_has_a_name_that_the_script_knows() -> None:
    assert set(ARRAY_TYPES.values()) == set(TYPES)


def test_numbers_that_json_cannot_say_are_refused() -> None:
    with pytest.raises(ValueError, match="JSON"):
        pack({"loss": float("nan")}, {})


def test_a_file_has_values_of_a_header_in_it_and_only_arrays_behind() -> None:
    long = [{"words": "w" * 300, "then": [["view", "wall"]]}, {"words": "v" * 300}]
    arrays = {"x": np.arange(300.0), "again": np.arange(300.0), "y": np.ones(3, np.uint8)}
    header, body = opened(pack({"n": 1, "questions": long, "more": long}, arrays))
    assert (header["n"], header["questions"], header["more"]) == (1, long, long)
    directory = header.pop("arrays")
    assert [place["name"] for place in directory] == ["x", "again", "y"]
    assert body == np.arange(300.0, dtype=np.float32).tobytes() + bytes([1, 1, 1, 0, 0, 0, 0, 0])
