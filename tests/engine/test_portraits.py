"""What the portraits claim is true of the layers that wear them, and no layer wears another's."""

import numpy as np
import pytest

from engine.layers import ACTIVATIONS, Layer, ReluLayer
from engine.portrait import Portrait
from engine.questions.activation_curves import curve
from engine.questions.gradient_flow import flat_stretches, is_flat, steepest

PLACES = np.linspace(-30.0, 30.0, 6001)


@pytest.fixture(params=ACTIVATIONS)
def activation(request):
    """An activation's name, portrait, values and slopes."""
    return request.param, ACTIVATIONS[request.param].portrait, *curve(request.param, PLACES)


def test_the_bound_of_the_slope_is_reached_and_never_passed(activation):
    _, said, _, slopes = activation

    assert said.slope_bound == pytest.approx(np.abs(slopes).max(), rel=1e-6)


def test_all_answers_lie_between_the_limits_and_come_near_them(activation):
    _, said, values, _ = activation
    low, high = said.limits or (-np.inf, np.inf)

    assert (values >= low).all()
    assert (values <= high).all()
    assert said.limits is None or [values.min(), values.max()] == pytest.approx([low, high], abs=1e-9)


def test_the_slope_jumps_at_the_kinks_and_nowhere_else(activation):
    name, said, _, slopes = activation
    jumps = PLACES[:-1][np.abs(np.diff(slopes)) > 0.05]

    assert jumps == pytest.approx(list(said.kinks), abs=0.011)
    for kink in said.kinks:
        before, after = curve(name, np.array([kink - 1e-9, kink + 1e-9]))[1]
        assert before != after


def test_a_unit_that_can_die_passes_nothing_at_and_below_0(activation):
    _, said, values, slopes = activation

    passes_nothing = not values[PLACES <= 0].any() and not slopes[PLACES <= 0].any()
    assert said.can_die == passes_nothing


def test_flat_stretches_are_where_a_unit_is_saturated(activation):
    name, _, values, _ = activation
    within = [(low <= PLACES) & (high >= PLACES) for low, high in flat_stretches(name)]

    np.testing.assert_array_equal(np.any(within, axis=0), is_flat(name, PLACES, values))


def test_a_bump_is_flat_on_its_top_and_on_both_sides(monkeypatch):
    class BumpLayer(Layer):
        """``exp(-inputs**2 / 2)``."""

        def fprop(self, inputs):
            return np.exp(-(inputs**2) / 2)

        def bprop(self, inputs, outputs, grads_wrt_outputs):
            return -grads_wrt_outputs * inputs * outputs

    monkeypatch.setitem(ACTIVATIONS, "bump", BumpLayer)

    (_, left), (first, last), (right, _) = flat_stretches("bump")

    assert steepest("bump") == pytest.approx(np.exp(-0.5), abs=1e-3)
    assert (left, first) == pytest.approx((-right, -last))
    assert left < -2 < first < 0 < last < 2 < right


def test_a_portrait_is_not_inherited():
    class HalfLayer(ReluLayer):
        """Half of a relu."""

    class NamedLayer(ReluLayer):
        """Another name."""

        portrait = Portrait(word="named")

    assert HalfLayer.portrait == Portrait()
    assert NamedLayer.portrait.word == "named"
    assert ReluLayer.portrait.word == "ReLU"


def test_a_misspelt_claim_is_refused():
    with pytest.raises(TypeError, match="limit"):
        Portrait(limit=(0.0, 1.0))
