"""Layers as students write them: right ones, and each with one slip."""

from collections.abc import Callable
from typing import Any

import numpy as np

from engine.layer_trial.findings import Finding
from engine.layer_trial.trying import findings


def activation(fprop: Callable[..., Any], bprop: Callable[..., Any]) -> type:
    """A class of an activation with these two methods, which get no ``self``."""
    return type(
        "MyLayer",
        (),
        {"fprop": lambda self, x: fprop(x), "bprop": lambda self, x, y, g: bprop(x, y, g)},
    )


def affine(
    *,
    fprop: Callable[..., Any] = lambda w, b, x: x @ w.T + b,
    bprop: Callable[..., Any] = lambda w, b, x, g: g @ w,
    grads: Callable[..., Any] = lambda w, b, x, g: [g.T @ x, g.sum(axis=0)],
    params: Callable[..., Any] = lambda w, b: [w, b],
    start: Callable[[int, int], tuple[Any, Any]] = lambda n, m: (np.zeros((m, n)), np.zeros(m)),
) -> type:
    """A class of an affine layer; each method gets weights and biases first."""

    class MyAffine:
        def __init__(self, input_dim, output_dim):
            self.weights, self.biases = start(input_dim, output_dim)

        @property
        def params(self):
            return params(self.weights, self.biases)

        def fprop(self, inputs):
            return fprop(self.weights, self.biases, inputs)

        def bprop(self, inputs, outputs, grads_wrt_outputs):
            return bprop(self.weights, self.biases, inputs, grads_wrt_outputs)

        def grads_wrt_params(self, inputs, grads_wrt_outputs):
            return grads(self.weights, self.biases, inputs, grads_wrt_outputs)

    return MyAffine


def tried(layer_class: Any, seed: int = 1, **sizes: int) -> list[Finding]:
    """All findings."""
    return list(findings(layer_class, np.random.default_rng(seed), **sizes))


def wrong(layer_class: Any, seed: int = 1, **sizes: int) -> list[tuple[str, str | None]]:
    """What is wrong, and the slip's name, of each finding that is wrong."""
    return [(one.check, one.slip) for one in tried(layer_class, seed, **sizes) if one.verdict == "wrong"]


def sigmoid(x: Any) -> Any:
    """The sigmoid, as one writes it without fear of overflow."""
    return np.where(x >= 0, 1 / (1 + np.exp(-np.abs(x))), np.exp(-np.abs(x)) / (1 + np.exp(-np.abs(x))))
