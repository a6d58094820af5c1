"""Anyone's weights: every naming with every orientation, form of biases, type of numbers and extra entries."""

import io
import itertools
import json
import struct
import tracemalloc
import zipfile
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.architecture import Architecture
from engine.questions import probe
from engine.weights_in import files
from engine.weights_in.files import NoNetworkError
from engine.weights_in.network import Bounds, activation_named, found_in
from tests.amount import many

BOUNDS = Bounds(input_dim=7, n_classes=3, most_hidden=3, most_units=9, most_alone=20)
DIGITS = Bounds(input_dim=784, n_classes=10, most_hidden=3, most_units=200, most_alone=512)
PLANE = Bounds(input_dim=2, n_classes=3, most_hidden=6, most_units=32)

Arrays = dict[str, np.ndarray[Any, Any]]


def layers_of(*sizes: int, seed: int = 0) -> list[tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]]:
    """Weights (out, in) and biases that float16 holds exactly."""
    rng = np.random.default_rng(seed)
    return [
        (rng.integers(-99, 99, (rows, columns)) / 64, rng.integers(-99, 99, rows) / 64)
        for rows, columns in itertools.pairwise(sizes[::-1])
    ][::-1]


def flat(layers: list[tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]]) -> np.ndarray[Any, Any]:
    return np.concatenate([part.ravel() for pair in layers for part in pair]).astype(np.float32)


def npz(arrays: Arrays) -> bytes:
    file = io.BytesIO()
    np.savez(file, **arrays)
    return file.getvalue()


SAFE = {"float64": "F64", "float32": "F32", "float16": "F16", "int64": "I64"}


def safetensors(arrays: Arrays, metadata: dict[str, str] | None = None, *, as_bf16: bool = False) -> bytes:
    """As the format's own library writes it: by alignment and name, the header filled up with blanks."""
    header: dict[str, Any] = {"__metadata__": metadata} if metadata else {}
    body = b""
    for name, array in sorted(arrays.items()):
        kind, data = SAFE[str(array.dtype)], np.ascontiguousarray(array).tobytes()
        if as_bf16:
            kind, data = "BF16", (array.astype("<f4").view("<u4") >> 16).astype("<u2").tobytes()
        header[name] = {
            "dtype": kind,
            "shape": list(array.shape),
            "data_offsets": [len(body), len(body) + len(data)],
        }
        body += data
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    return struct.pack("<Q", len(text)) + text + body


Naming = Callable[[int], tuple[str, str]]

HIDDEN_NAMES = ("input", "second", "third", "out")

NAMINGS: dict[str, Naming] = {
    "ours": lambda k: (f"W{k + 1}", f"b{k + 1}"),
    "lower case": lambda k: (f"w{k + 1}", f"b{k + 1}"),
    "upper case": lambda k: (f"W{k + 1}", f"B{k + 1}"),
    "from nought": lambda k: (f"W{k}", f"b{k}"),
    "underscored": lambda k: (f"W_{k}", f"b_{k}"),
    "in brackets": lambda k: (f"W[{k}]", f"b[{k}]"),
    "spelled out": lambda k: (f"weights{k + 1}", f"biases{k + 1}"),
    "singular": lambda k: (f"weight_{k}", f"bias_{k}"),
    "torch, sequential": lambda k: (f"{2 * k}.weight", f"{2 * k}.bias"),
    "torch, named": lambda k: (f"fc{k + 1}.weight", f"fc{k + 1}.bias"),
    "torch, nested": lambda k: (f"module.layers.{3 * k}.weight", f"module.layers.{3 * k}.bias"),
    "keras, get_weights": lambda k: (f"arr_{2 * k}", f"arr_{2 * k + 1}"),
    "keras, tensorflow": lambda k: (
        "/".join(("dense" + f"_{k}" * (k > 0), "kernel:0")),
        "/".join(("dense" + f"_{k}" * (k > 0), "bias:0")),
    ),
    "keras, later model": lambda k: (f"dense_{k + 9}.kernel", f"dense_{k + 9}.bias"),
    "sklearn, numbered": lambda k: (f"coefs_{k}", f"intercepts_{k}"),
    "by letters": lambda k: (f"W{'abcd'[k]}", f"b{'abcd'[k]}"),
    "by words": lambda k: (f"{HIDDEN_NAMES[k]}_w", f"{HIDDEN_NAMES[k]}_b"),
    "theta": lambda k: (f"layer{k}_matrix", f"layer{k}_offset"),
    "nothing said": lambda k: (f"x{2 * k}", f"x{2 * k + 1}"),
}

