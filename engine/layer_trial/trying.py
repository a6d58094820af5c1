"""A layer class, tried: which kind it is, and all that is found out about it."""

from collections.abc import Iterator
from functools import partial
from typing import Any, Literal

import numpy as np

from .activation import activation_findings
from .affine import affine_findings
from .calls import LayerError, made
from .findings import Finding

Kind = Literal["activation", "affine"]

BATCH, INPUT_DIM, OUTPUT_DIM = 5, 4, 3
"""Sizes of the trial, all unlike, so that no transposed array fits by chance."""


def kind_of(layer_class: Any) -> Kind:
    """Affine where the class has ``grads_wrt_params``, else an activation."""
    return "affine" if hasattr(layer_class, "grads_wrt_params") else "activation"


def layer_in(names: dict[str, Any], module: str) -> Any:
    """The last class with ``fprop`` that a text has defined.

    Parameters
    ----------
    names : dict
        What the text has left behind.
    module : str
        The ``__name__`` under which it ran: classes that it merely imported are of other modules.

    Returns
    -------
    type
        The class.

    Raises
    ------
    LayerError
        If there is none, or it lacks ``bprop``.
    """
    classes = [one for one in names.values() if isinstance(one, type) and one.__module__ == module]
    layers = [one for one in classes if hasattr(one, "fprop")]
    if not layers:
        found = ", ".join(one.__name__ for one in classes) or "no class"
        raise LayerError(f"There is no class with the method fprop; the text defines {found}.")
    if not hasattr(layers[-1], "bprop"):
        raise LayerError(f"The class {layers[-1].__name__} has fprop, and no bprop.")
    return layers[-1]


def findings(
    layer_class: Any,
    rng: np.random.Generator,
    *,
    batch: int = BATCH,
    input_dim: int = INPUT_DIM,
    output_dim: int = OUTPUT_DIM,
) -> Iterator[Finding]:
    """Try a layer class; each finding comes as soon as it is known.

    Parameters
    ----------
    layer_class : type
        With ``fprop`` and ``bprop``; an affine layer also has ``grads_wrt_params``, and is made from its two widths.
    rng : numpy.random.Generator
        Draws what the layer is tried with.
    batch, input_dim, output_dim : int
        Sizes of the trial, all unlike.

    Yields
    ------
    Finding
        In the order of the algorithm.

    Raises
    ------
    ValueError
        If two of the sizes are alike.
    """
    if len({batch, input_dim, output_dim}) < 3:
        raise ValueError(
            f"batch {batch}, input_dim {input_dim} and output_dim {output_dim} are not all unlike"
        )
    if kind_of(layer_class) == "affine":
        yield from affine_findings(partial(made, layer_class), rng, batch, input_dim, output_dim)
        return
    try:
        layer = made(layer_class)
    except LayerError as fault:
        yield Finding("It can be made", "wrong", str(fault))
        return
    yield from activation_findings(layer, rng, batch, input_dim)
