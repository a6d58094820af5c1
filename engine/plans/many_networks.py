"""The forward pass of many networks over many points: weights and points in, class scores out.

Points are taken a chunk at a time and units are rows (feature-major), so that what one layer leaves is
still in the cache when the next layer reads it.
"""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from .. import patterns, pauses
from ..architecture import Architecture
from ..arrays import Array
from . import activations
from .layout import rows_with_bias
from .operations import Operation, perform

POINTS_AT_ONCE = 4096
"""Most points in a chunk: the outputs of a small network's layers on these fit in a core's own cache."""

NUMBERS_AT_ONCE = 400_000
"""Most inputs in a chunk, all points together: images come in chunks of 500, which take 1.6 MB."""

WIDE = 64
"""Inputs from which it takes longer to turn the points around than to multiply them as they are."""


class ForwardPass:
    """Forward passes of networks of one architecture, in float32, in buffers that are made once.

    Parameters
    ----------
    architecture : Architecture
        The networks' shape.
    n_points : int
        Points that will usually be given; any other number works too.

    Raises
    ------
    ValueError
        If ``n_points`` is below 1, or an activation is not in ``engine.layers.ACTIVATIONS``.
    """

    def __init__(self, architecture: Architecture, n_points: int) -> None:
        if n_points < 1:
            raise ValueError(f"n_points {n_points} is below 1")
        self.architecture, self._n_points = architecture, n_points
        most = max(256, min(POINTS_AT_ONCE, NUMBERS_AT_ONCE // max(architecture.sizes)))
        n_chunks = -(-n_points // most)
        self._width = width = -(-n_points // n_chunks)
        self._order = rows_with_bias(architecture)
        memory_order: Literal["F", "C"] = "F" if architecture.sizes[0] < WIDE else "C"
        self._inputs = np.ones((width, architecture.sizes[0] + 1), np.float32, order=memory_order)
        hidden = [np.ones((size + 1, width), np.float32) for size in architecture.sizes[1:-1]]
        self._sources = [self._inputs.T, *hidden]
        self._sums = [
            *(layer[:-1] for layer in hidden),
            np.empty((architecture.weight_shapes[-1][0], width), np.float32),
        ]
        self._activate: list[list[Operation]] = [
            *(
                activations.forward(name, sums)
                for name, sums in zip(architecture.activations, self._sums, strict=False)
            ),
            [],
        ]

    def is_for(self, architecture: Architecture, n_points: int) -> bool:
        """Whether it is one that would be made from these arguments."""
        return (self.architecture, self._n_points) == (architecture, n_points)

    @property
    def n_bytes(self) -> int:
        """Bytes of the buffers; the order of the parameters is shared."""
        return int(self._inputs.nbytes + sum(sums.nbytes for sums in self._sums))

    def scores(self, params: Array, points: npt.NDArray[Any]) -> Array:
        """Return the scores of the classes, before the softmax.

        Parameters
        ----------
        params : ndarray of shape (n_networks, n_params)
            Each network's parameters in the order of ``Architecture.split``.
        points : ndarray of shape (n_points, input_dim), floating or uint8
            Inputs; grey levels in uint8 are read as ``value / 255``.

        Returns
        -------
        ndarray of shape (n_networks, n_points, n_classes)
            A new float32 array, whose last axis in memory is that of the points. A network's scores are the
            same bits whichever others it comes with.

        Raises
        ------
        ValueError
            If parameters or points do not fit the architecture.
        """
        networks = self._networks(params)
        scores = np.empty((len(params), self.architecture.sizes[-1], len(points)), np.float32)
        with np.errstate(all="ignore"):
            for chunk in self._chunks(points):
                n_here = chunk.stop - chunk.start
                for network, target in zip(networks, scores, strict=True):
                    for weights, source, sums, activate in zip(
                        network, self._sources, self._sums, self._activate, strict=True
                    ):
                        np.dot(weights, source, sums)
                        perform(activate)
                    target[:, chunk] = self._best()[:, :n_here]
                    pauses.look()
        return scores.transpose(0, 2, 1)

    def outputs(self, params: Array, points: npt.NDArray[Any]) -> list[Array]:
        """Return the outputs of every layer of one network: in float32 what ``model.fprop`` returns, entry for entry.

        Parameters
        ----------
        params : ndarray of shape (n_params,)
            The network's parameters in the order of ``Architecture.split``.
        points : ndarray of shape (n_points, input_dim), floating or uint8
            Inputs; grey levels in uint8 are read as ``value / 255``.

        Returns
        -------
        list of ndarray of shape (n_points, width of the layer)
            The inputs, then in turn the weighted sums and the outputs of each hidden layer, then the scores:
            ``2 · n_hidden + 2`` new arrays, whose last axis in memory is that of the points. Where a class has
            several templates, all their scores come before the scores.

        Raises
        ------
        ValueError
            If parameters or points do not fit the architecture.
        """
        (network,) = self._networks(params[np.newaxis])
        sizes, several = self.architecture.sizes, self.architecture.n_templates > 1
        widths = [sizes[0], *(size for size in sizes[1:-1] for _ in range(2)), len(self._sums[-1])]
        widths += [sizes[-1]] if several else []
        results = [np.empty((width, len(points)), np.float32) for width in widths]
        with np.errstate(all="ignore"):
            for chunk in self._chunks(points):
                n_here = chunk.stop - chunk.start
                results[0][:, chunk] = self._inputs[:n_here, :-1].T
                targets = iter(results[1:])
                for weights, source, sums, activate in zip(
                    network, self._sources, self._sums, self._activate, strict=True
                ):
                    np.dot(weights, source, sums)
                    next(targets)[:, chunk] = sums[:, :n_here]
                    if activate:
                        perform(activate)
                        next(targets)[:, chunk] = sums[:, :n_here]
                if several:
                    next(targets)[:, chunk] = self._best()[:, :n_here]
                pauses.look()
        return [result.T for result in results]

    def _best(self) -> Array:
        """Scores of the classes in the chunk: of several templates the best."""
        scores = self._sums[-1]
        n_templates = self.architecture.n_templates
        if n_templates == 1:
            return scores
        best: Array = scores.reshape(-1, n_templates, scores.shape[1]).max(axis=1)
        return best

    def _networks(self, params: Array) -> list[list[Array]]:
        """For each network the weights of each layer, with the biases as a last column."""
        shapes, n_params = self.architecture.weight_shapes, self.architecture.n_params
        if params.ndim != 2 or params.shape[1] != n_params:
            raise ValueError(f"params {params.shape} are not (n_networks, {n_params})")
        ends = np.cumsum([0, *(rows * (columns + 1) for rows, columns in shapes)])
        with np.errstate(over="ignore"):
            ordered = np.asarray(params, np.float32).take(self._order.places, axis=1)
        layers = [
            ordered[:, start:stop].reshape(len(params), rows, -1)
            for (start, stop), (rows, _) in zip(pairwise(ends), shapes, strict=True)
        ]
        return [list(network) for network in zip(*layers, strict=True)]

    def _chunks(self, points: npt.NDArray[Any]) -> Iterator[slice]:
        """Put one chunk of points after another into the input buffer, and say which they are."""
        if points.ndim != 2 or points.shape[1] != self.architecture.sizes[0]:
            raise ValueError(f"points {points.shape} are not (n_points, {self.architecture.sizes[0]})")
        for start in range(0, len(points), self._width):
            chunk = slice(start, min(start + self._width, len(points)))
            self._inputs[: chunk.stop - start, :-1] = patterns.as_floats(points[chunk], np.float32)
            yield chunk