BIASES: dict[str, Callable[[Any], Any]] = {
    "flat": lambda b: b,
    "column": lambda b: b[:, np.newaxis],
    "row": lambda b: b[np.newaxis],
    "missing": lambda b: None,
}

EXTRAS: dict[str, Arrays] = {
    "none": {},
    "scalars": {"epoch": np.array(12), "lr": np.array(0.1), "loss": np.array([0.25])},
    "words": {"model_name": np.array("mine"), "trained": np.array(["on", "monday"])},
    "counts": {"layer_sizes": np.array([7, 5, 3]), "classes_": np.arange(3)},
    "a history": {"train_loss": np.linspace(2, 0, 30), "val_acc": np.linspace(0, 1, 30)},
}

SIZES = ((7, 3), (7, 5, 3), (7, 5, 4, 3), (7, 5, 5, 5, 3), (7, 1, 3), (7, 20, 3))


@pytest.mark.parametrize("naming", NAMINGS.values(), ids=NAMINGS)
@pytest.mark.parametrize("sizes", SIZES)
def test_every_naming_is_read_with_every_orientation_form_of_biases_type_and_extra(
    naming: Naming, sizes: tuple[int, ...]
) -> None:
    layers = layers_of(*sizes)
    with_extras = zip(itertools.cycle((np.float16, np.float32, np.float64)), EXTRAS.values(), strict=False)
    for turned, (form, make), (dtype, extra) in itertools.product(
        (False, True), BIASES.items(), list(with_extras)
    ):
        arrays: Arrays = {}
        for k, (weights, biases) in enumerate(layers):
            first, second = naming(k)
            arrays[first] = (weights.T if turned else weights).astype(dtype)
            if make(biases) is not None:
                arrays[second] = make(biases).astype(dtype)
        wanted = layers if form != "missing" else [(weights, 0 * biases) for weights, biases in layers]

        network = found_in(npz(arrays | extra), BOUNDS)

        assert network.sizes == sizes
        assert network.activations == (() if len(sizes) == 2 else None)
        assert network.params.dtype == np.float32
        np.testing.assert_array_equal(network.params, flat(wanted))
        assert any("transposed" in note for note in network.notes) == turned
        assert any("no biases" in note for note in network.notes) == (form == "missing")
        assert any("Left aside" in note for note in network.notes) == (
            "lr" in extra or "trained" in extra or "val_acc" in extra
        )


@pytest.mark.parametrize("naming", NAMINGS.values(), ids=NAMINGS)
@pytest.mark.parametrize("sizes", [(7, 3), (7, 5, 4, 3)])
@pytest.mark.parametrize("as_bf16", [False, True])
def test_every_naming_is_read_from_safetensors_whose_names_are_sorted(
    naming: Naming, sizes: tuple[int, ...], as_bf16: bool
) -> None:
    layers = layers_of(*sizes)
    if as_bf16:  # eight bits of fraction are exact
        layers = [(np.sign(weights), np.sign(biases)) for weights, biases in layers]
    arrays: Arrays = {}
    for k, (weights, biases) in enumerate(layers):
        arrays |= zip(naming(k), (weights, biases), strict=True)

    network = found_in(safetensors(arrays, {"format": "pt", "activations": "ReLU"}, as_bf16=as_bf16), BOUNDS)

    assert network.sizes == sizes
    assert network.activations == ("relu",) * (len(sizes) - 2)
    np.testing.assert_array_equal(network.params, flat(layers))


@pytest.mark.parametrize("dtype", ["float16", "float32", "float64"])
def test_safetensors_of_every_type_are_read(dtype: str) -> None:
    layers = layers_of(7, 5, 3)
    names = [f"{layer}.{kind}" for layer in (0, 2) for kind in ("weight", "bias")]
    parts = [part.astype(dtype) for pair in layers for part in pair]
    arrays = dict(zip(names, parts, strict=True))
    arrays["step"] = np.array(7)
    np.testing.assert_array_equal(found_in(safetensors(arrays), BOUNDS).params, flat(layers))


@pytest.mark.parametrize("sizes", SIZES)
@pytest.mark.parametrize("turned", [True, False])
def test_all_weights_first_and_then_all_biases_are_told_by_their_shapes(
    sizes: tuple[int, ...], turned: bool
) -> None:
    layers, file = layers_of(*sizes), io.BytesIO()
    coefs = [weights.T if turned else weights for weights, _ in layers]
    np.savez(file, *coefs, *[biases for _, biases in layers])
    np.testing.assert_array_equal(found_in(file.getvalue(), BOUNDS).params, flat(layers))


