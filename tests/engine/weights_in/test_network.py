"""A stranger's file of weights: whoever has written them, they are read; else it is refused in one sentence."""

import io
import pickle
import struct
import tracemalloc
import zipfile
import zlib
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.architecture import Architecture
from engine.weights_in import files
from engine.weights_in.files import NoNetworkError
from engine.weights_in.network import Bounds, found_in, read
from tests.amount import many

BOUNDS = Bounds(input_dim=7, n_classes=3, most_hidden=2, most_units=9)

ARCHITECTURE = Architecture((7, 5, 3), ("tanh",))


def network(architecture: Architecture, seed: int = 0) -> np.ndarray[Any, Any]:
    return np.random.default_rng(seed).normal(size=architecture.n_params).astype(np.float32)


def saved(**changes: Any) -> bytes:
    """A good file, but for what is changed or left out (None)."""
    parts = ARCHITECTURE.split(network(ARCHITECTURE))
    arrays = {**dict(zip(("W1", "b1", "W2", "b2"), parts, strict=True)), "activations": np.array(["tanh"])}
    arrays |= changes
    file = io.BytesIO()
    np.savez(file, **{name: array for name, array in arrays.items() if array is not None})
    return file.getvalue()


def written(architecture: Architecture, params: np.ndarray[Any, Any]) -> bytes:
    """A file as the page writes it."""
    names = [f"{letter}{layer + 1}" for layer in range(architecture.n_hidden + 1) for letter in "Wb"]
    file = io.BytesIO()
    arrays: dict[str, Any] = dict(zip(names, architecture.split(params), strict=True))
    np.savez(file, **arrays, activations=np.array(architecture.activations, "U16"))
    return file.getvalue()


