"""Several small networks trained side by side, on the same batches, in the calls that one of them would need.

The networks have one architecture and one kind of learning rule; their initial parameters and the rule's
settings are their own. A network whose parameters stop being finite is frozen where they last were; the
others go on. The error signal always takes its stable form, so that no network's step depends on what
happens to another.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from engine import patterns
from engine.arrays import Array, IntArray
from engine.errors import CrossEntropySoftmaxError, Error
from engine.learning_rules import GradientDescentLearningRule
from engine.models import MultipleLayerModel, architecture_of
from engine.plans import activations, layout, penalties, updates
from engine.plans.feature_major import FeatureMajorGradient
from engine.plans.held import held
from engine.plans.memory import Memory
from engine.plans.operations import perform
from engine.plans.softmax import unit

STEPS_AT_ONCE = 32
"""Steps between two copies of the parameters."""


class StackedPlan:
    """Training steps of several networks on one bound data set, in float32.

    What ``Plan`` has for one network this has for several: states, parameters, gradients, learning rates
    and steps taken have a leading axis of networks. A network's state is what a fast plan's would be.

    Parameters
    ----------
    models : sequence of MultipleLayerModel
        The networks with their initial parameters, all of one architecture. They are copied.
    error : CrossEntropySoftmaxError
        The error to be lowered.
    learning_rules : sequence of GradientDescentLearningRule
        For each network gradient descent, momentum or Adam, the same for all, with settings of its own.
    batch_size : int
        Patterns in a step.

    Raises
    ------
    ValueError
        If the networks differ in architecture, the rules in kind, their numbers from each other, or one of
        them has no fast form: see ``make_plan``.
    """

    def __init__(
        self,
        models: Sequence[MultipleLayerModel],
        error: Error,
        learning_rules: Sequence[GradientDescentLearningRule],
        *,
        batch_size: int,
    ) -> None:
        _refuse_unfit(models, error, learning_rules, batch_size)
        self.architecture = architecture_of(models[0])
        self.batch_size, self.n_networks = batch_size, len(models)
        rule_type = updates.UPDATES[type(learning_rules[0])]
        self._memory = Memory(rule_type.n_vectors, (len(models),), self.architecture.n_params)
        with np.errstate(over="ignore"):
            self._memory.vectors[0] = [_flat(model) for model in models]
        self._memory.lay_out(layout.rows_with_bias(self.architecture))
        self._penalties = np.stack([penalties.l2_coefficients(model) for model in models])
        self._held = np.stack([held(model) for model in models])
        self._update = rule_type(
            lambda name: np.array([[getattr(rule, name)] for rule in learning_rules], np.float64),
            self._memory.vectors,
            self._memory.grads,
            self._memory.in_own_order(self._penalties) if self._penalties.any() else None,
            self._memory.in_own_order(self._held) if self._held.any() else None,
        )
        input_dim, n_classes = self.architecture.sizes[0], self.architecture.sizes[-1]
        batch = np.ones((n_classes + input_dim + 1, batch_size), np.float32)
        self._batch, self._targets = batch[:-1], np.zeros((n_classes, len(models), batch_size), np.float32)
        self._bound: Array = np.empty((n_classes + input_dim, 0), np.float32)
        gradient = FeatureMajorGradient(
            self.architecture,
            self._memory.vectors[0],
            self._memory.grads,
            inputs=batch[n_classes:],
            targets=self._targets.reshape(n_classes, -1),
        )
        self._operations, self._signal = gradient.stable, gradient.signal
        self._rates = np.array(self._update.learning_rate)
        self._frozen = np.zeros(len(models), bool)
        self._frozen_state = self._memory.state(self._update)
        self._scale_signal()

    @property
    def learning_rate(self) -> Array:
        """Learning rate of each network's next step, shape (n_networks,); one for all may be set too."""
        return self._rates[:, 0].copy()

    @learning_rate.setter
    def learning_rate(self, values: npt.ArrayLike) -> None:
        rates = np.broadcast_to(np.asarray(values, np.float64), (self.n_networks,))
        if not ((rates >= 0) & (rates < np.inf)).all():
            raise ValueError(f"learning rates {rates} are not finite numbers of at least 0")
        self._thaw()
        self._rates = rates[:, np.newaxis].copy()
        self._update.learning_rate = self._rates
        self._scale_signal()

    def _scale_signal(self) -> None:
        factor = np.broadcast_to(self._update.signal_factor, (self.n_networks, self.batch_size))
        self._signal.scale_by(factor.reshape(-1) / self.batch_size)

    def bind(self, inputs: npt.NDArray[Any], labels: IntArray) -> None:
        """Choose the patterns that the rows of ``run`` index, as in ``Plan``; they are copied."""
        patterns.refuse_unfit(self.architecture, inputs, labels)
        n_classes = self.architecture.sizes[-1]
        targets = patterns.one_of_k(labels, n_classes, np.float32, unit(n_classes))
        self._bound = np.ascontiguousarray(np.hstack([targets, patterns.as_floats(inputs, np.float32)]).T)
        self._thaw()

    def run(self, rows: IntArray) -> IntArray:
        """Take one step of every network for each row of batch indices.

        Parameters
        ----------
        rows : ndarray of shape (n_steps, batch_size)
            For each step the patterns of its batch, as indices into the bound data.

        Returns
        -------
        ndarray of int, shape (n_networks,)
            Steps each network took: fewer than ``n_steps`` where a parameter stopped being finite. It then
            keeps those from before, and takes no more steps until it is restored, rebound or given a
            learning rate.
        """
        rows = patterns.check_rows(rows, self.batch_size, self._bound.shape[1])
        n_taken = np.zeros(self.n_networks, np.intp)
        with np.errstate(all="ignore"):
            for start in range(0, len(rows), STEPS_AT_ONCE):
                part = rows[start : start + STEPS_AT_ONCE]
                self._memory.keep(self._update)
                self._take(part)
                if self._are_finite().all():
                    n_taken[~self._frozen] += len(part)
                else:
                    self._memory.put_back(self._update)
                    n_taken += self._take_one_by_one(part)
        return n_taken

    def _take(self, rows: IntArray) -> None:
        """Take steps; if all batches are the same, as full batches are, it is loaded once."""
        operations = self._operations + self._update.operations
        one_for_all = np.equal(rows, rows[0]).all()
        self._load(rows[0])
        for index, row in enumerate(rows):
            if index > 0 and not one_for_all:
                self._load(row)
            for operation, arguments in operations:
                operation(*arguments)

    def _take_one_by_one(self, rows: IntArray) -> IntArray:
        """Return how many steps each network could take; freeze those that could not go on."""
        n_taken = np.zeros(self.n_networks, np.intp)
        for row in rows:
            self._memory.keep(self._update)
            self._take(row[np.newaxis])
            failed = ~self._are_finite()
            if failed.any():
                self._freeze(failed)
            n_taken[~self._frozen] += 1
        return n_taken

    def _load(self, row: IntArray) -> None:
        self._bound.take(row, 1, self._batch, "clip")
        self._targets[...] = self._batch[: len(self._targets), np.newaxis]

    def _are_finite(self) -> npt.NDArray[np.bool_]:
        """Whether each network's parameters and memory are finite, shape (n_networks,)."""
        return np.asarray(np.isfinite(self._memory.vectors).all(axis=(0, 2)))

    def _freeze(self, failed: npt.NDArray[np.bool_]) -> None:
        """Set networks aside as they were before this step; zeros stand in for them, at rate 0."""
        after = self._memory.state(self._update)
        self._memory.put_back(self._update)
        before = self._memory.state(self._update)
        self._frozen_state[failed] = before[failed]
        self._frozen |= failed
        after[self._frozen] = 0.0
        self._memory.restore(after, self._update)
        self._update.learning_rate = np.where(self._frozen[:, np.newaxis], 0.0, self._rates)
        self._scale_signal()

    def _thaw(self) -> None:
        """Bring back the networks that were set aside."""
        if self._frozen.any():
            self._memory.restore(self.state, self._update)
            self._frozen[...] = False
            self._update.learning_rate = self._rates
            self._scale_signal()

    @property
    def state(self) -> Array:
        """A copy of each network's state, shape (n_networks, n_state)."""
        return np.where(self._frozen[:, np.newaxis], self._frozen_state, self._memory.state(self._update))

    def restore(self, state: Array) -> None:
        """Go back to a state that ``state`` gave, with the learning rates that are set now."""
        self._thaw()
        self._memory.restore(state, self._update)

    def params_of(self, states: Array) -> Array:
        """Return the parameters within states, shape (..., n_params), float32."""
        return np.asarray(states[..., : self.architecture.n_params], np.float32)

    def gradient(self, rows: npt.NDArray[np.integer[Any]]) -> Array:
        """Return gradients, penalties included, on the patterns ``rows``, shape (n_networks, n_params)."""
        self._load(patterns.check_rows(rows[np.newaxis], self.batch_size, self._bound.shape[1])[0])
        self._thaw()
        self._signal.scale_by(1.0 / self.batch_size)
        with np.errstate(all="ignore"):
            perform(self._operations)
        self._scale_signal()
        params = self._memory.in_course_order(self._memory.vectors[0])
        grads = self._memory.in_course_order(self._memory.grads) + self._penalties * params
        return np.where(self._held, np.float32(0.0), grads)


