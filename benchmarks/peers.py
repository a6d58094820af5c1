"""The others: PyTorch, scikit-learn, and the float64 loop that a student would write. Each does one epoch or pass."""

from __future__ import annotations

import importlib.util
import os
import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from benchmarks.contest import Work
from engine.architecture import Architecture

Floats = npt.NDArray[np.floating[Any]]
Labels = npt.NDArray[np.integer[Any]]

N_THREADS = int(os.environ.get("OPENBLAS_NUM_THREADS", os.cpu_count() or 1))


def is_installed(package: str) -> bool:
    return importlib.util.find_spec(package) is not None


def torch_training(
    architecture: Architecture, inputs: Floats, labels: Labels, batch_size: int, rate: float, epochs: int = 1
) -> Work:
    """PyTorch as its tutorials write it: eager, float32, shuffled where there is more than one batch."""
    import torch

    torch.set_num_threads(N_THREADS)
    kinds = {"sigmoid": torch.nn.Sigmoid, "tanh": torch.nn.Tanh, "relu": torch.nn.ReLU}
    layers: list[Any] = []
    for index, (rows, columns) in enumerate(architecture.weight_shapes):
        layers.append(torch.nn.Linear(columns, rows))
        if index < architecture.n_hidden:
            layers.append(kinds[architecture.activations[index]]())
    model = torch.nn.Sequential(*layers)
    optimiser = torch.optim.SGD(model.parameters(), lr=rate)
    error = torch.nn.CrossEntropyLoss()
    all_inputs, all_labels = (
        torch.from_numpy(inputs.astype(np.float32)),
        torch.from_numpy(labels.astype(np.int64)),
    )

    def step(batch: Any, targets: Any) -> None:
        optimiser.zero_grad()
        loss: Any = error(model(batch), targets)
        loss.backward()
        optimiser.step()

    def train() -> None:
        for _ in range(epochs):
            if batch_size == len(labels):
                step(all_inputs, all_labels)
                continue
            order = torch.randperm(len(labels))
            for start in range(0, len(labels) - batch_size + 1, batch_size):
                rows = order[start : start + batch_size]
                step(all_inputs[rows], all_labels[rows])

    return train


def sklearn_training(
    architecture: Architecture, inputs: Floats, labels: Labels, batch_size: int, rate: float
) -> Work:
    """scikit-learn's MLPClassifier: one shuffled epoch with plain gradient descent in float32."""
    from sklearn.neural_network import MLPClassifier

    names = {"sigmoid": "logistic", "tanh": "tanh", "relu": "relu"}
    classifier = MLPClassifier(
        hidden_layer_sizes=architecture.sizes[1:-1],
        activation=names[architecture.activations[0]],
        solver="sgd",
        alpha=0.0,
        batch_size=batch_size,
        learning_rate_init=rate,
        momentum=0.0,
        nesterovs_momentum=False,
    )
    floats, classes = inputs.astype(np.float32), np.arange(architecture.sizes[-1])

    def train() -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            classifier.partial_fit(floats, labels, classes=classes)

    return train


Function = Callable[[Floats], Floats]

ACTIVATIONS: dict[str, tuple[Function, Function]] = {
    "sigmoid": (lambda z: 1.0 / (1.0 + np.exp(-z)), lambda h: h * (1.0 - h)),
    "tanh": (np.tanh, lambda h: 1.0 - h**2),
    "relu": (lambda z: np.maximum(z, 0.0), lambda h: (h > 0).astype(h.dtype)),
}


def naive_training(
    architecture: Architecture,
    params: list[Floats],
    inputs: Floats,
    labels: Labels,
    batch_size: int,
    rate: float,
    epochs: int = 1,
) -> Work:
    """Train as in a first lab: float64, a fresh array for every result."""
    weights, biases = [p.copy() for p in params[::2]], [p.copy() for p in params[1::2]]
    inputs, targets = inputs.astype(np.float64), np.eye(architecture.sizes[-1])[labels]
    rng = np.random.default_rng(0)
    pairs = [ACTIVATIONS[name] for name in architecture.activations]

    def step(batch: Floats, wanted: Floats) -> None:
        outputs = [batch]
        for (activate, _), w, b in zip(pairs, weights[:-1], biases[:-1], strict=True):
            outputs.append(activate(outputs[-1] @ w.T + b))
        scores = outputs[-1] @ weights[-1].T + biases[-1]
        exponentials = np.exp(scores - scores.max(axis=1, keepdims=True))
        signal = (exponentials / exponentials.sum(axis=1, keepdims=True) - wanted) / len(batch)
        for index in reversed(range(len(weights))):
            weight_grads, bias_grads = signal.T @ outputs[index], signal.sum(axis=0)
            if index > 0:
                signal = (signal @ weights[index]) * pairs[index - 1][1](outputs[index])
            weights[index] -= rate * weight_grads
            biases[index] -= rate * bias_grads

    def train() -> None:
        for _ in range(epochs):
            if batch_size == len(labels):
                step(inputs, targets)
                continue
            order = rng.permutation(len(labels))
            for start in range(0, len(labels) - batch_size + 1, batch_size):
                rows = order[start : start + batch_size]
                step(inputs[rows], targets[rows])

    return train


def torch_forward(architecture: Architecture, params: Floats, points: Floats) -> Work:
    """PyTorch's forward pass without gradients, one network after another."""
    import torch

    torch.set_num_threads(N_THREADS)
    kinds = {"sigmoid": torch.sigmoid, "tanh": torch.tanh, "relu": torch.relu}
    networks = [[torch.from_numpy(p.copy()) for p in architecture.split(flat)] for flat in params]
    inputs = torch.from_numpy(points.astype(np.float32))

    def pass_all() -> list[Any]:
        results = []
        with torch.no_grad():
            for network in networks:
                outputs = inputs
                for index in range(0, len(network), 2):
                    outputs = torch.nn.functional.linear(outputs, network[index], network[index + 1])
                    if index < len(network) - 2:
                        outputs = kinds[architecture.activations[index // 2]](outputs)
                results.append(outputs)
        return results

    return pass_all


def naive_forward(architecture: Architecture, params: Floats, points: Floats) -> Work:
    """Go forward in float64, one network after another."""
    networks, inputs = (
        [architecture.split(flat.astype(np.float64)) for flat in params],
        points.astype(np.float64),
    )

    def pass_all() -> list[Floats]:
        results: list[Floats] = []
        for network in networks:
            outputs: Floats = inputs
            for index in range(0, len(network), 2):
                outputs = outputs @ network[index].T + network[index + 1]
                if index < len(network) - 2:
                    outputs = ACTIVATIONS[architecture.activations[index // 2]][0](outputs)
            results.append(outputs)
        return results

    return pass_all