@pytest.mark.parametrize(
    "names", [("W", "b"), ("weight", "bias"), ("coef_", "intercept_"), ("kernel", "bias"), ("w", "B")]
)
def test_a_single_layer_needs_no_number(names: tuple[str, str]) -> None:
    ((weights, biases),) = layers_of(7, 3)
    network = found_in(npz(dict(zip(names, (weights, biases), strict=True))), BOUNDS)
    np.testing.assert_array_equal(network.params, flat([(weights, biases)]))


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (["ReLU"], "relu"),
        (["logistic"], "sigmoid"),
        (["Sigmoid()"], "sigmoid"),
        (["sigmoid", "softmax"], "sigmoid"),
        (["TANH", "linear"], "tanh"),
        (["nn.Tanh()", "LogSoftmax(dim=1)"], "tanh"),
        ("relu", "relu"),
        ("relu,softmax", "relu"),
        ([b"tanh"], "tanh"),
        (["torch.nn.modules.activation.ReLU"], "relu"),
        ("['relu', 'softmax']", "relu"),
    ],
)
@pytest.mark.parametrize("key", ["activations", "Activation", "act_fn", "hidden_activation", "activation_"])
def test_an_activation_is_read_as_others_write_it(key: str, written: Any, meant: str) -> None:
    arrays: Arrays = {f"W{k + 1}": weights for k, (weights, _) in enumerate(layers_of(7, 5, 3))}
    assert found_in(npz({**arrays, key: np.array(written)}), BOUNDS).activations == (meant,)


def test_one_activation_holds_for_all_layers_and_a_sigmoid_behind_the_last_is_said_to_be_left_out() -> None:
    arrays: Arrays = {f"W{k + 1}": weights for k, (weights, _) in enumerate(layers_of(7, 5, 4, 3))}
    assert found_in(npz({**arrays, "activations": np.array(["tanh"])}), BOUNDS).activations == (
        "tanh",
        "tanh",
    )
    network = found_in(npz({**arrays, "activations": np.array(["tanh", "relu", "sigmoid"])}), BOUNDS)
    assert network.activations == ("tanh", "relu")
    assert any("sigmoid is left out" in note for note in network.notes)


@pytest.mark.parametrize("name", ["gelu", "leaky_relu", "softplus", "", "rel", "x" * 90])
def test_an_activation_that_we_do_not_have_is_none(name: str) -> None:
    assert activation_named(name) is None


def test_a_layer_of_512_units_is_read_where_it_is_the_only_one() -> None:
    assert found_in(npz({"W1": np.ones((512, 784)), "W2": np.ones((10, 512))}), DIGITS).sizes == (
        784,
        512,
        10,
    )
    with pytest.raises(NoNetworkError, match=r"\[513\] units; 1 to 512 can be shown"):
        found_in(npz({"W1": np.ones((513, 784)), "W2": np.ones((10, 513))}), DIGITS)
    with pytest.raises(NoNetworkError, match=r"\[512, 9\] units; 1 to 200 can be shown"):
        found_in(npz({"W1": np.ones((512, 784)), "W2": np.ones((9, 512)), "W3": np.ones((10, 9))}), DIGITS)


@pytest.mark.parametrize("turned", [False, True])
def test_a_square_layer_lies_as_the_others_do(turned: bool) -> None:
    layers = layers_of(2, 2, 2, 3)
    arrays = {f"W{k}": weights.T if turned else weights for k, (weights, _) in enumerate(layers)}
    network = found_in(npz(arrays), PLANE)
    np.testing.assert_array_equal(network.params, flat([(weights, 0 * biases) for weights, biases in layers]))


@pytest.mark.parametrize(
    "beside",
    [
        "m_{}",
        "v_{}",
        "m{}",
        "d{}",
        "grad_{}",
        "velocity_{}",
        "{}_init",
        "{}.exp_avg",
        "momentum.{}",
        "prev_{}",
    ],
)
def test_what_training_keeps_beside_weights_is_left_aside_and_said(beside: str) -> None:
    layers = layers_of(7, 5, 3)
    arrays = {
        f"{kind}{k}": part for k, pair in enumerate(layers, 1) for kind, part in zip("Wb", pair, strict=True)
    }
    others = {beside.format(name): 0 * array for name, array in arrays.items()}

    found = found_in(npz(others | arrays | {"X_test": np.ones((9, 7)), "y_test": np.arange(9)}), BOUNDS)

    np.testing.assert_array_equal(found.params, flat(layers))
    assert any(note.startswith("Left aside: ") for note in found.notes)


