"""The lab's network as a list of layer objects, and what its last hidden layer adds to the list."""

import itertools
from dataclasses import replace

from datasets.mnist import N_CLASSES
from engine.layers import ACTIVATIONS, AffineLayer
from ui.digits.settings import N_PIXELS
from ui.mnist.lab.kept import LAB


def layers_of(depth: int, activation: tuple[str, ...]) -> list[str]:
    """The calls that make the lab's network with so many hidden layers and their activations, from the inputs on."""
    architecture = replace(LAB, depth=depth, activation=activation).architecture(N_PIXELS, N_CLASSES)
    affine = [
        f"{AffineLayer.__name__}({inputs}, {outputs})"
        for inputs, outputs in itertools.pairwise(architecture.sizes)
    ]
    hidden = [f"{ACTIVATIONS[name].__name__}()" for name in architecture.activations]
    return [call for pair in itertools.zip_longest(affine, hidden) for call in pair if call]


def added(shallow: list[str], deep: list[str]) -> list[int]:
    """Places in the longer list of what the shorter one has not: what stands before the last layer."""
    return list(range(len(shallow) - 1, len(deep) - 1))
