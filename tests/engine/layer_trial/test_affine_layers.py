"""Claims about tried affine layers: the right ones are right whatever their sizes; each slip has its own name."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.layer_trial.trying import findings
from engine.layers import AffineLayer
from tests.engine.layer_trial.written import affine, tried, wrong


def stepping(w, b, x, g):
    grads = [g.T @ x, g.sum(axis=0)]
    w -= 0.1 * grads[0]
    return grads


def changing(w, b, x, g):
    x *= 2
    return [g.T @ x / 2, g.sum(axis=0)]


class Keeping(AffineLayer):
    """Keeps its inputs from fprop to grads_wrt_params."""

    def fprop(self, inputs):
        self.kept = inputs
        return super().fprop(inputs)

    def grads_wrt_params(self, inputs, grads_wrt_outputs):
        return [grads_wrt_outputs.T @ self.kept, grads_wrt_outputs.sum(axis=0)]


W, B = "grads_wrt_params, weights", "grads_wrt_params, biases"
BY_CALCULUS = "central differences"

FPROPS = {
    "product": lambda w, b, x: x @ w.T + b,
    "dot": lambda w, b, x: np.dot(x, w.T) + b,
    "einsum": lambda w, b, x: np.einsum("ni,oi->no", x, w) + b,
    "rows": lambda w, b, x: np.array([w @ row + b for row in x]),
}
BPROPS = {
    "product": lambda w, b, x, g: g @ w,
    "turned twice": lambda w, b, x, g: (w.T @ g.T).T,
    "rows": lambda w, b, x, g: np.array([row @ w for row in g]),
}
GRADS = {
    "product": lambda w, b, x, g: [g.T @ x, g.sum(axis=0)],
    "outer": lambda w, b, x, g: [sum(np.outer(h, r) for h, r in zip(g, x, strict=True)), g.sum(0)],
    "tuple": lambda w, b, x, g: (np.einsum("no,ni->oi", g, x), np.ones(len(g)) @ g),
}

SLIPS = {
    "fprop without transposing": (affine(fprop=lambda w, b, x: x @ w + b), "fprop: it runs", "transposed"),
    "fprop weights first": (affine(fprop=lambda w, b, x: w @ x + b), "fprop: it runs", "transposed"),
    "outputs transposed": (
        affine(fprop=lambda w, b, x: (x @ w.T + b).T),
        "fprop: shape",
        "transposed",
    ),
    "bias missing": (affine(fprop=lambda w, b, x: x @ w.T), "fprop: the course's layer", "bias missing"),
    "bprop transposed": (affine(bprop=lambda w, b, x, g: g @ w.T), "bprop: it runs", "transposed"),
    "bprop sign": (affine(bprop=lambda w, b, x, g: -g @ w), f"bprop: {BY_CALCULUS}", "sign"),
    "bprop divided": (
        affine(bprop=lambda w, b, x, g: g @ w / len(x)),
        f"bprop: {BY_CALCULUS}",
        "divided by the batch size",
    ),
    "bprop summed": (
        affine(bprop=lambda w, b, x, g: (g @ w).sum(axis=0)),
        "bprop: shape",
        "summed over the wrong axis",
    ),
    "weights transposed": (
        affine(grads=lambda w, b, x, g: [x.T @ g, g.sum(axis=0)]),
        f"{W}: shape",
        "transposed",
    ),
    "gradients not transposed": (
        affine(grads=lambda w, b, x, g: [g @ x, g.sum(axis=0)]),
        "grads_wrt_params: it runs",
        "transposed",
    ),
    "inputs transposed too": (
        affine(grads=lambda w, b, x, g: [g.T @ x.T, g.sum(axis=0)]),
        "grads_wrt_params: it runs",
        "transposed",
    ),
    "biases not summed": (
        affine(grads=lambda w, b, x, g: [g.T @ x, g]),
        f"{B}: shape",
        "sum over the batch missing",
    ),
    "weights not summed": (
        affine(grads=lambda w, b, x, g: [g[:, :, None] * x[:, None, :], g.sum(axis=0)]),
        f"{W}: shape",
        "sum over the batch missing",
    ),
    "first pattern alone": (
        affine(grads=lambda w, b, x, g: [np.outer(g[0], x[0]), g.sum(axis=0)]),
        f"{W}: {BY_CALCULUS}",
        "sum over the batch missing",
    ),
    "last pattern's biases": (
        affine(grads=lambda w, b, x, g: [g.T @ x, g[-1]]),
        f"{B}: {BY_CALCULUS}",
        "sum over the batch missing",
    ),
    "biases' mean": (
        affine(grads=lambda w, b, x, g: [g.T @ x, g.mean(axis=0)]),
        f"{B}: {BY_CALCULUS}",
        "mean in place of the sum",
    ),
    "weights' mean": (
        affine(grads=lambda w, b, x, g: [g.T @ x / len(x), g.sum(axis=0)]),
        f"{W}: {BY_CALCULUS}",
        "mean in place of the sum",
    ),
    "summed over units": (
        affine(grads=lambda w, b, x, g: [g.T @ x, g.sum(axis=1)]),
        f"{B}: shape",
        "summed over the wrong axis",
    ),
    "summed over all": (
        affine(grads=lambda w, b, x, g: [g.T @ x, np.array(g.sum())]),
        f"{B}: shape",
        "summed over the wrong axis",
    ),
    "kept dimension": (
        affine(grads=lambda w, b, x, g: [g.T @ x, g.sum(axis=0, keepdims=True)]),
        f"{B}: shape",
        None,
    ),
    "order": (
        affine(grads=lambda w, b, x, g: [g.sum(axis=0), g.T @ x]),
        "grads_wrt_params: shapes",
        "order",
    ),
    "params in the other order": (
        affine(params=lambda w, b: [b, w]),
        "params: the arrays themselves",
        "order",
    ),
    "copies": (
        affine(params=lambda w, b: [w.copy(), b.copy()]),
        "params: the arrays themselves",
        "copies",
    ),
    "no params": (affine(params=lambda w, b: None), "params: the arrays themselves", None),
    "steps by itself": (
        affine(grads=stepping),
        "grads_wrt_params: arrays left alone",
        "changed in place",
    ),
    "inputs changed": (affine(grads=changing), "grads_wrt_params: arrays left alone", "changed in place"),
    "inputs kept": (Keeping, f"{W}: {BY_CALCULUS}", "kept from fprop"),
    "weights made transposed": (
        affine(
            start=lambda n, m: (np.zeros((n, m)), np.zeros(m)),
            fprop=lambda w, b, x: x @ w + b,
            bprop=lambda w, b, x, g: g @ w.T,
            grads=lambda w, b, x, g: [x.T @ g, g.sum(axis=0)],
        ),
        "weights and biases: shapes",
        "transposed",
    ),
    "one gradient": (affine(grads=lambda w, b, x, g: g.T @ x), "grads_wrt_params: it runs", None),
    "three gradients": (
        affine(grads=lambda w, b, x, g: [g.T @ x, g.sum(0), g]),
        "grads_wrt_params: it runs",
        None,
    ),
    "no name": (
        affine(grads=lambda w, b, x, g: [g.T @ x + 1, g.sum(axis=0)]),
        f"{W}: {BY_CALCULUS}",
        None,
    ),
}

sizes = st.permutations(range(2, 8)).map(
    lambda order: dict(zip(("batch", "input_dim", "output_dim"), order, strict=False))
)
seeds = st.integers(0, 2**32 - 1)


@given(
    seed=seeds,
    sizes=sizes,
    fprop=st.sampled_from(list(FPROPS.values())),
    bprop=st.sampled_from(list(BPROPS.values())),
    grads=st.sampled_from(list(GRADS.values())),
)
def test_a_right_layer_is_right_however_it_is_written_and_whatever_its_sizes(
    seed, sizes, fprop, bprop, grads
):
    found = tried(affine(fprop=fprop, bprop=bprop, grads=grads), seed, **sizes)

    assert {one.verdict for one in found} == {"right"}
    assert len(found) == 12


@given(seed=seeds, sizes=sizes, name=st.sampled_from(list(SLIPS)))
def test_a_slip_is_named_and_no_other_whatever_the_sizes(seed, sizes, name):
    layer_class, check, slip = SLIPS[name]

    assert wrong(layer_class, seed, **sizes) == [(check, slip)]


@pytest.mark.parametrize("name", SLIPS)
def test_each_slip_has_its_own_name_and_nothing_else_is_wrong(name):
    layer_class, check, slip = SLIPS[name]

    assert wrong(layer_class) == [(check, slip)]


def test_the_courses_own_layer_is_right():
    assert {one.verdict for one in tried(AffineLayer)} == {"right"}


def test_a_wrong_fprop_leaves_the_other_methods_to_be_tried():
    found = {one.check: one.verdict for one in tried(SLIPS["fprop without transposing"][0])}

    assert found["fprop: it runs"] == "wrong"
    assert {found[f"{what}: the course's rule"] for what in ("bprop", W, B)} == {"right"}


def test_a_layer_that_cannot_be_made_or_has_no_parameters_is_told_in_a_sentence():
    class Alone:
        def grads_wrt_params(self, inputs, grads_wrt_outputs): ...

    class Bare(Alone):
        def __init__(self, input_dim, output_dim): ...

    assert tried(Alone)[0].sentence.startswith("Alone(4, 3) could not be made: TypeError: ")
    assert (
        tried(Bare)[0].sentence == "The layer has neither weights and biases nor params, a list of the two."
    )


def test_sizes_that_are_alike_are_refused():
    with pytest.raises(ValueError, match="batch 4, input_dim 4 and output_dim 3 are not all unlike"):
        next(findings(AffineLayer, np.random.default_rng(0), batch=4))
