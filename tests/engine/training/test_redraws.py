"""Patterns drawn anew for each epoch: the same settings are the same run, however it is cut, gone back in or forked."""

import itertools

import numpy as np
import pytest

from engine.architecture import Architecture
from engine.errors import CrossEntropySoftmaxError
from engine.initialisers import UniformInit
from engine.learning_rules import AdaGradLearningRule, AdamLearningRule, MomentumLearningRule
from engine.models import make_model
from engine.plans import make_plan, used_inputs
from engine.training import TrainingRun
from engine.training.redraws import Redraws

RULES = {
    "momentum": MomentumLearningRule,
    "adam": AdamLearningRule,
    "adagrad, which only the teaching classes know": AdaGradLearningRule,
}
rng = np.random.default_rng(1)
LABELS = rng.integers(3, size=23)
GREYS = (40 * rng.integers(4, size=(23, 70)) * (rng.random(70) < 0.8)).astype(np.uint8)
PLANE = rng.normal(size=(23, 2)).astype(np.float32)


def roll(inputs, rng):
    """Each pattern's inputs moved along by 0, 1 or 2 places; what leaves on one side is gone."""
    moved = np.zeros_like(inputs)
    for row, steps in enumerate(rng.integers(3, size=len(inputs))):
        moved[row, steps:] = inputs[row, : inputs.shape[1] - steps]
    return moved


def make_run(inputs=GREYS, rule="momentum", redraw=roll, **options):
    start = UniformInit(-0.5, 0.5, np.random.default_rng(3))
    architecture = Architecture((inputs.shape[1], 6, 3), ("tanh",))
    model = make_model(architecture, weights_initialiser=start, biases_initialiser=start)
    options = {"batch_size": 5, "n_epochs": 9, "max_snapshots": 4, **options}
    data = (inputs, LABELS)
    return TrainingRun(
        model, CrossEntropySoftmaxError(), RULES[rule](0.05), data, data, redraw=redraw, **options
    )


def everything(run):
    history, snapshots = run.history, run.snapshots
    shown = [history.validation_error, snapshots.params, run.params, run.gradient_sizes()]
    return [array.tobytes() for array in shown] + [run.n_steps]


def whole(**options):
    run = make_run(**options)
    run.advance(10_000)
    return run


KINDS = [
    {},
    {"rule": "adam", "redraw_turns": 3},
    {"rule": "adagrad, which only the teaching classes know", "redraw_turns": 4},
    {"inputs": PLANE, "redraw_turns": 2},
    {"inputs": PLANE, "batch_size": None},
]
kinds = pytest.mark.parametrize("kind", KINDS, ids=str)


@kinds
def test_slices_and_looks_leave_the_run_the_same(kind):
    sliced = make_run(**kind)
    while sliced.advance(3):
        sliced.replay(sliced.epoch / 3)
        sliced.gradient_sizes()

    assert everything(sliced) == everything(whole(**kind))


@kinds
@pytest.mark.parametrize("back", [0.0, 1.0, 4.5, 6.0])
def test_a_run_gone_back_goes_the_same_way_again(kind, back):
    run = make_run(**kind)
    run.advance(round(7.4 * run.steps_per_epoch))
    run.restore(min(back, run.epoch))
    run.advance(10_000)

    assert everything(run) == everything(whole(**kind))


@kinds
def test_a_rewound_run_and_a_fork_go_the_same_way_again(kind):
    run = whole(**kind)
    branch = run.fork(5)
    branch.advance(10_000)
    run.rewind()
    run.advance(10_000)

    assert everything(branch) == everything(run) == everything(whole(**kind))


@kinds
def test_a_replay_shows_what_stepping_showed(kind):
    run, stepped = whole(**kind), make_run(**kind, records_per_epoch=4)
    start = 5 * run.steps_per_epoch
    stepped.advance(start)
    params = [stepped.params]
    for _ in range(run.steps_per_epoch):
        stepped.advance(1)
        params.append(stepped.params)

    np.testing.assert_array_equal(run.replay(5).params, params)