def zipped(**members: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(f"{name}.npy", data)
    return file.getvalue()


def npy(array: Any, **options: Any) -> bytes:
    file = io.BytesIO()
    np.save(file, array, **options)
    return file.getvalue()


def npy_header(shape: str, dtype: str = "<f4", data: bytes = b"") -> bytes:
    """The bytes of an array that says of itself what it likes."""
    header = f"{{'descr': '{dtype}', 'fortran_order': False, 'shape': {shape}, }}".encode()
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header + data


TWO_OR_THREE = Bounds(input_dim=2, n_classes=3, most_hidden=2, most_units=9, least_classes=2)


def plane(*shapes: tuple[int, ...]) -> bytes:
    """A file of W1, b1, W2, b2, … of these shapes."""
    rng, file = np.random.default_rng(4), io.BytesIO()
    names = [f"{letter}{layer}" for layer in range(1, 9) for letter in "Wb"]
    np.savez(file, **{name: rng.normal(size=shape) for name, shape in zip(names, shapes, strict=False)})
    return file.getvalue()


@pytest.mark.parametrize("n_outputs", [2, 3])
def test_where_there_may_be_two_classes_two_outputs_are_read_as_three_are(n_outputs: int) -> None:
    found = found_in(plane((5, 2), (5,), (n_outputs, 5), (n_outputs,)), TWO_OR_THREE)
    assert found.sizes == (2, 5, n_outputs)


@pytest.mark.parametrize("bias", [(1,), (), (1, 1)])
def test_a_single_output_becomes_two_and_is_said(bias: tuple[int, ...]) -> None:
    data = plane((5, 2), (5,), (1, 5), bias)
    found = found_in(data, TWO_OR_THREE)
    assert found.sizes == (2, 5, 2)
    assert "Its single output is the score of the second class; that of the first is 0." in found.notes
    last = found.params[-12:]
    np.testing.assert_array_equal(last[[0, 1, 2, 3, 4, 10]], 0)
    with np.load(io.BytesIO(data)) as file:
        np.testing.assert_array_equal(last[5:10], file["W2"].ravel().astype(np.float32))


@pytest.mark.parametrize("n_outputs", [1, 4])
def test_other_outputs_are_refused_with_the_numbers(n_outputs: int) -> None:
    wide = plane((5, 7), (5,), (n_outputs, 5), (n_outputs,))
    with pytest.raises(NoNetworkError, match=rf"{n_outputs} outputs; there are 3 classes"):
        found_in(wide, BOUNDS)
    if n_outputs == 4:
        with pytest.raises(NoNetworkError, match="4 outputs; there are 2 to 3 classes"):
            found_in(plane((5, 2), (5,), (4, 5), (4,)), TWO_OR_THREE)


def test_layers_that_fit_both_ways_round_are_said_to() -> None:
    both = found_in(plane((2, 2), (2,), (2, 2), (2,)), TWO_OR_THREE)
    assert any("fit both ways round" in note for note in both.notes)
    one = found_in(plane((3, 2), (3,), (2, 3), (2,)), TWO_OR_THREE)
    assert not any("both ways" in note for note in one.notes)


def test_what_a_student_saves_in_float64_and_in_another_order_is_read() -> None:
    weights, biases = np.asfortranarray(np.random.default_rng(1).normal(size=(3, 7))), np.zeros(3)
    file = io.BytesIO()
    np.savez_compressed(file, b1=biases, W1=weights)

    architecture, params = read(file.getvalue(), BOUNDS)

    assert architecture == Architecture((7, 3))
    np.testing.assert_array_equal(params, np.concatenate([weights.ravel(), biases]).astype(np.float32))


class Bomb:
    def __reduce__(self) -> tuple[Any, tuple[str]]:
        return (pytest.fail, ("a pickle was opened",))


HOSTILE = {
    "nothing": (b"", "not a whole .npz archive"),
    "text": (b"W1 = 1, 2, 3", "not a whole .npz archive"),
    "a single array": (npy(np.zeros((3, 7))), "not a whole .npz archive"),
    "a pickle": (pickle.dumps([Bomb()]), "not a whole .npz archive"),
    "cut short": (saved()[:-60], "not a whole .npz archive"),
    "an empty archive": (zipped(), "The file holds nothing"),
    "too many bytes": (bytes(files.MOST_BYTES + 1), "weighs 20 MB; 20 MB is the most"),
    "an array of objects": (
        zipped(W1=npy(np.array([Bomb()], dtype=object), allow_pickle=True)),
        "“W1” holds Python objects",
    ),
    "a pickle called an array": (zipped(W1=pickle.dumps(Bomb())), "“W1” is not an array"),
    "a bomb of zeros": (
        zipped(W1=npy(np.zeros(8_000_000, np.float32))),
        "unpacks to 32 MB; 20 MB is the most",
    ),
    "a shape of a terabyte": (zipped(W1=npy_header("(500000, 500000)")), "“W1” says that it has shape"),
    "a shape below zero": (zipped(W1=npy_header("(-1, 7)", data=bytes(28))), "“W1”"),
    "a shape beyond all numbers": (zipped(W1=npy_header(f"({10**30},)")), "“W1” says that it has shape"),
    "more bytes than the shape": (zipped(W1=npy_header("(3, 7)", data=bytes(99))), "“W1” says"),
    "a header that is code": (zipped(W1=npy_header("__import__('os').abort()")), "“W1” is not an array"),
    "a header without end": (
        zipped(W1=npy_header("(" + "9" * 5000 + ",)")),
        "“W1” is not an array",
    ),
    "a structure": (saved(W1=np.zeros((5, 7), dtype=[("a", "f4")])), "“W1” holds"),
    "whole numbers": (saved(W1=np.zeros((5, 7), int)), "“W1” holds int64"),
    "complex numbers": (saved(W1=np.zeros((5, 7), complex)), "“W1” holds complex128"),
    "words for weights": (saved(W1=np.full((5, 7), "0.5")), "W1 is <U3"),
    "a layer is missing": (saved(W1=None, b1=None), "without a gap"),
    "biases are missing": (saved(b2=None), "without a gap"),
    "something else": (saved(notes=np.zeros(3)), "“notes”"),
    "a strange name": (saved(**{"W\x1b[31m" + "x" * 90: np.zeros(3)}), r"“W\?\[31mxxxx"),
    "weights the wrong way": (saved(W1=np.zeros((7, 5))), r"W1 has shape \(7, 5\); it must be \(units, 7\)"),
    "a scalar": (saved(W2=np.float32(1)), r"W2 has shape \(\)"),
    "layers that do not fit": (saved(W2=np.zeros((3, 6))), r"W2 has shape \(3, 6\); it must be \(units, 5\)"),
    "biases that do not fit": (saved(b1=np.zeros(6)), r"b1 is float64 of shape \(6,\)"),
    "too few classes": (saved(W2=np.zeros((2, 5)), b2=np.zeros(2)), "The last layer has 2 outputs"),
    "too wide": (
        saved(W1=np.zeros((10, 7)), b1=np.zeros(10), W2=np.zeros((3, 10))),
        r"have \[10\] units; 1 to 9",
    ),
    "no units": (saved(W1=np.zeros((0, 7)), b1=np.zeros(0), W2=np.zeros((3, 0))), r"have \[0\] units"),
    "not a number": (saved(b2=np.array([0, np.nan, np.inf])), "b2 has 2 of 3 numbers that are not finite"),
    "beyond float32": (saved(b2=np.array([0, 1e300, 0])), "b2 has 1 of 3 numbers that are not finite"),
    "no activations": (saved(activations=None), "needs a name for each of 1 layers"),
    "too many activations": (saved(activations=np.array(["tanh", "tanh"])), "must be 1 names"),
    "numbers for names": (saved(activations=np.array([1.0])), "must be 1 names"),
    "an unknown activation": (saved(activations=np.array(["softplus"])), "“softplus” is none of sigmoid"),
}


@pytest.mark.parametrize(("data", "words"), HOSTILE.values(), ids=HOSTILE)
def test_a_file_that_is_no_network_is_refused_in_a_sentence(data: bytes, words: str) -> None:
    with pytest.raises(NoNetworkError, match=words) as refusal:
        read(data, BOUNDS)
    sentence = str(refusal.value)
    assert sentence.endswith(".")
    assert len(sentence) < 300
    assert sentence.isprintable()


def test_too_deep_a_network_is_refused() -> None:
    deep = Architecture((7, 5, 5, 5, 3), ("relu",) * 3)
    with pytest.raises(NoNetworkError, match="3 hidden layers; 2 are the most"):
        read(written(deep, network(deep)), BOUNDS)


def test_an_archive_that_lies_about_its_size_is_refused() -> None:
    data = bytearray(zipped(W1=npy(np.zeros(4_000_000, np.float32))))
    true, said = struct.pack("<I", 16_000_128), struct.pack("<I", 1_000)
    assert data.count(true) == 2
    with pytest.raises(NoNetworkError, match=r"“W1”|not a whole"):
        read(bytes(data).replace(true, said), BOUNDS)


def test_a_member_of_a_gigabyte_is_refused_before_it_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    data = bytearray(zipped(W1=npy(np.zeros(4_000_000, np.float32))))
    true, said = struct.pack("<I", 16_000_128), struct.pack("<I", 1_000_000_000)
    monkeypatch.setattr(zipfile.ZipFile, "open", lambda *_, **__: pytest.fail("it was opened"))
    with pytest.raises(NoNetworkError, match=r"unpacks to 1,000 MB; 20 MB is the most"):
        read(bytes(data).replace(true, said), BOUNDS)


def test_an_encrypted_archive_is_refused() -> None:
    data = bytearray(saved())
    data[data.index(b"PK\x03\x04") + 6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(NoNetworkError, match="cannot be unpacked"):
        read(bytes(data), BOUNDS)


@settings(max_examples=many(300))
@given(place=st.integers(0, 10_000), value=st.integers(0, 255), cut=st.integers(0, 200))
def test_a_file_with_a_wrong_byte_is_read_or_refused_and_never_breaks(
    place: int, value: int, cut: int
) -> None:
    data = bytearray(saved())
    data[place % len(data)] = value
    try:
        architecture, params = read(bytes(data[: len(data) - cut]), BOUNDS)
    except NoNetworkError as refusal:
        assert str(refusal).endswith(".")  # noqa: PT017
    else:
        assert params.shape == (architecture.n_params,)
        assert np.isfinite(params).all()


@given(data=st.binary(max_size=2_000))
def test_any_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(NoNetworkError, match=r"\.$"):
        read(data, BOUNDS)


@given(
    members=st.dictionaries(st.sampled_from(["W1", "b1", "activations"]), st.binary(max_size=200), min_size=1)
)
def test_any_members_are_refused(members: dict[str, bytes]) -> None:
    with pytest.raises(NoNetworkError, match=r"\.$"):
        read(zipped(**members), BOUNDS)


def test_an_activation_of_numbers_that_are_no_letters_is_refused() -> None:
    broken = np.array(["tanh"], dtype="U4")
    broken.view(np.uint32)[0] = 0x7FFFFFFF
    with pytest.raises(NoNetworkError, match="no letters"):
        read(saved(activations=broken), BOUNDS)
    swapped = np.array(["tanh"], dtype=">U4")
    assert read(saved(activations=swapped), BOUNDS)[0] == ARCHITECTURE


MOST_RESIDENT = 250_000_000
"""Bytes that an upload may take while it is read."""


def bomb(claims: int) -> bytes:
    """A file whose one array unpacks to 4 GB of zeros, and says of itself that it has so many bytes."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    one = packer.compress(bytes(1 << 24)) + packer.flush(zlib.Z_FULL_FLUSH)
    again = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = again.compress(bytes(1 << 24)) + again.flush(zlib.Z_FULL_FLUSH)
    packed, name = one + block * 255 + b"\x03\x00", b"W1.npy"
    fields = struct.pack("<HHHHHIIIHH", 20, 0, 8, 0, 0, 0, len(packed), claims, len(name), 0)
    head = b"PK\x03\x04" + fields + name
    tail = b"PK\x01\x02" + struct.pack("<H", 20) + fields + struct.pack("<HHHII", 0, 0, 0, 0, 0) + name
    end = b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 1, 1, len(tail), len(head) + len(packed), 0)
    return head + packed + tail + end


@pytest.mark.parametrize("claims", [0xFFFF_FFF0, 20_000_000, 100])
def test_a_file_that_unpacks_to_four_gigabytes_is_refused_in_little_memory(claims: int) -> None:
    data = bomb(claims)
    assert len(data) < files.MOST_BYTES
    tracemalloc.start()
    try:
        with pytest.raises(NoNetworkError):
            read(data, BOUNDS)
        assert tracemalloc.get_traced_memory()[1] < MOST_RESIDENT
    finally:
        tracemalloc.stop()


def test_a_file_of_very_many_arrays_is_refused_in_little_memory() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for number in range(50_000):
            archive.writestr(f"{number}.npy", b"")
    tracemalloc.start()
    try:
        with pytest.raises(NoNetworkError):
            read(file.getvalue(), BOUNDS)
        assert tracemalloc.get_traced_memory()[1] < MOST_RESIDENT
    finally:
        tracemalloc.stop()
