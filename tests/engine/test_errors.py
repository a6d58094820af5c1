"""Errors are means over the batch, answer to calculus, and hold for huge scores in every precision."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from engine.errors import (
    BinaryCrossEntropyError,
    BinaryCrossEntropySigmoidError,
    CrossEntropyError,
    CrossEntropySoftmaxError,
    SumOfSquaredDiffsError,
)
from engine.layers import SigmoidLayer, SoftmaxLayer

OF_SCORES = [SumOfSquaredDiffsError, BinaryCrossEntropySigmoidError, CrossEntropySoftmaxError]
OF_PROBABILITIES = [BinaryCrossEntropyError, CrossEntropyError]
PRECISIONS = [np.float16, np.float32, np.float64]
HUGE = np.array([[1e4, -1e4, 0.0], [-1e4, -1e4, -1e4], [1e4, 1e4, 1e4], [-1e4, 3.0, 1e4]])
TARGETS = np.eye(3)[[1, 0, 2, 0]]
SQUASHING = {BinaryCrossEntropyError: SigmoidLayer, CrossEntropyError: SoftmaxLayer}


@pytest.mark.parametrize("error", [kind() for kind in OF_SCORES + OF_PROBABILITIES], ids=repr)
@pytest.mark.parametrize("soft", [False, True], ids=["1-of-K", "soft targets"])
def test_grad_matches_central_difference(error, soft, rng, one_of_k):
    outputs = rng.uniform(0.1, 0.9, size=(6, 3))
    targets = rng.dirichlet(np.ones(3), size=6) if soft else one_of_k(6)

    grads = error.grad(outputs, targets)

    for index in np.ndindex(outputs.shape):
        nudge = np.zeros_like(outputs)
        nudge[index] = 1e-6
        rise = error(outputs + nudge, targets) - error(outputs - nudge, targets)
        assert grads[index] == pytest.approx(rise / 2e-6, rel=1e-7, abs=1e-8)


@pytest.mark.parametrize("error", [kind() for kind in OF_SCORES + OF_PROBABILITIES], ids=repr)
def test_errors_are_means_over_the_batch(error, rng, one_of_k):
    outputs, targets = rng.uniform(0.1, 0.9, size=(6, 3)), one_of_k(6)

    one_by_one = [error(outputs[i : i + 1], targets[i : i + 1]) for i in range(6)]

    assert error(outputs, targets) == pytest.approx(np.mean(one_by_one))
    grads = [error.grad(outputs[i : i + 1], targets[i : i + 1]) / 6 for i in range(6)]
    np.testing.assert_allclose(error.grad(outputs, targets), np.concatenate(grads))
    assert type(error(outputs, targets)) is float


def test_cross_entropy_of_each_pattern_is_that_of_the_pattern_alone(rng, one_of_k):
    outputs, targets, error = rng.normal(size=(6, 3)), one_of_k(6), CrossEntropySoftmaxError()
    alone = [error(outputs[n : n + 1], targets[n : n + 1]) for n in range(6)]
    np.testing.assert_array_equal(error.of_each(outputs, targets), alone)


def test_sum_of_squared_differences_is_half_the_mean_of_the_row_sums():
    outputs, targets = np.array([[1.0, 2.0], [0.0, 0.0]]), np.array([[0.0, 0.0], [0.0, 4.0]])

    assert SumOfSquaredDiffsError()(outputs, targets) == pytest.approx(0.5 * (5 + 16) / 2)
    np.testing.assert_allclose(SumOfSquaredDiffsError().grad(outputs, targets), [[0.5, 1.0], [0.0, -2.0]])


def test_binary_cross_entropy_has_a_value():
    outputs, targets = np.array([[0.25, 0.5]]), np.array([[1.0, 0.0]])

    assert BinaryCrossEntropyError()(outputs, targets) == pytest.approx(np.log(4) + np.log(2))


def test_cross_entropy_is_minus_the_log_of_the_right_class():
    outputs, targets = np.array([[0.25, 0.75], [0.5, 0.5]]), np.array([[1, 0], [0, 1]])

    assert CrossEntropyError()(outputs, targets) == pytest.approx((np.log(4) + np.log(2)) / 2)
    assert CrossEntropySoftmaxError()(np.log(outputs), targets) == pytest.approx((np.log(4) + np.log(2)) / 2)


@pytest.mark.parametrize("precision", PRECISIONS)
@pytest.mark.parametrize("error", [kind() for kind in OF_SCORES], ids=repr)
def test_huge_scores_neither_overflow_nor_warn(error, precision):
    outputs = HUGE.astype(precision)

    with np.errstate(over="raise", invalid="raise", divide="raise"):
        value, grads = error(outputs, TARGETS), error.grad(outputs, TARGETS)

    assert np.isfinite(value)
    assert np.isfinite(grads).all()
    assert grads.dtype == precision


@pytest.mark.parametrize("precision", PRECISIONS)
@pytest.mark.parametrize("kind", OF_PROBABILITIES)
def test_probabilities_of_huge_scores_neither_overflow_nor_warn(kind, precision):
    layer, error, scores = SQUASHING[kind](), kind(), HUGE.astype(precision)

    with np.errstate(over="raise", invalid="raise", divide="raise"):
        outputs = layer.fprop(scores)
        value, grads = error(outputs, TARGETS), error.grad(outputs, TARGETS)
        grads_wrt_scores = layer.bprop(scores, outputs, grads)

    assert np.isfinite(value)
    assert value > 1
    assert np.isfinite(grads_wrt_scores).all()
    assert grads.dtype == grads_wrt_scores.dtype == precision


@pytest.mark.parametrize("error", [kind() for kind in OF_SCORES + OF_PROBABILITIES], ids=repr)
def test_values_are_reckoned_in_float64_whatever_the_precision_of_the_outputs(error):
    outputs = np.array([[0.25, 0.5, 0.125], [0.75, 0.375, 0.5]])  # each, and 1 less it, exact in float16

    assert error(outputs.astype(np.float16), TARGETS[:2]) == pytest.approx(
        error(outputs, TARGETS[:2]), rel=1e-12
    )


def test_cross_entropy_of_huge_scores_is_right():
    by_hand = np.array([2e4, np.log(3), np.log(3), 2e4])

    assert CrossEntropySoftmaxError()(HUGE, TARGETS) == pytest.approx(by_hand.mean())
    assert BinaryCrossEntropySigmoidError()(HUGE[:1], TARGETS[:1]) == pytest.approx(2e4 + np.log(2))


@given(arrays(np.float64, (4, 3), elements=st.floats(-1e4, 1e4)))
def test_a_softmax_error_is_never_negative_and_its_rows_of_gradients_cancel(outputs):
    assert CrossEntropySoftmaxError()(outputs, TARGETS) >= 0
    np.testing.assert_allclose(CrossEntropySoftmaxError().grad(outputs, TARGETS).sum(axis=1), 0, atol=1e-15)


@given(arrays(np.float64, (4, 3), elements=st.floats(-20, 20)))
def test_errors_of_scores_equal_errors_of_the_squashed_scores(scores):
    for fused, plain, layer in [
        (CrossEntropySoftmaxError(), CrossEntropyError(), SoftmaxLayer()),
        (BinaryCrossEntropySigmoidError(), BinaryCrossEntropyError(), SigmoidLayer()),
    ]:
        outputs = layer.fprop(scores)
        assert fused(scores, TARGETS) == pytest.approx(plain(outputs, TARGETS), rel=1e-6, abs=1e-9)
        chained = layer.bprop(scores, outputs, plain.grad(outputs, TARGETS))
        np.testing.assert_allclose(fused.grad(scores, TARGETS), chained, rtol=1e-6, atol=1e-9)


@pytest.mark.parametrize("error", [kind() for kind in OF_SCORES + OF_PROBABILITIES], ids=repr)
@pytest.mark.parametrize("targets_type", [np.float64, np.float32, np.uint8, bool])
def test_gradients_are_in_the_precision_of_the_outputs_whatever_the_targets_are(error, targets_type):
    outputs = np.full((4, 3), 0.5, dtype=np.float32)

    assert error.grad(outputs, TARGETS.astype(targets_type)).dtype == np.float32


@pytest.mark.parametrize("error", [kind() for kind in OF_SCORES + OF_PROBABILITIES], ids=repr)
def test_errors_change_neither_outputs_nor_targets(error):
    outputs, targets = np.full((4, 3), 0.25), TARGETS.copy()

    error(outputs, targets)
    error.grad(outputs, targets)

    assert (outputs == 0.25).all()
    np.testing.assert_array_equal(targets, TARGETS)


@pytest.mark.parametrize("error", [kind() for kind in OF_SCORES + OF_PROBABILITIES], ids=repr)
@pytest.mark.parametrize("shape", [(4, 2), (5, 3), (4,), (3,)])
def test_errors_refuse_shapes_that_disagree_and_say_which(error, shape):
    for refuse in (error, error.grad):
        with pytest.raises(ValueError, match=r"outputs \(4, 3\) and targets \(" + str(shape[0])):
            refuse(np.full((4, 3), 0.5), np.zeros(shape))


def test_errors_refuse_an_empty_batch():
    with pytest.raises(ValueError, match=r"outputs \(0, 3\)"):
        CrossEntropySoftmaxError()(np.empty((0, 3)), np.empty((0, 3)))


@pytest.mark.parametrize("kind", OF_PROBABILITIES)
@pytest.mark.parametrize("stray", [-0.25, 1.25])
def test_errors_of_probabilities_refuse_scores(kind, stray):
    outputs = np.full((4, 3), 0.5)
    outputs[2, 1] = stray

    for refuse in (kind(), kind().grad):
        with pytest.raises(ValueError, match=str(stray)):
            refuse(outputs, TARGETS)


def test_errors_name_themselves():
    assert repr(CrossEntropySoftmaxError()) == "CrossEntropySoftmaxError"
