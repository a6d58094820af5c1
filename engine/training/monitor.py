"""Error and accuracy of many networks on sets of patterns: one forward pass, then sums over the classes."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from .. import patterns
from ..architecture import Architecture
from ..arrays import Array, IntArray
from ..plans.many_networks import ForwardPass

SCORES_AT_ONCE = 30_000
"""Most scores in memory at a time, unless one network has more: as many as a core's cache holds."""

BYTES_JOINED = 1_000_000
"""Sets of inputs that are no larger than this in all go through the network together, which is faster."""

_spare: list[ForwardPass] = []
"""The forward pass that was used last for large inputs: one at most."""

Patterns = tuple[npt.NDArray[Any], IntArray]
"""Inputs (n_patterns, input_dim), floating or uint8 (read as ``value / 255``), and labels (n_patterns,)."""


class Monitor:
    """The mean cross-entropy after a softmax, and the accuracy, on each of some sets of patterns.

    The answers are the same, bit for bit, whether networks come one by one or together.

    Parameters
    ----------
    architecture : Architecture
        The networks' shape.
    sets : sequence of (inputs, labels)
        Sets of patterns. Large inputs are not copied, and the buffers of a forward pass of them are there while it
        lasts: for many runs on images they would take more than the networks.

    Raises
    ------
    ValueError
        If patterns do not fit the architecture, or there are none in a set.
    """

    def __init__(self, architecture: Architecture, sets: Sequence[Patterns]) -> None:
        for inputs, labels in sets:
            patterns.refuse_unfit(architecture, inputs, labels)
        small = sum(inputs.nbytes for inputs, _ in sets) <= BYTES_JOINED
        blocks = [list(sets)] if small else [[patterns_of_one] for patterns_of_one in sets]
        self._blocks = [_Block(architecture, block, keeps_buffers=small) for block in blocks]

    def __call__(self, params: Array) -> Array:
        """Error and accuracy of each network on each set.

        Parameters
        ----------
        params : ndarray of shape (n_networks, n_params)
            In the order of ``Architecture.split``.

        Returns
        -------
        ndarray of shape (n_networks, 2 * n_sets)
            For each set in turn the error in nats, a mean over its patterns that is infinite where their sum is
            more than float32 holds; and the share of its patterns whose class has the highest score, the first
            of equal ones.
        """
        return np.hstack([block.measure(params) for block in self._blocks])

    @property
    def n_bytes(self) -> int:
        """Bytes that the monitor takes beside large inputs, which are not its own."""
        return sum(block.n_bytes for block in self._blocks)


class _Block:
    """Sets of patterns that go through the networks in one piece."""

    def __init__(self, architecture: Architecture, sets: Sequence[Patterns], *, keeps_buffers: bool) -> None:
        if len(sets) == 1:
            self._inputs, self._labels = sets[0]
        else:
            self._inputs = np.concatenate([patterns.as_floats(inputs, np.float32) for inputs, _ in sets])
            self._labels = np.concatenate([labels for _, labels in sets])
        n_patterns, n_classes = len(self._inputs), architecture.sizes[-1]
        ends = np.cumsum([0, *(len(labels) for _, labels in sets)])
        self._sets = [slice(start, stop) for start, stop in pairwise(ends.tolist())]
        self._places = self._labels.astype(np.intp) * n_patterns + np.arange(n_patterns)
        self._n_at_once = max(1, SCORES_AT_ONCE // (n_patterns * n_classes))
        self._architecture = architecture
        self._own = ForwardPass(architecture, n_patterns) if keeps_buffers else None

    @property
    def n_bytes(self) -> int:
        """Bytes of the buffers, and of inputs that are joined."""
        joined = self._inputs.nbytes + self._labels.nbytes if len(self._sets) > 1 else 0
        return joined + self._places.nbytes + (self._own.n_bytes if self._own is not None else 0)

    def measure(self, params: Array) -> Array:
        """Error and accuracy of each network on each set, shape (n_networks, 2 * n_sets)."""
        with self._forward() as forward:
            rows = [
                self._measure_some(forward, params[start : start + self._n_at_once])
                for start in range(0, len(params), self._n_at_once)
            ]
        return np.concatenate(rows)

    @contextmanager
    def _forward(self) -> Iterator[ForwardPass]:
        """The block's own forward pass, or the spare one where it fits, which nobody else has meanwhile."""
        if self._own is not None:
            yield self._own
            return
        try:
            forward = _spare.pop()
        except IndexError:  # another thread has it
            forward = None
        if forward is None or not forward.is_for(self._architecture, len(self._inputs)):
            forward = ForwardPass(self._architecture, len(self._inputs))
        yield forward
        _spare[:] = [forward]

    def _measure_some(self, forward: ForwardPass, params: Array) -> Array:
        """Measure networks whose scores fit in memory together; rows as in ``measure``."""
        scores = forward.scores(params, self._inputs).transpose(0, 2, 1)
        right = scores.reshape(len(params), -1).take(self._places, axis=1)
        columns = []
        with np.errstate(over="ignore", invalid="ignore"):
            highest = scores.max(axis=1)
            hits = right == highest
            losses = highest - right
            scores -= highest[:, np.newaxis]
            ties = hits & ((scores == 0).sum(axis=1, dtype=np.uint8) > 1)
            if ties.any():
                network, pattern = ties.nonzero()
                hits[ties] = scores[network, :, pattern].argmax(axis=1) == self._labels[pattern]
            losses += np.log(np.exp(scores, out=scores).sum(axis=1))
            for one in self._sets:
                errors = losses[:, one].mean(axis=1)
                columns += [np.where(np.isfinite(errors), errors, np.inf), hits[:, one].mean(axis=1)]
        return np.column_stack(columns)
