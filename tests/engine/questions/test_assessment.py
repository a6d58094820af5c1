"""Assessments count what the network answers, and agree with ``engine.questions.probe`` and the monitor."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.architecture import Architecture
from engine.questions import probe
from engine.questions.assessment import Assessment, assess, most_mistaken


@pytest.fixture
def network(rng):
    architecture = Architecture((70, 9, 4), ("tanh",))
    return architecture, rng.normal(size=architecture.n_params).astype(np.float32)


@pytest.fixture
def digits(rng):
    def make(n_patterns):
        return rng.integers(256, size=(n_patterns, 70)).astype(np.uint8), rng.integers(4, size=n_patterns)

    return make


def finished(architecture, params, sets, **options):
    *_, (share, found) = assess(architecture, params, sets, **options)
    assert share == 1.0
    return found


def judged(scores, labels):
    """An assessment of a single layer that gives pattern ``i`` row ``i`` of ``scores``."""
    scores = np.asarray(scores, np.float32)
    architecture = Architecture((len(scores), scores.shape[1]))
    params = np.concatenate([scores.T.ravel(), np.zeros(scores.shape[1], np.float32)])
    return finished(architecture, params, {"all": (np.eye(len(scores)), np.asarray(labels))})["all"]


@pytest.mark.parametrize("at_once", [1, 7, 40, 1000])
def test_an_assessment_agrees_with_the_probe_however_it_is_cut(at_once, network, digits):
    architecture, params = network
    inputs, labels = digits(40)

    found = finished(architecture, params, {"all": (inputs, labels)}, at_once=at_once)["all"]

    error, accuracy = probe.error_and_accuracy(architecture, params, inputs, labels)
    probabilities = probe.class_probabilities(architecture, params, inputs)
    assert found.error == pytest.approx(float(error), rel=1e-5)
    assert found.accuracy == float(accuracy)
    np.testing.assert_array_equal(found.answers, probabilities.argmax(axis=1))
    np.testing.assert_array_equal(found.confusion, probe.confusion(architecture, params, inputs, labels))
    np.testing.assert_allclose(
        1 / (1 + np.exp(-found.log_odds)), probabilities.max(axis=1), rtol=1e-4, atol=1e-6
    )


def test_sets_come_one_after_the_other_and_the_share_rises(network, digits):
    architecture, params = network
    sets = {"first": digits(10), "second": digits(30)}

    steps = list(assess(architecture, params, sets, at_once=8))

    assert [round(40 * share) for share, _ in steps] == [8, 10, 18, 26, 34, 40]
    assert [list(found) for _, found in steps] == [[], *[["first"]] * 4, ["first", "second"]]


def test_a_cell_lists_its_patterns_with_the_surest_first():
    found = judged([[0, 1, 0], [0, 3, 0], [0, 2, 0], [5, 0, 0], [0, 9, 0]], [0, 0, 0, 0, 1])

    assert found.cell(0, 1).tolist() == [1, 2, 0]
    assert found.cell(0, 0).tolist() == [3]
    assert found.cell(1, 1).tolist() == [4]
    assert found.cell(2, 0).tolist() == []
    assert found.mistakes().tolist() == [1, 2, 0]


def test_how_sure_tells_apart_what_probabilities_round_to_one():
    found = judged([[30.0, 0.0], [40.0, 0.0], [35.0, 0.0]], [1, 1, 1])

    assert found.mistakes().tolist() == [1, 2, 0]
    np.testing.assert_allclose(found.log_odds, [30.0, 40.0, 35.0])


def test_scores_beyond_all_bounds_have_an_infinite_error_and_an_order():
    found = judged([[3e38, -3e38], [-3e38, 3e38], [0.0, 0.0]], [1, 1, 0])

    assert found.error == np.inf
    assert found.accuracy == pytest.approx(2 / 3)
    assert found.mistakes().tolist() == [0]
    assert not np.isnan(found.log_odds).any()


def test_equal_scores_answer_the_first_class():
    assert judged([[1.0, 1.0, 1.0], [0.0, 2.0, 2.0]], [0, 2]).answers.tolist() == [0, 1]


def test_a_class_without_patterns_has_no_accuracy():
    found = judged([[1, 0, 0], [0, 1, 0], [1, 0, 0], [1, 0, 0]], [0, 1, 1, 1])

    np.testing.assert_array_equal(found.class_accuracies, [1.0, 1 / 3, np.nan])
    assert found.confusion.tolist() == [[1, 0, 0], [2, 1, 0], [0, 0, 0]]


@given(seed=st.integers(0, 999), n_classes=st.integers(2, 6), n_patterns=st.integers(1, 60))
def test_counts_add_up(seed, n_classes, n_patterns):
    rng = np.random.default_rng(seed)
    labels, answers = rng.integers(n_classes, size=(2, n_patterns))
    found = Assessment(labels, answers.astype(np.uint8), rng.normal(size=n_patterns), 0.5, n_classes)

    cells = [found.cell(k, j) for k in range(n_classes) for j in range(n_classes)]

    assert sorted(np.concatenate(cells).tolist()) == list(range(n_patterns))
    assert [len(cell) for cell in cells] == found.confusion.ravel().tolist()
    assert np.trace(found.confusion) == round(found.accuracy * n_patterns)
    assert len(found.mistakes()) == n_patterns - np.trace(found.confusion)
    label, answer, count = most_mistaken(found.confusion)
    off_diagonal = [len(found.cell(k, j)) for k in range(n_classes) for j in range(n_classes) if k != j]
    assert count == max(off_diagonal)
    assert count == 0 or len(found.cell(label, answer)) == count


def test_patterns_that_do_not_fit_are_refused_with_their_numbers(network, digits):
    architecture, params = network
    inputs, labels = digits(5)
    for wrong in [(inputs[:, :69], labels), (inputs, labels + 1), (inputs[:0], labels[:0])]:
        with pytest.raises(ValueError, match=r"\d"):
            next(assess(architecture, params, {"all": wrong}))
