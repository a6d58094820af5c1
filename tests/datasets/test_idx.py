"""Claims about IDX files: whatever can be written can be read, and nothing else can."""

import gzip
import math
import struct

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from datasets import idx
from tests.amount import many

DTYPES = [np.uint8, np.int8, np.int16, np.int32, np.float32, np.float64]
ARRAYS = st.sampled_from(DTYPES).flatmap(
    lambda dtype: hnp.arrays(dtype, hnp.array_shapes(min_dims=0, max_dims=5, min_side=0, max_side=5))
)
quick = settings(deadline=None, max_examples=many(100))


@given(ARRAYS)
@quick
def test_what_is_written_is_read_again(array):
    read = idx.decode(idx.encode(array))
    np.testing.assert_array_equal(read, array)
    assert read.dtype == array.dtype
    assert read.dtype.isnative
    assert read.shape == array.shape
    assert not read.flags.writeable


def test_the_bytes_are_those_of_the_format():
    content = idx.encode(np.array([[1, -2, 258]], dtype=np.int16))
    assert content == bytes.fromhex("00000b02 00000001 00000003 0001 fffe 0102")


@given(ARRAYS, st.binary(min_size=1, max_size=9))
@quick
def test_bytes_after_the_end_are_refused(array, trailing):
    with pytest.raises(idx.IDXError, match="bytes after the header"):
        idx.decode(idx.encode(array) + trailing)


@given(ARRAYS, st.data())
@quick
def test_a_file_that_is_cut_off_is_refused(array, data):
    content = idx.encode(array)
    length = data.draw(st.integers(0, len(content) - 1))
    with pytest.raises(idx.IDXError, match=r"too few|bytes after the header"):
        idx.decode(content[:length])


@given(st.binary(max_size=40))
@quick
def test_any_bytes_are_an_array_or_refused(content):
    try:
        array = idx.decode(content)
    except idx.IDXError:
        return
    # Bytes of NaNs compare by their bits.
    assert idx.encode(array) == content


@pytest.mark.parametrize(
    "header", ["00010801 00000000", "00000701 00000000", "00000a01 00000000", "00000841", "1f8b0800"]
)
def test_a_header_of_something_else_is_refused_with_its_bytes(header):
    content = bytes.fromhex(header) + bytes(300)
    with pytest.raises(idx.IDXError, match=content[:4].hex(" ")):
        idx.decode(content)


def test_a_shape_too_long_for_numpy_is_refused_though_it_needs_no_byte():
    with pytest.raises(idx.IDXError, match="more than an array can have"):
        idx.decode(struct.pack(">HBB4I", 0, 8, 4, 0, *[2**32 - 1] * 3))


@pytest.mark.parametrize("array", [np.zeros(2, dtype=np.int64), np.zeros(2, dtype=bool), np.array(["a"])])
def test_a_type_that_idx_lacks_is_refused(array):
    with pytest.raises(idx.IDXError, match=str(array.dtype)):
        idx.encode(array)


@given(ARRAYS)
@settings(deadline=None, max_examples=many(25))
def test_a_file_is_read_gzipped_or_not(tmp_path_factory, array):
    folder, content = tmp_path_factory.mktemp("idx"), idx.encode(array)
    (folder / "plain").write_bytes(content)
    (folder / "packed.gz").write_bytes(gzip.compress(content))
    assert idx.unpack(folder / "plain") == content
    assert idx.unpack(folder / "packed.gz") == content
    (folder / "plain").write_bytes(gzip.compress(content))
    (folder / "packed.gz").write_bytes(content)
    assert idx.unpack(folder / "plain") == content
    assert idx.unpack(folder / "packed.gz") == content


@pytest.fixture
def packed(tmp_path):
    """A gzipped file of 1,000 random numbers, and what is in it."""
    path = tmp_path / "numbers.gz"
    path.write_bytes(gzip.compress(idx.encode(np.random.default_rng(0).random((10, 100)))))
    return path


@pytest.mark.parametrize("n_missing", [1, 8, 9, 100, 4000])
def test_gzipped_bytes_that_are_cut_off_are_refused(packed, n_missing):
    packed.write_bytes(packed.read_bytes()[:-n_missing])
    with pytest.raises(idx.IDXError, match="cut off after"):
        idx.unpack(packed)


@pytest.mark.parametrize("place", [0, 3000, -6, -2])
def test_gzipped_bytes_that_were_altered_are_refused(packed, place):
    content = bytearray(packed.read_bytes())
    content[place] ^= 0xFF
    packed.write_bytes(content)
    with pytest.raises(idx.IDXError, match=r"damaged|no IDX header"):
        idx.unpack(packed)


def test_bytes_behind_the_gzipped_ones_are_refused(packed):
    packed.write_bytes(packed.read_bytes() + b"more")
    with pytest.raises(idx.IDXError, match="4 bytes follow"):
        idx.unpack(packed)


def test_a_gzipped_file_with_more_than_its_header_says_is_refused(packed):
    packed.write_bytes(gzip.compress(idx.encode(np.zeros(5)) + bytes(1000)))
    with pytest.raises(idx.IDXError, match=r"bytes after the header|cut off"):
        idx.decode(idx.unpack(packed))


def test_an_absurd_size_is_refused_before_it_is_allocated(packed):
    shape = [2**32 - 1] * 3
    packed.write_bytes(gzip.compress(struct.pack(">HBB3I", 0, 0x0E, 3, *shape)))
    with pytest.raises(idx.IDXError, match=str(math.prod(shape) * 8 + 16)):
        idx.unpack(packed)


def test_a_file_longer_than_allowed_is_refused_unread(tmp_path):
    path = tmp_path / "plain"
    path.write_bytes(bytes(5000))
    with pytest.raises(idx.IDXError, match="5000 bytes"):
        idx.unpack(path, most_bytes=1000)
