"""Claims about rewriting networks: other weights, the same function, the same errors."""

import numpy as np
import pytest

from engine.architecture import Architecture
from engine.layers import SigmoidLayer, TanhLayer
from engine.models import make_model
from engine.questions.equivalence import largest_difference, rewritten


def flat(model):
    return np.concatenate([param.ravel() for param in model.params])


@pytest.mark.parametrize(("activation", "into"), [("sigmoid", "tanh"), ("tanh", "sigmoid")])
@pytest.mark.parametrize("sizes", [(2, 3, 3), (2, 16, 16, 3), (5, 7, 6, 5, 4, 10)])
def test_a_rewritten_network_gives_the_same_outputs_to_1e12(activation, into, sizes, make_network, rng):
    model = make_network(sizes, activation)
    before = Architecture(sizes, (activation,) * (len(sizes) - 2)), flat(model)
    after = rewritten(*before, into=into)
    assert set(after[0].activations) == {into}
    assert not np.allclose(after[1], before[1])
    assert largest_difference(before, after, 3 * rng.normal(size=(200, sizes[0]))) < 1e-12


def test_a_sigmoid_unit_becomes_a_tanh_unit_with_half_its_weights():
    architecture = Architecture((1, 1, 2), ("sigmoid",))
    new, params = rewritten(architecture, np.array([4.0, -2.0, 6.0, -8.0, 1.0, 0.5]), into="tanh")
    assert new.activations == ("tanh",)
    assert params.tolist() == [2.0, -1.0, 3.0, -4.0, 4.0, -3.5]


def test_rewriting_there_and_back_changes_nothing(make_network):
    architecture = Architecture((2, 5, 4, 3), ("sigmoid", "sigmoid"))
    params = flat(make_network((2, 5, 4, 3), "sigmoid"))
    back = rewritten(*rewritten(architecture, params, into="tanh"), into="sigmoid")
    assert back[0] == architecture
    np.testing.assert_allclose(back[1], params, atol=1e-14)


def test_relus_and_layers_that_are_not_asked_for_stay(rng):
    architecture = Architecture((2, 4, 4, 4, 3), ("sigmoid", "relu", "sigmoid"))
    params = rng.normal(size=architecture.n_params)
    new = rewritten(architecture, params, into="tanh", layers=range(1))
    assert new[0].activations == ("tanh", "relu", "sigmoid")
    assert largest_difference((architecture, params), new, rng.normal(size=(50, 2))) < 1e-12


def test_the_difference_is_the_largest_one(rng):
    architecture = Architecture((2, 3))
    params, moved = np.zeros((2, architecture.n_params))
    moved[-1] = -0.25
    assert largest_difference((architecture, params), (architecture, moved), rng.normal(size=(9, 2))) == 0.25


def test_a_network_cannot_be_rewritten_into_relus():
    with pytest.raises(ValueError, match="sigmoid or tanh, not 'relu'"):
        rewritten(Architecture((2, 3, 3), ("tanh",)), np.zeros(21), into="relu")


def test_the_course_classes_agree_that_the_functions_are_one(make_network, rng):
    model = make_network((2, 6, 3), "sigmoid")
    _, params = rewritten(Architecture((2, 6, 3), ("sigmoid",)), flat(model), into="tanh")
    other = make_model(Architecture((2, 6, 3), ("tanh",)), weights_initialiser=np.zeros)
    other.params = Architecture((2, 6, 3), ("tanh",)).split(params)
    inputs = rng.normal(size=(20, 2))
    assert isinstance(model.layers[1], SigmoidLayer)
    assert isinstance(other.layers[1], TanhLayer)
    np.testing.assert_allclose(model.fprop(inputs)[-1], other.fprop(inputs)[-1], atol=1e-12)
