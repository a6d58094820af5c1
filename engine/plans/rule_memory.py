"""What a teaching rule remembers from one step to the next, as one vector: the attributes that its class names.

A run is rewound and forked through this vector. Memory that a rule keeps and does not name would be lost on the way,
and the run would quietly become another one. So each rule takes a trial step first, and is refused if it hides
something.
"""

import copy
import pickle
from collections.abc import Hashable
from numbers import Integral, Real
from typing import Any

import numpy as np
import numpy.typing as npt

from ..arrays import Array
from ..learning_rules import GradientDescentLearningRule


class RuleMemory:
    """The attributes that a learning rule names in ``remembers``, in that order.

    Parameters
    ----------
    learning_rule : GradientDescentLearningRule
        A rule after ``initialise``; it is read and restored in place.
    dtype : data type
        Precision in which whole numbers, such as a count of steps, stand in the vector. A fraction always stands
        there in float64, so that it comes back to the bit; the vector is then float64.

    Raises
    ------
    ValueError
        If the rule names what is neither a number nor made of arrays, or if a step changes the shape of what it
        names, or anything else but the parameters.
    """

    def __init__(self, learning_rule: GradientDescentLearningRule, dtype: npt.DTypeLike) -> None:
        self._rule, self._dtype = learning_rule, np.dtype(dtype)
        for name in learning_rule.remembers:
            _refuse_unfit(learning_rule, name)
        _refuse_hidden(learning_rule)

    @property
    def arrays(self) -> list[Array]:
        """All that is remembered: the rule's own arrays, and a new one for each number."""
        found: list[Array] = []
        for name in self._rule.remembers:
            value = getattr(self._rule, name)
            if isinstance(value, Real):
                found.append(np.array(value, self._dtype if isinstance(value, Integral) else np.float64))
            else:
                found += _parts(value)
        return found

    def restore(self, vector: Array) -> None:
        """Take over what ``arrays`` gave, laid end to end."""
        start = 0
        for name in self._rule.remembers:
            value = getattr(self._rule, name)
            if isinstance(value, Real):
                number: Any = type(value)
                setattr(self._rule, name, number(vector[start]))
                start += 1
            else:
                for array in _parts(value):
                    array[...] = vector[start : start + array.size].reshape(array.shape)
                    start += array.size


def _parts(value: Any) -> list[Array]:
    """The arrays of which a remembered attribute is made."""
    return list(value) if isinstance(value, list | tuple) else [value]


def _refuse_unfit(rule: GradientDescentLearningRule, name: str) -> None:
    """Raise ValueError unless this attribute is a number, an array or a list of arrays."""
    value = getattr(rule, name, None)
    if not isinstance(value, Real) and not all(isinstance(part, np.ndarray) for part in _parts(value)):
        raise ValueError(
            f"{type(rule).__name__} remembers {name}, which is {value!r} after reset:"
            " a number, an array or a list of arrays is needed"
        )


def _refuse_hidden(rule: GradientDescentLearningRule) -> None:
    """Raise ValueError if a step of a copy changes an attribute that is not named, or the shape of one that is."""
    trial = copy.deepcopy(rule)
    marks = {name: _mark(value) for name, value in vars(trial).items()}
    shapes = {name: _shapes(trial, name) for name in rule.remembers}
    with np.errstate(all="ignore"):
        trial.update_params([np.ones_like(param) for param in trial.params])
    changed = {name for name, value in vars(trial).items() if marks.get(name) != _mark(value)}
    if hidden := sorted(changed - {"params", *rule.remembers}):
        raise ValueError(
            f"{type(rule).__name__} changes {' and '.join(hidden)} in a step, which its `remembers` does not name:"
            " a run could not be rewound or forked"
        )
    for name, shape in shapes.items():
        if _shapes(trial, name) != shape:
            raise ValueError(
                f"{type(rule).__name__} remembers {name}, whose shape changes in a step, from {shape} to"
                f" {_shapes(trial, name)}: it must stay"
            )


def _shapes(rule: GradientDescentLearningRule, name: str) -> list[tuple[int, ...]]:
    """The shape of each array in a remembered attribute; of a number ()."""
    return [np.shape(part) for part in _parts(getattr(rule, name))]


def _mark(value: Any) -> Hashable:
    """Something that differs where values differ; of what cannot be pickled, such as a lambda, its identity."""
    try:
        return pickle.dumps(value)
    except (pickle.PicklingError, AttributeError, TypeError):
        return id(value)
