"""What the tests of the engine share: an rng, batches, small networks, and torch's gradients."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from engine.architecture import Architecture
from engine.initialisers import UniformInit
from engine.models import make_model

VECTORS = sorted((Path(__file__).parents[1] / "reference" / "vectors").glob("*.npz"))


@dataclass(frozen=True)
class Reference:
    """A network, a batch, and what torch makes of them in float64: see tests/reference/vectors/README.md."""

    architecture: Architecture
    arrays: dict[str, np.ndarray]

    def in_order(self, weights: str, biases: str) -> list[np.ndarray]:
        """Copies of arrays such as W1, b1, W2, b2, … or dW1, db1, …"""
        numbers = range(1, self.architecture.n_hidden + 2)
        return [self.arrays[f"{name}{number}"].copy() for number in numbers for name in (weights, biases)]

    def make_model(self, dtype=np.float64):
        """The network with its initial parameters."""
        model = make_model(self.architecture, weights_initialiser=np.zeros)
        model.params = [param.astype(dtype) for param in self.in_order("W", "b")]
        return model


@pytest.fixture(params=VECTORS, ids=lambda path: path.stem)
def reference(request):
    """Each network of the ground truth in turn."""
    with np.load(request.param) as arrays:
        arrays = dict(arrays)
    activation = request.param.stem.split("_")[1]
    sizes = tuple(map(int, arrays["sizes"]))
    return Reference(Architecture(sizes, (activation,) * (len(sizes) - 2)), arrays)


@pytest.fixture
def rng():
    """A generator that starts alike in every test."""
    return np.random.default_rng(6102016)


@pytest.fixture
def one_of_k(rng):
    """A maker of 1-of-K targets for a batch."""
    return lambda batch_size, n_classes=3: np.eye(n_classes)[rng.integers(n_classes, size=batch_size)]


@pytest.fixture
def make_network(rng):
    """A maker of networks whose weights and biases are all at work."""

    def make(sizes=(2, 5, 4, 3), activation="tanh", **options):
        start = UniformInit(-1.0, 1.0, rng)
        architecture = Architecture(sizes, (activation,) * (len(sizes) - 2))
        return make_model(architecture, weights_initialiser=start, biases_initialiser=start, **options)

    return make


ARCHITECTURES = [
    Architecture((2, 3)),
    Architecture((2, 6, 3), ("sigmoid",)),
    Architecture((3, 5, 4, 10), ("tanh", "relu")),
    Architecture((2, 4, 4, 4, 2), ("relu", "sigmoid", "tanh")),
]


@pytest.fixture(params=ARCHITECTURES, ids=lambda architecture: "-".join(map(str, architecture.sizes)))
def architecture(request):
    """Networks of no, one, two and three hidden layers."""
    return request.param


@pytest.fixture
def networks(architecture, rng):
    """Flat parameters of three networks of that architecture."""
    return rng.normal(size=(3, architecture.n_params)).astype(np.float32)


@pytest.fixture
def points(architecture, rng):
    """Seventeen inputs."""
    return rng.normal(size=(17, architecture.sizes[0])).astype(np.float32)


@pytest.fixture
def labels(architecture, rng):
    """A class for each of the points."""
    return rng.integers(architecture.sizes[-1], size=17)
