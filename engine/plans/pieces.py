"""Large batches of images in pieces: the gradient of a batch is the sum of its pieces' gradients."""

from ..architecture import Architecture

ROWS = 1_000
"""Patterns in a piece. One through the largest network takes 25 MB and less than 0.05 s; smaller pieces are slower."""

LEAST_INPUTS = 64
"""Inputs of a network from which its batches come in pieces; fewer make no batch that is large."""


def are_for(architecture: Architecture) -> bool:
    """Whether batches of this network come in pieces."""
    return architecture.sizes[0] >= LEAST_INPUTS


def of_batch(batch_size: int, rows: int = ROWS) -> list[slice]:
    """The pieces of a batch: all of ``rows`` patterns, but for the last.

    Parameters
    ----------
    batch_size : int
        Patterns in a step, at least 1.
    rows : int
        Most patterns in a piece.

    Returns
    -------
    list of slice
        Of the batch's patterns, in their order; the first is the longest.
    """
    return [slice(start, min(start + rows, batch_size)) for start in range(0, batch_size, rows)]
