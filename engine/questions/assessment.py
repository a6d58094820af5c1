"""How well a network does, pattern by pattern: its answer, how sure it is, and which classes it mixes up."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from .. import patterns
from ..architecture import Architecture
from ..arrays import Array, IntArray
from ..plans.many_networks import ForwardPass
from ..training.monitor import Patterns

AT_ONCE = 2_500
"""Patterns between two results: less than 0.1 s for the networks of the page."""


@dataclass(frozen=True, eq=False)
class Assessment:
    """The answers of one network to some labelled patterns.

    Parameters
    ----------
    labels : ndarray of shape (n_patterns,)
        The true class of each, from 0.
    answers : ndarray of shape (n_patterns,), uint8
        The class with the highest score, the first of equal ones.
    log_odds : ndarray of shape (n_patterns,), float32
        How sure each answer is: the logarithm of its probability over that of all other classes together. Answers
        whose probability rounds to 1 still differ in it.
    error : float
        Mean cross-entropy after a softmax, in nats; infinite where it is more than float32 holds.
    n_classes : int
        Number of classes.
    """

    labels: IntArray
    answers: IntArray
    log_odds: Array
    error: float
    n_classes: int

    @property
    def accuracy(self) -> float:
        """Share of right answers, from 0 to 1."""
        return float((self.answers == self.labels).mean())

    @cached_property
    def confusion(self) -> IntArray:
        """Number of patterns of each class that got each answer: a row for each class, a column for each answer."""
        cells = self.labels.astype(np.intp) * self.n_classes + self.answers
        return np.bincount(cells, minlength=self.n_classes**2).reshape(self.n_classes, -1)

    @property
    def class_accuracies(self) -> Array:
        """Share of right answers to each class, shape (n_classes,); nan for a class without patterns."""
        counts = self.confusion.sum(axis=1)
        rights = np.diagonal(self.confusion)
        accuracies: Array = np.divide(rights, counts, out=np.full(self.n_classes, np.nan), where=counts > 0)
        return accuracies

    def cell(self, label: int, answer: int) -> IntArray:
        """Indices of the patterns of class ``label`` that got ``answer``, the surest first."""
        return self._surest_first((self.labels == label) & (self.answers == answer))

    def mistakes(self) -> IntArray:
        """Indices of the patterns that got a wrong answer, the surest first."""
        return self._surest_first(self.answers != self.labels)

    def _surest_first(self, chosen: IntArray) -> IntArray:
        """Indices of the chosen patterns, by falling log odds; equal ones in their own order."""
        places = np.flatnonzero(chosen)
        return places[np.argsort(-self.log_odds[places], kind="stable")]


def most_mistaken(confusion: IntArray) -> tuple[int, int, int]:
    """The pair of classes that is mixed up most often in one direction.

    Parameters
    ----------
    confusion : ndarray of shape (n_classes, n_classes)
        As in ``Assessment``.

    Returns
    -------
    label, answer, count : int
        The true class, the class it is taken for, and how often: the first of equal pairs. The count is 0 where all
        answers are right.
    """
    wrong = confusion.copy()
    np.fill_diagonal(wrong, 0)
    label, answer = np.unravel_index(wrong.argmax(), wrong.shape)
    return int(label), int(answer), int(wrong[label, answer])


def assess(
    architecture: Architecture, params: Array, sets: Mapping[str, Patterns], at_once: int = AT_ONCE
) -> Iterator[tuple[float, dict[str, Assessment]]]:
    """Assess a network on several sets of patterns, a part at a time.

    Parameters
    ----------
    architecture : Architecture
        The network's shape.
    params : ndarray of shape (n_params,)
        The network.
    sets : mapping of str to (inputs, labels)
        As in ``Monitor``; they are taken in this order.
    at_once : int, default 2500
        Patterns between two results.

    Yields
    ------
    share : float
        Of all patterns that have been answered, from 0 to 1.
    assessments : dict of str to Assessment
        Of the sets that are complete; a new one each time.

    Raises
    ------
    ValueError
        If patterns do not fit the architecture, or there are none in a set.
    """
    for inputs, labels in sets.values():
        patterns.refuse_unfit(architecture, inputs, labels)
    n_patterns, n_done = sum(len(labels) for _, labels in sets.values()), 0
    complete: dict[str, Assessment] = {}
    for name, (inputs, labels) in sets.items():
        forward, parts = ForwardPass(architecture, min(at_once, len(labels))), []
        for start in range(0, len(labels), at_once):
            here = slice(start, start + at_once)
            scores = forward.scores(params[np.newaxis], inputs[here])[0]
            parts.append(_judge(scores, labels[here]))
            n_done += len(scores)
            if here.stop < len(labels):
                yield n_done / n_patterns, complete
        answers, log_odds, losses = (np.concatenate(arrays) for arrays in zip(*parts, strict=True))
        mean = float(losses.mean(dtype=np.float64))
        error = mean if np.isfinite(mean) else np.inf
        complete = {**complete, name: Assessment(labels, answers, log_odds, error, architecture.sizes[-1])}
        yield n_done / n_patterns, complete


def _judge(scores: Array, labels: IntArray) -> tuple[IntArray, Array, Array]:
    """Answers, their log odds, and losses, from scores of shape (n_patterns, n_classes)."""
    rows, answers = np.arange(len(scores)), scores.argmax(axis=1)
    with np.errstate(all="ignore"):
        shifted = scores - scores[rows, answers][:, np.newaxis]
        powers = np.exp(shifted)
        powers[rows, answers] = 0.0
        others = powers.sum(axis=1)  # the answer itself weighs 1
        log_odds = -np.log(np.maximum(others, np.finfo(np.float32).tiny))
        losses = np.log1p(others) - shifted[rows, labels]
    return answers.astype(np.uint8), log_odds, losses