@pytest.mark.parametrize(
    ("turned", "line"), [(False, "W1=W[:, 1:], b1=W[:, 0]"), (True, "W1=W[1:], b1=W[0]")]
)
def test_biases_within_weights_are_named_with_the_line_that_parts_them(turned: bool, line: str) -> None:
    arrays = {
        f"Theta{k}": np.c_[biases, weights] for k, (weights, biases) in enumerate(layers_of(7, 5, 3), 1)
    }
    if turned:
        arrays = {f"coefs_{k}": array.T for k, array in enumerate(arrays.values())}
    with pytest.raises(NoNetworkError, match="one more than 7 inputs: are the biases in it") as refusal:
        found_in(npz(arrays), BOUNDS)
    assert line in str(refusal.value)


@pytest.mark.parametrize(
    ("scale", "shift"), [(1.0, 0.0), (255.0, 0.0), (2.0, -1.0), (1 / 0.3081, -0.1307 / 0.3081)]
)
def test_a_network_seen_through_a_scale_gives_the_scores_that_it_gave(scale: float, shift: float) -> None:
    rng = np.random.default_rng(0)
    arrays = {
        "W1": rng.normal(size=(5, 7)) / scale,
        "b1": rng.normal(size=5),
        "W2": rng.normal(size=(3, 5)),
        "b2": rng.normal(size=3),
    }
    network, inputs = found_in(npz(arrays), BOUNDS), rng.random((9, 7)).astype(np.float32)
    mine, theirs = (one.architecture("tanh") for one in (network, network.seen_through(scale, shift)))
    np.testing.assert_allclose(
        probe.class_scores(theirs, network.seen_through(scale, shift).params[np.newaxis], inputs),
        probe.class_scores(mine, network.params[np.newaxis], scale * inputs + shift),
        atol=2e-5,
    )


def zipped(name: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(name, b"x")
    return file.getvalue()


OTHERS = {
    "Keras, HDF5": (b"\x89HDF\r\n\x1a\n" + bytes(99), 'np.savez("weights.npz", *model.get_weights())'),
    "a pickle": (b"\x80\x04\x95" + bytes(99), "never opened"),
    "gzipped": (b"\x1f\x8b" + bytes(99), "unpack it first"),
    "MATLAB": (b"MATLAB 5.0 MAT-file, Platform", "scipy.io.loadmat"),
    "TensorFlow Lite": (b"\x1c\0\0\0TFL3" + bytes(99), "TensorFlow Lite"),
    "JSON": (b'{"sizes": [784, 30, 10], "weights": [[[0.1', "json.load"),
    "joblib, packed": (b"x\x9c" + bytes(99), "joblib.load"),
    "MATLAB, HDF5": (b"MATLAB 7.3 MAT-file, Platform", "-v7"),
    "ONNX": (b"\x08\x07\x12\x07pytorch\x1a\x052.1.0" + bytes(50), "onnx.load"),
    "GGUF": (b"GGUF\3\0\0\0" + bytes(50), "GGUF"),
    "an index": (b'{"metadata": {}, "weight_map": {"a": "b"}}', "load the piece"),
    "a table": (b"0.1,0.2,-3e-2\n" * 20, "np.loadtxt"),
    "an archive of an archive": (zipped("weights.npz"), "unpack it first"),
    "a web page": (b"<!DOCTYPE html><html>", "a web page"),
}


@pytest.mark.parametrize(("data", "words"), OTHERS.values(), ids=OTHERS)
def test_a_file_of_another_kind_is_named_with_what_converts_it(data: bytes, words: str) -> None:
    with pytest.raises(NoNetworkError) as refusal:
        found_in(data, BOUNDS)
    assert words in str(refusal.value)
    assert refusal.value.sentence.count(".") <= 4


BAD_HEADERS: dict[str, tuple[Any, str]] = {
    "no entry": ({"W1": 3}, "“W1” has no dtype"),
    "an unknown type": ({"W1": {"dtype": "F8", "shape": [3], "data_offsets": [0, 3]}}, "“W1” holds “F8”"),
    "whole numbers": ({"W1": {"dtype": "I8", "shape": [3], "data_offsets": [0, 3]}}, "“W1” holds int8"),
    "a terabyte": (
        {"W1": {"dtype": "F32", "shape": [10**9, 10**9], "data_offsets": [0, 4]}},
        "“W1” has a size",
    ),
    "beyond the end": ({"W1": {"dtype": "F32", "shape": [3, 7], "data_offsets": [0, 84]}}, "“W1” says"),
    "back to front": ({"W1": {"dtype": "F32", "shape": [0], "data_offsets": [4, 0]}}, "“W1” says"),
    "below zero": ({"W1": {"dtype": "F32", "shape": [-1], "data_offsets": [0, 4]}}, "“W1” has a size"),
    "a size of words": ({"W1": {"dtype": "F32", "shape": ["3"], "data_offsets": [0, 4]}}, "“W1” has a size"),
    "one offset": ({"W1": {"dtype": "F32", "shape": [1], "data_offsets": [0]}}, "“W1” has no dtype"),
    "very many": (
        {f"W{k}": {"dtype": "F32", "shape": [1], "data_offsets": [0, 4]} for k in range(2_000)},
        "2,000 arrays",
    ),
    "infinite": (
        {"W1": {"dtype": "F32", "shape": [1], "data_offsets": [0, float("inf")]}},
        "“W1” has a size",
    ),
}


@pytest.mark.parametrize(("header", "words"), BAD_HEADERS.values(), ids=BAD_HEADERS)
def test_a_safetensors_file_with_a_fault_is_refused_with_the_place(header: Any, words: str) -> None:
    text = json.dumps(header).encode()
    with pytest.raises(NoNetworkError, match=words):
        found_in(struct.pack("<Q", len(text)) + text + bytes(8), BOUNDS)


def test_a_header_that_is_longer_than_the_file_is_refused_in_little_memory() -> None:
    deep = b"{" + b'"a":[' * 300_000
    tracemalloc.start()
    try:
        for data in (
            struct.pack("<Q", 2**39) + b"{}",
            struct.pack("<Q", len(deep)) + deep,
            struct.pack("<Q", 900_000) + deep,
        ):
            with pytest.raises(NoNetworkError, match=r"safetensors header .*\.$"):
                found_in(data, BOUNDS)
        assert tracemalloc.get_traced_memory()[1] < 250_000_000
    finally:
        tracemalloc.stop()


GOOD = {
    "npz": npz(
        {
            **{f"fc{k}.weight": w for k, (w, _) in enumerate(layers_of(7, 5, 3))},
            "activation": np.array("relu"),
        }
    ),
    "safetensors": safetensors({f"fc{k}.weight": w for k, (w, _) in enumerate(layers_of(7, 5, 3))}),
    "keras": npz({f"arr_{k}": part for k, part in enumerate(p for pair in layers_of(7, 5, 3) for p in pair)}),
}


@settings(max_examples=many(500))
@given(
    kind=st.sampled_from(list(GOOD)),
    changes=st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 255)), max_size=6),
    cut=st.integers(0, 400),
    behind=st.binary(max_size=20),
)
def test_a_damaged_file_is_read_or_refused_in_one_sentence(
    kind: str, changes: list[tuple[int, int]], cut: int, behind: bytes
) -> None:
    data = bytearray(GOOD[kind])
    for place, value in changes:
        data[place % len(data)] = value
    refused_or_whole(bytes(data[: len(data) - cut]) + behind)


