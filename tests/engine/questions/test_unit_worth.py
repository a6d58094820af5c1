import numpy as np
import pytest

from datasets import toy
from engine.architecture import Architecture
from engine.errors import CrossEntropySoftmaxError
from engine.models import make_model
from engine.questions import probe
from engine.questions.unit_worth import (
    blame,
    blame_in_slices,
    error_and_accuracy_in_slices,
    fewest,
    mean_answers,
    switched_off,
    worth,
    worth_in_slices,
)

SHAPES = [
    Architecture((2, 5, 3), ("tanh",)),
    Architecture((2, 6, 4, 3), ("relu", "sigmoid")),
    Architecture((2, 3, 4, 5, 3), ("tanh", "relu", "tanh")),
]


def made(architecture: Architecture, seed: int = 0):
    points = toy.draw(
        "spirals" if "spirals" in toy.DATASETS else next(iter(toy.DATASETS)), size=60, seed=1
    ).training
    params = np.random.default_rng(seed).normal(size=architecture.n_params)
    return params, points.inputs.astype(np.float64), points.labels


def forward_with(architecture, params, inputs, off, answers):
    """Scores where the answers of some units are overwritten, layer by layer."""
    model = make_model(architecture, weights_initialiser=np.zeros)
    model.params = architecture.split(np.asarray(params, np.float64))
    values = inputs
    for index, layer in enumerate(model.layers):
        values = layer.fprop(values)
        if index % 2 == 1:
            values = values.copy()
            for at, unit in off:
                if at == index // 2:
                    values[:, unit] = 0.0 if answers is None else answers[at][unit]
    return values


def error_of(scores, labels):
    return CrossEntropySoftmaxError()(scores, np.eye(scores.shape[1])[labels])


@pytest.mark.parametrize("architecture", SHAPES)
@pytest.mark.parametrize("by_mean", [False, True])
def test_the_network_without_units_is_one_with_their_answers_overwritten(architecture, by_mean):
    params, inputs, _ = made(architecture)
    answers = mean_answers(architecture, params, inputs) if by_mean else None
    off = [(0, 1), (architecture.n_hidden - 1, 2), (0, 0)]
    without = switched_off(architecture, params, off, answers)
    found = probe.class_scores(architecture, without.astype(np.float32), inputs)
    np.testing.assert_allclose(found, forward_with(architecture, params, inputs, off, answers), atol=1e-5)


@pytest.mark.parametrize("architecture", SHAPES)
def test_mean_answers_are_those_of_the_units(architecture):
    params, inputs, _ = made(architecture)
    for found, answers in zip(
        mean_answers(architecture, params, inputs),
        probe.unit_responses(architecture, params, inputs),
        strict=True,
    ):
        np.testing.assert_allclose(found, answers.mean(axis=0), atol=1e-6)


@pytest.mark.parametrize("architecture", SHAPES)
@pytest.mark.parametrize("by_mean", [False, True])
def test_worth_is_the_loss_without_less_the_loss_with(architecture, by_mean):
    params, inputs, labels = made(architecture)
    answers = mean_answers(architecture, params, inputs) if by_mean else None
    measured = worth(architecture, params, inputs, labels, answers)
    whole = forward_with(architecture, params, inputs, [], None)
    assert measured.error == pytest.approx(error_of(whole, labels), rel=1e-5)
    assert measured.accuracy == pytest.approx((whole.argmax(axis=1) == labels).mean())
    for layer, width in enumerate(architecture.sizes[1:-1]):
        for unit in range(width):
            scores = forward_with(architecture, params, inputs, [(layer, unit)], answers)
            expected = error_of(scores, labels)
            assert measured.errors[layer][unit] == pytest.approx(expected, rel=1e-4)
            assert measured.worth[layer][unit] == pytest.approx(expected - error_of(whole, labels), abs=1e-4)
            assert measured.accuracies[layer][unit] == pytest.approx((scores.argmax(axis=1) == labels).mean())


@pytest.mark.parametrize("architecture", SHAPES)
def test_blame_is_the_slope_of_the_error_in_the_units_answer(architecture):
    """Against a difference quotient of each pattern's error in the answer itself."""
    params, inputs, labels = made(architecture)
    inputs, labels, h = inputs[:20], labels[:20], 1e-6
    found = blame(architecture, params, inputs, labels)
    responses = probe.unit_responses(architecture, params, inputs)
    model = make_model(architecture, weights_initialiser=np.zeros)
    model.params = architecture.split(params)
    for layer in range(architecture.n_hidden):
        own = model.fprop(inputs)[2 * layer + 2]
        assert own.shape == responses[layer].shape
        for unit in range(own.shape[1]):
            slopes = []
            for sign in (1, -1):
                values = own.copy()
                values[:, unit] += sign * h
                for one in model.layers[2 * layer + 2 :]:
                    values = one.fprop(values)
                tops = np.log(np.exp(values).sum(axis=1)) - values[np.arange(len(labels)), labels]
                slopes.append(tops)
            assert found[layer][unit] == pytest.approx(
                np.abs((slopes[0] - slopes[1]) / (2 * h)).mean(), rel=1e-4
            )


