"""Training patterns that are drawn anew for each epoch, such as digits shifted a little.

Seed and epoch alone determine them: any epoch of the past can be trained again on the patterns that it had.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from .. import pauses
from ..arrays import IntArray
from ..bounds import check_count
from ..plans import used_inputs
from ..plans.plan import Plan

Redraw = Callable[[npt.NDArray[Any], np.random.Generator], npt.NDArray[Any]]
"""Takes the inputs as they were given and a generator; returns new inputs of the same shape and type. It may pause."""

OWN = 1
"""Third number of the seeds, which keeps these draws apart from those of the batches' order."""


ROWS_COPIED = 1_000
"""Patterns that are put in their places between two pauses."""


class Redraws:
    """Binds a plan to the patterns of one epoch after another.

    In each epoch one of ``n_turns`` parts of the patterns is drawn anew: pattern ``i`` where
    ``epoch % n_turns == i % n_turns``. Each part is also drawn once before epoch 0, and keeps that draw until its
    first turn.

    Parameters
    ----------
    plan : Plan
        Bound at the first ``bring``.
    inputs : ndarray of shape (n_patterns, input_dim)
        The patterns as they were given; every draw starts from these.
    labels : ndarray of shape (n_patterns,)
        Their classes.
    redraw : callable
        See ``Redraw``. For the draw of epoch ``e``, its generator comes from ``[seed, e + n_turns - 1, 1]``.
    seed : int
        From 0.
    n_turns : int, default 1
        Epochs in which each pattern is drawn anew once; with 1 all are new in each.

    Raises
    ------
    ValueError
        If ``n_turns`` is below 1.
    """

    def __init__(
        self,
        plan: Plan,
        inputs: npt.NDArray[Any],
        labels: IntArray,
        redraw: Redraw,
        *,
        seed: int,
        n_turns: int = 1,
    ) -> None:
        check_count("redraw_turns", n_turns, 1)
        self._plan, self._given, self._labels = plan, inputs, labels
        self._redraw, self._seed, self._n_turns = redraw, seed, n_turns
        self._epoch: int | None = None
        self._draws = [-1] * n_turns
        # All parts are drawn before epoch 0.
        self._present: npt.NDArray[Any] | None = inputs if n_turns == 1 else np.empty_like(inputs)

    def bring(self, epoch: int) -> None:
        """Bind the patterns of an epoch, unless they are bound already.

        Parameters
        ----------
        epoch : int
            From 0.

        Raises
        ------
        ValueError
            If what was drawn does not fit the network or the labels.
        """
        if epoch == self._epoch:
            return
        if self._epoch is not None:
            self._take_back()
        for turn in range(self._n_turns):
            draw = epoch + self._n_turns - 1 - (epoch - turn) % self._n_turns
            if draw != self._draws[turn]:
                self._draw(turn, draw)
                pauses.look()
        if self._present is None:
            raise RuntimeError(f"no patterns were drawn for epoch {epoch}")
        self._plan.bind(self._present, self._labels)
        self._epoch = epoch
        # The plan has a copy. Where that gives the patterns back, or all are drawn anew, they need not lie here too.
        if self._n_turns == 1 or self._plan.grey_levels is not None:
            self._present = None

    def _take_back(self) -> None:
        """Take over the patterns of the epoch that is bound; the plan's copy goes before another is made."""
        if self._n_turns == 1:
            self._draws = [-1]
        elif self._present is None:
            cut = self._plan.grey_levels
            if cut is None:
                raise RuntimeError("the plan has lost the patterns that it was bound to")
            self._present = used_inputs.uncut(*cut)
        self._epoch = None
        self._plan.unbind()

    def _draw(self, turn: int, draw: int) -> None:
        """Draw one part of the patterns."""
        rng = np.random.default_rng([self._seed, draw, OWN])
        part = slice(turn, None, self._n_turns)
        drawn = self._redraw(self._given[part], rng)
        if self._n_turns == 1 or self._present is None:
            self._present = drawn
        elif drawn.shape != self._present[part].shape or drawn.dtype != self._present.dtype:
            given = self._present[part]
            raise ValueError(f"redraw made {drawn.dtype} {drawn.shape} of inputs {given.dtype} {given.shape}")
        else:
            present = self._present[part]
            for start in range(0, len(drawn), ROWS_COPIED):
                some = slice(start, start + ROWS_COPIED)
                present[some] = drawn[some]
                pauses.look()
        self._draws[turn] = draw