@settings(max_examples=many(500))
@given(
    arrays=st.dictionaries(
        st.sampled_from(
            [
                "W1",
                "b1",
                "w1",
                "W2",
                "arr_0",
                "arr_1",
                "0.weight",
                "0.bias",
                "x",
                "activations",
                "bn1.running_mean",
            ]
        )
        | st.text(max_size=12).filter(lambda name: "/" not in name and "\0" not in name and name != "file"),
        st.tuples(
            st.lists(st.integers(0, 7), max_size=4).map(tuple),
            st.sampled_from(["f4", "f8", "f2", ">f4", "i8", "u1", "?", "c8", "U3", "S2", "M8[s]", "V4"]),
        ),
        max_size=7,
    )
)
def test_any_arrays_are_read_or_refused_in_one_sentence(
    arrays: dict[str, tuple[tuple[int, ...], str]],
) -> None:
    file = io.BytesIO()
    np.savez(file, **{name: np.zeros(shape, dtype) for name, (shape, dtype) in arrays.items()})
    refused_or_whole(file.getvalue())


def refused_or_whole(data: bytes) -> None:
    """Read a file: it is a whole network, or refused in one sentence that can be printed."""
    try:
        network = found_in(data, BOUNDS)
    except NoNetworkError as refusal:
        sentence = refusal.sentence
        assert sentence[-1] != " "
        assert len(sentence) < 300
        assert str(refusal).isprintable()  # noqa: PT017
    else:
        architecture = network.architecture()
        assert network.params.shape == (architecture.n_params,)
        assert np.isfinite(network.params).all()
        assert isinstance(architecture, Architecture)


def test_the_most_bytes_hold_for_both_formats() -> None:
    with pytest.raises(NoNetworkError, match="20 MB is the most"):
        found_in(struct.pack("<Q", 2) + b"{}" + bytes(files.MOST_BYTES), BOUNDS)