def test_the_fewest_keep_the_accuracy_and_none_more_can_go_in_the_order_tried():
    architecture = SHAPES[1]
    params, inputs, labels = made(architecture, 4)
    measured = worth(architecture, params, inputs, labels)
    *_, (share, off) = fewest(architecture, params, inputs, labels, within=0.05)
    assert share == 1.0
    assert off
    without = switched_off(architecture, params, off)
    scores = probe.class_scores(architecture, without, inputs)
    assert (scores.argmax(axis=1) == labels).mean() >= measured.accuracy - 0.05 - 1e-9
    order = sorted(
        (value, layer, unit)
        for layer, values in enumerate(measured.worth)
        for unit, value in enumerate(values)
    )
    so_far = []
    for _, layer, unit in order:
        tried = probe.class_scores(
            architecture, switched_off(architecture, params, [*so_far, (layer, unit)]), inputs
        )
        fits = (tried.argmax(axis=1) == labels).mean() >= measured.accuracy - 0.05 - 1e-9
        assert fits == ((layer, unit) in off)
        so_far += [(layer, unit)] if fits else []


def test_what_does_not_fit_is_refused():
    architecture = SHAPES[0]
    params, inputs, labels = made(architecture)
    with pytest.raises(ValueError, match="no unit 5 in hidden layer 0"):
        switched_off(architecture, params, [(0, 5)])
    with pytest.raises(ValueError, match="no unit 0 in hidden layer 1"):
        switched_off(architecture, params, [(1, 0)])
    with pytest.raises(ValueError, match="2 templates a class"):
        worth(Architecture((2, 3), (), 2), np.zeros(18), inputs, labels)


IMAGES = Architecture((784, 12, 7, 10), ("relu", "tanh"))
"""A network on images, of which 4,500 are more than two slices."""


def images() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(5)
    params = rng.normal(scale=0.1, size=IMAGES.n_params)
    return params, rng.integers(0, 256, (4_500, 784), np.uint8), rng.integers(0, 10, 4_500)


def taken(slices):
    """The shares that the slices say, and what they return."""
    shares = []
    while True:
        try:
            shares.append(next(slices))
        except StopIteration as end:
            return shares, end.value


@pytest.mark.parametrize("by_mean", [False, True])
def test_on_images_a_unit_off_is_its_output_overwritten(by_mean):
    params, inputs, labels = images()
    answers = mean_answers(IMAGES, params, inputs) if by_mean else None
    without = switched_off(IMAGES, params, [(0, 3)], answers)
    shares, (error, accuracy) = taken(error_and_accuracy_in_slices(IMAGES, without, inputs, labels))
    scores = forward_with(IMAGES, params, inputs / 255, [(0, 3)], answers)
    assert error == pytest.approx(error_of(scores, labels), abs=1e-5)
    assert accuracy == (scores.argmax(axis=1) == labels).mean()
    assert shares == [pytest.approx(2 / 4.5), pytest.approx(4 / 4.5), 1.0]

    shares, found = taken(worth_in_slices(IMAGES, without, inputs, labels, answers))
    for at, unit in ((0, 0), (0, 11), (1, 6)):
        scores = forward_with(IMAGES, params, inputs / 255, [(0, 3), (at, unit)], answers)
        assert found.errors[at][unit] == pytest.approx(error_of(scores, labels), abs=1e-5)
    assert found.worth[0][3] == pytest.approx(0, abs=1e-6)
    assert shares == sorted(shares)
    assert len(shares) == 3 * (12 + 7)
    assert shares[-1] == 1.0

    shares, blames = taken(blame_in_slices(IMAGES, without, inputs, labels))
    assert len(shares) == 5
    assert blames[0][3] == 0
    assert (np.concatenate(blames) > 0).sum() == 18


def test_slices_leave_numpys_way_with_errors_alone():
    params, inputs, labels = images()
    before = np.geterr()
    for slices in (worth_in_slices, error_and_accuracy_in_slices):
        work = slices(IMAGES, params * 1e30, inputs, labels)
        next(work)
        assert np.geterr() == before
        work.close()
