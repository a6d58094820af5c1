"""Claims about batches: the course's semantics, without its faults."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from datasets import mnist, toy
from datasets.data_providers import DataProvider, MNISTDataProvider
from engine import errors, initialisers, layers, learning_rules, models, optimisers
from tests.amount import many

quick = settings(deadline=None, max_examples=many(50))
BOTH_KINDS_OF_RNG = pytest.mark.parametrize("make_rng", [np.random.RandomState, np.random.default_rng])


def make_provider(n=10, batch_size=3, **options):
    return DataProvider(np.arange(2 * n).reshape(n, 2), np.arange(n), batch_size, **options)


def targets_of(provider):
    return [targets.tolist() for _, targets in provider]


@given(st.integers(0, 40), st.integers(1, 12), st.one_of(st.just(-1), st.integers(1, 12)), st.booleans())
@quick
def test_an_epoch_gives_whole_batches_of_different_patterns_and_drops_the_rest(n, batch_size, most, shuffle):
    provider = make_provider(n, batch_size, max_num_batches=most, shuffle_order=shuffle)
    epoch = list(provider)
    assert (
        len(epoch) == provider.num_batches == (n // batch_size if most == -1 else min(most, n // batch_size))
    )
    seen = [target for _, targets in epoch for target in targets]
    assert len(set(seen)) == len(seen) == len(epoch) * batch_size
    for inputs, targets in epoch:
        np.testing.assert_array_equal(inputs, np.stack([2 * targets, 2 * targets + 1], axis=1))


def test_without_shuffling_every_epoch_is_in_order():
    provider = make_provider(shuffle_order=False)
    assert targets_of(provider) == targets_of(provider) == [[0, 1, 2], [3, 4, 5], [6, 7, 8]]


@BOTH_KINDS_OF_RNG
def test_every_epoch_has_its_own_order_which_the_seed_fixes(make_rng):
    provider, same = (make_provider(50, 10, rng=make_rng(1)) for _ in range(2))
    epochs = [targets_of(provider) for _ in range(3)]
    assert epochs == [targets_of(same) for _ in range(3)]
    assert epochs[0] != epochs[1] != epochs[2]


@BOTH_KINDS_OF_RNG
def test_each_shuffle_permutes_the_order_of_the_last(make_rng):
    provider, rng, order = make_provider(9, rng=make_rng(2)), make_rng(2), np.arange(9)
    for _ in range(3):
        order = order[rng.permutation(9)]
        np.testing.assert_array_equal(provider.targets, order)
        np.testing.assert_array_equal(np.concatenate(targets_of(provider)), order)


@BOTH_KINDS_OF_RNG
def test_reset_undoes_the_permutation_then_shuffles_from_the_state_of_the_rng(make_rng):
    provider, rng = make_provider(9, rng=make_rng(3)), make_rng(3)
    rng.permutation(9)
    provider.next()
    provider.reset()
    np.testing.assert_array_equal(provider.targets, rng.permutation(9))
    assert len(targets_of(provider)) == 3


def test_reset_without_shuffling_goes_back_to_the_first_batch_in_order():
    provider = make_provider(shuffle_order=False)
    provider.shuffle()
    provider.next()
    provider.reset()
    assert targets_of(provider) == [[0, 1, 2], [3, 4, 5], [6, 7, 8]]


def test_next_goes_on_and_begins_an_epoch_when_one_is_over():
    provider = make_provider(4, 2, shuffle_order=False)
    assert [provider.next()[1].tolist(), next(provider)[1].tolist()] == [[0, 1], [2, 3]]
    with pytest.raises(StopIteration):
        provider.next()
    assert provider.next()[1].tolist() == [0, 1]


def test_batch_size_and_max_num_batches_can_be_set():
    provider = make_provider(shuffle_order=False)
    provider.batch_size = 4
    assert targets_of(provider) == [[0, 1, 2, 3], [4, 5, 6, 7]]
    provider.max_num_batches = 1
    assert provider.num_batches == 1
    assert targets_of(provider) == [[0, 1, 2, 3]]
    provider.max_num_batches = -1
    assert provider.num_batches == 2


def test_writing_to_a_batch_leaves_the_data_alone():
    provider = make_provider(shuffle_order=False)
    inputs, targets = provider.next()
    inputs[:], targets[:] = -1, -1
    assert provider.inputs.min() == provider.targets.min() == 0


@pytest.mark.parametrize("value", [0, -1])
def test_a_batch_size_below_one_is_refused(value):
    with pytest.raises(ValueError, match=f"batch_size {value}"):
        make_provider(batch_size=value)
    with pytest.raises(ValueError, match=f"batch_size {value}"):
        make_provider().batch_size = value


@pytest.mark.parametrize("value", [0, -2])
def test_a_senseless_number_of_batches_is_refused(value):
    with pytest.raises(ValueError, match=f"max_num_batches {value}"):
        make_provider(max_num_batches=value)
    with pytest.raises(ValueError, match=f"max_num_batches {value}"):
        make_provider().max_num_batches = value


def test_inputs_and_targets_of_different_number_are_refused():
    with pytest.raises(ValueError, match="3 inputs and 2 targets"):
        DataProvider(np.zeros((3, 1)), np.zeros(2), 1)


@pytest.mark.parametrize(
    ("which_set", "part", "n"),
    [
        ("train", "training", 50_000),
        ("valid", "validation", 10_000),
        ("test", "test", 10_000),
        ("eval", "test", 10_000),
    ],
)
def test_every_set_of_mnist_loads(which_set, part, n):
    provider = MNISTDataProvider(which_set, batch_size=100, shuffle_order=False)
    inputs, targets = provider.next()
    images = getattr(mnist.load(), part)
    assert provider.num_batches == n // 100
    np.testing.assert_array_equal(inputs * 256, images.inputs[:100])
    np.testing.assert_array_equal(targets.argmax(axis=1), images.labels[:100])


def test_a_batch_of_mnist_is_grey_levels_below_one_and_one_of_ten():
    provider = MNISTDataProvider("valid", 50, rng=np.random.RandomState(6102016))
    for inputs, targets in provider:
        assert inputs.shape == (50, 784)
        assert inputs.dtype == targets.dtype == np.float64
        assert 0 <= inputs.min() < 0.9 < inputs.max() < 1
        assert targets.shape == (50, 10)
        assert set(np.unique(targets)) == {0, 1}
        assert (targets.sum(axis=1) == 1).all()
    assert provider.inputs.shape == (10_000, 784)
    assert provider.inputs.max() == 255 / 256
    assert provider.num_classes == 10


def test_grey_levels_lose_nothing_in_float32():
    inputs, _ = MNISTDataProvider("test").next()
    np.testing.assert_array_equal(inputs.astype(np.float32), inputs)


def test_to_one_of_k_writes_a_single_one_a_row():
    provider = MNISTDataProvider("test")
    np.testing.assert_array_equal(provider.to_one_of_k(np.array([3, 0, 9])), np.eye(10)[[3, 0, 9]])
    assert provider.to_one_of_k(np.array([], dtype=int)).shape == (0, 10)
    with pytest.raises(ValueError, match="classes 0 to 10"):
        provider.to_one_of_k(np.array([0, 10]))
    with pytest.raises(ValueError, match="classes -1 to 3"):
        provider.to_one_of_k(np.array([3, -1]))


def test_an_unknown_set_is_refused():
    with pytest.raises(ValueError, match=r"'training'.*train, valid"):
        MNISTDataProvider("training")


def train_on_spirals(sizes, n_epochs):
    """Accuracy on validation points after training as a lab does."""
    rng = np.random.default_rng(1)
    split = toy.draw("spirals", size=300, seed=1)
    train, valid = (
        DataProvider(part.inputs, np.eye(3)[part.labels], 50, rng=rng)
        for part in (split.training, split.validation)
    )
    stack = []
    for input_dim, output_dim in pairwise(sizes):
        weights = initialisers.GlorotUniformInit(rng=rng)
        stack += [layers.AffineLayer(input_dim, output_dim, weights), layers.TanhLayer()]
    optimiser = optimisers.Optimiser(
        models.MultipleLayerModel(stack[:-1]),
        errors.CrossEntropySoftmaxError(),
        learning_rules.AdamLearningRule(0.01),
        train,
        valid,
        {"acc": lambda outputs, targets: (outputs.argmax(axis=1) == targets.argmax(axis=1)).mean()},
    )
    stats, columns, _ = optimiser.train(n_epochs, stats_interval=n_epochs)
    return stats[-1, columns["acc(valid)"]]


def test_two_hidden_layers_learn_the_spiral_where_a_single_layer_is_stuck_near_half():
    assert train_on_spirals((2, 16, 16, 3), 200) >= 0.95
    assert 0.4 < train_on_spirals((2, 3), 100) < 0.6