def _flat(model: MultipleLayerModel) -> Array:
    """Return the parameters of a model in one vector."""
    return np.concatenate([param.ravel() for param in model.params])


def _refuse_unfit(
    models: Sequence[MultipleLayerModel],
    error: Error,
    learning_rules: Sequence[GradientDescentLearningRule],
    batch_size: int,
) -> None:
    """Raise ValueError unless these can be trained side by side."""
    if batch_size < 1:
        raise ValueError(f"batch_size {batch_size} is below 1")
    if not models or len(models) != len(learning_rules):
        raise ValueError(
            f"{len(models)} models and {len(learning_rules)} learning rules given; as many needed"
        )
    architectures = {architecture_of(model) for model in models}
    if len(architectures) > 1:
        raise ValueError(f"{len(architectures)} architectures given, 1 is needed: {architectures}")
    architecture = architectures.pop()
    if architecture.n_templates > 1:
        raise ValueError(
            f"{architecture.n_templates} templates a class have no fast form side by side: see make_plan"
        )
    names = architecture.activations
    if not activations.are_fast(names):
        raise ValueError(f"activations {names} have no fast form: train one by one, see make_plan")
    kinds = {type(rule) for rule in learning_rules}
    if len(kinds) > 1 or not all(updates.is_fast(rule) for rule in learning_rules):
        raise ValueError(f"learning rules {list(learning_rules)} are not of one kind that has a fast form")
    if type(error) is not CrossEntropySoftmaxError or not all(
        penalties.are_only_l2(model) for model in models
    ):
        raise ValueError(f"error {error} or a penalty other than L2 has no fast form")
