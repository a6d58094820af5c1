"""Header fields for the browser: every number of a passage (a forward and a backward pass), and its network.

A header is text, while arrays are float32: the page shows all digits of float64, and computes nothing again.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from engine.arrays import Array
from engine.questions.gradient_check import ParameterCheck
from engine.questions.microscope import Passage
from ui.palette import PALETTES
from ui.words import activation_facts


def passage_numbers(
    passage: Passage, checks: Mapping[str, ParameterCheck], updated: Sequence[Array], error_after: float
) -> dict[str, Any]:
    """Every number of a passage, by the kind under which ``cells.js`` looks it up.

    Parameters
    ----------
    passage : Passage
        Forward and back.
    checks : mapping of str to ParameterCheck
        From ``microscope.checks``.
    updated : sequence of ndarray
        Parameters after one step of gradient descent.
    error_after : float
        The error with these parameters.

    Returns
    -------
    dict
        Nested lists of float, the layer first where there is one; ``checks`` by the name of the parameter array.
    """

    def lists(arrays: Sequence[Array]) -> list[Any]:
        return [array.tolist() for array in arrays]

    return {
        "x": passage.inputs.tolist(),
        "t": passage.targets.tolist(),
        "W": lists(passage.params[::2]),
        "b": lists(passage.params[1::2]),
        "z": lists(passage.sums),
        "h": lists(passage.activations),
        "y": passage.probabilities.tolist(),
        "E": passage.errors.tolist(),
        "ME": passage.error,
        "dy": passage.grads_wrt_probabilities.tolist(),
        "J": passage.jacobians.tolist(),
        "c": passage.chain.tolist(),
        "g": lists(passage.signals),
        "s": lists(passage.blames),
        "f": lists(passage.slopes),
        "dW": lists(passage.grads[::2]),
        "db": lists(passage.grads[1::2]),
        "nW": lists(updated[::2]),
        "nb": lists(updated[1::2]),
        "NE": error_after,
        "collapses": bool(np.allclose(passage.chain, passage.signals[-1], rtol=1e-9, atol=1e-12)),
        "checks": {
            name: {
                "agrees": check.agrees,
                "off": float(check.absolute_errors.max()),
                "differences": check.central_differences.tolist(),
                "relative": check.relative_errors.tolist(),
            }
            for name, check in checks.items()
        },
    }


def network_header(passage: Passage) -> dict[str, Any]:
    """Fields that describe the network, for every part of the Backprop page.

    Parameters
    ----------
    passage : Passage
        Any passage through the network.

    Returns
    -------
    dict
        For the header of a block.
    """
    return {
        "palette": PALETTES,
        "activations": passage.architecture.activations,
        "activation_facts": activation_facts(),
    }