def test_each_epoch_is_trained_on_a_draw_of_its_own_seed():
    run = make_run(n_epochs=3, order_seed=7)
    run.advance(10_000)
    plain = make_run(redraw=None, order_seed=7)
    plan = make_plan(
        make_model(plain.architecture, weights_initialiser=np.zeros),
        CrossEntropySoftmaxError(),
        MomentumLearningRule(0.05),
        batch_size=5,
    )
    state = np.zeros_like(plan.state)
    state[: plain.architecture.n_params] = plain.params
    plan.restore(state)
    for epoch in range(3):
        plan.bind(roll(GREYS, np.random.default_rng([7, epoch, 1])), LABELS)
        plan.run(np.random.default_rng([7, epoch]).permutation(23)[:20].reshape(4, 5))

    np.testing.assert_array_equal(run.params, plan.params_of(plan.state))


class Witness:
    """In a plan's place: remembers what it was bound to, and may have it back at hand as grey levels."""

    def __init__(self, gives_back=False):
        self.bound, self.gives_back, self.n_held = [], gives_back, 0

    def bind(self, inputs, labels):
        assert not self.n_held
        self.bound.append(inputs.copy())
        self.n_held = 1
        self.cut = used_inputs.cut(self.bound[-1])

    @property
    def grey_levels(self):
        return self.cut if self.gives_back else None

    def unbind(self):
        self.n_held = 0


def bound_at(epochs, n_turns, gives_back=False):
    """What the plan is bound to when these epochs are brought in this order."""
    witness = Witness(gives_back)
    redraws = Redraws(witness, GREYS, LABELS, roll, seed=5, n_turns=n_turns)
    for epoch in epochs:
        redraws.bring(epoch)
    return witness.bound


@pytest.mark.parametrize("n_turns", [1, 2, 4, 30])
def test_the_patterns_of_an_epoch_do_not_depend_on_the_way_there(n_turns):
    there = bound_at([6], n_turns)[-1]

    for way in (range(7), [9, 6], [2, 60, 6], [0, 6]):
        for gives_back in (False, True):
            np.testing.assert_array_equal(bound_at(way, n_turns, gives_back)[-1], there)


@pytest.mark.parametrize("n_turns", [1, 4])
def test_what_the_plan_has_a_copy_of_does_not_lie_beside_it(n_turns):
    run = make_run(redraw_turns=n_turns)
    run.advance(1)

    assert run._plan.grey_levels is not None
    assert run._redraws._present is None


@pytest.mark.parametrize("n_turns", [1, 4])
def test_a_draw_that_breaks_off_is_made_again(n_turns):
    def broken(inputs, rng):
        if breaks:
            raise KeyboardInterrupt
        return roll(inputs, rng)

    breaks, witness = [], Witness(gives_back=True)
    redraws = Redraws(witness, GREYS, LABELS, broken, seed=5, n_turns=n_turns)
    redraws.bring(3)
    breaks.append(1)
    with pytest.raises(KeyboardInterrupt):
        redraws.bring(4)
    breaks.clear()
    redraws.bring(3)
    redraws.bring(4)

    for epoch, bound in zip((3, 3, 4), witness.bound, strict=True):
        np.testing.assert_array_equal(bound, bound_at([epoch], n_turns)[-1])


@pytest.mark.parametrize("n_turns", [1, 4])
def test_in_each_epoch_one_part_is_new_and_from_the_first_on_all_are_drawn(n_turns):
    epochs = bound_at(range(9), n_turns)

    for epoch, (before, after) in enumerate(itertools.pairwise(epochs), start=1):
        changed = np.flatnonzero((before != after).any(axis=1))
        assert len(changed) > 0
        assert set(changed % n_turns) == {epoch % n_turns}
    for part in range(n_turns):
        assert (epochs[0][part::n_turns] != GREYS[part::n_turns]).any()


def test_an_epoch_is_bound_once_while_it_lasts():
    assert len(bound_at([0, 0, 1, 1, 1, 0], 1)) == 3


@pytest.mark.parametrize("redraw_turns", [1, 2])
def test_a_draw_that_does_not_fit_is_refused(redraw_turns):
    run = make_run(redraw=lambda inputs, rng: inputs[:, :-1], redraw_turns=redraw_turns)

    with pytest.raises(ValueError, match="69"):
        run.advance(1)


def test_no_turns_are_refused():
    with pytest.raises(ValueError, match="redraw_turns is 0"):
        make_run(redraw_turns=0)
