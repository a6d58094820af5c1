"""The microscope: every number of one forward and one backward pass, stepped through, pointed at and edited.

Sent as text, not as float32: what the page shows has all of float64's digits, and nothing is computed again.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from engine.arrays import Array
from engine.layers import ACTIVATIONS
from engine.questions.gradient_check import ParameterCheck
from engine.questions.microscope import Passage
from ui.components.blocks import pack
from ui.components.browser_part import browser_part
from ui.palette import PALETTES

NUMBERS = [
    "shared/blocks.js",
    "shared/colours.js",
    "shared/playback.js",
    "shared/asking.js",
    "microscope/numbers.js",
    "microscope/cells.js",
    "microscope/reasons.js",
    "microscope/reasons_back.js",
]
"""Scripts that know every number of a passage by its name, and where it comes from."""

_mount = browser_part(
    "microscope",
    [
        *NUMBERS,
        "microscope/matrices.js",
        "microscope/wiring.js",
        "microscope/words.js",
        "microscope/microscope.js",
    ],
    ["microscope/network.css"],
)


def passage_numbers(
    passage: Passage, checks: Mapping[str, ParameterCheck], updated: Sequence[Array], error_after: float
) -> dict[str, Any]:
    """Every number of a passage under the name of its kind, as ``cells.js`` looks them up.

    Parameters
    ----------
    passage : Passage
        Forward and back.
    checks : mapping of str to ParameterCheck
        From ``microscope.checks``.
    updated : sequence of ndarray
        Parameters after a step.
    error_after : float
        The error there.

    Returns
    -------
    dict
        Nested lists of float, the layer first where there is one; ``checks`` by the name of the array moved.
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
    """What every component of the Backprop page says about the network.

    Parameters
    ----------
    passage : Passage
        Any of the batch.

    Returns
    -------
    dict
        For the header of a block.
    """
    return {
        "palette": PALETTES,
        "activations": passage.architecture.activations,
        "layer_names": {name: layer.__name__ for name, layer in ACTIVATIONS.items()},
    }


def passages_block(header: Mapping[str, Any], passages: Sequence[Mapping[str, Any]]) -> bytes:
    """Pack what a component of the Backprop page shows, all of it as text.

    Parameters
    ----------
    header : mapping
        ``network_header`` and what the component asks for.
    passages : sequence of mapping
        The batch, then each pattern alone, from ``passage_numbers``.

    Returns
    -------
    bytes
        See ``blocks.pack``; all numbers are in the header.
    """
    return pack({**header, "passages": list(passages)}, {})


def microscope(
    header: Mapping[str, Any],
    passages: Sequence[Mapping[str, Any]],
    *,
    key: str,
    on_edit: Callable[[], None],
    on_look: Callable[[], None],
    on_do: Callable[[], None],
) -> Any:
    """Mount the microscope.

    Parameters
    ----------
    header : mapping
        ``network_header`` and: ``opened`` (another number after each link), ``step``, ``pick`` and ``pattern`` (where
        the link looks), ``numbers`` ("rounded" or "full"), ``rate``, ``updates``, ``answered`` (number of the edit
        that was carried out last), ``refused`` (a sentence, or "").
    passages : sequence of mapping
        The batch, then each pattern alone, from ``passage_numbers``.
    key : str
        The same at every rerun, so that it is updated in place.
    on_edit : callable
        Called when numbers were typed: ``cells``, texts by the cells' names, and ``nonce``.
    on_look : callable
        Called when the visitor has stepped or pointed: ``step``, ``pick``, ``pattern``.
    on_do : callable
        Called for an update: ``what`` ("update" or "restart").

    Returns
    -------
    object
        With ``edit``, ``look`` and ``do``: what was asked for in this rerun, or None.
    """
    block = passages_block(header, passages)
    return _mount(key=key, data=block, on_edit_change=on_edit, on_look_change=on_look, on_do_change=on_do)
