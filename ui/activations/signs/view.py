"""Same sign: gradients of the weights into an output, after sigmoids and after tanh, and the path of two weights."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from engine.architecture import Architecture
from engine.arrays import Array
from engine.questions.equivalence import rewritten
from engine.questions.same_sign import descent, hidden_answers, into_output
from ui.activations import runs
from ui.activations.header import sight, through_time
from ui.activations.part import activations_block
from ui.activations.settings import ActivationSettings
from ui.work import new_runs
from ui.work.keeper import light

N_PATTERNS = 40
"""Patterns that the visitor can pick, and number of patterns that the steps of the path are taken from."""

N_STEPS = 80
GOAL = (1.5, -1.5)
RATE = 1.0
NAMES = ("sigmoid", "tanh")

WAYS: dict[str, tuple[str, str, Callable[[Array], Array]]] = {
    "sigmoid": ("sigmoid σ", "sigmoid", lambda answers: answers),
    "centred": ("centred, σ − ½", "sigmoid", lambda answers: answers - 0.5),
    "doubled": ("doubled, 2σ", "sigmoid", lambda answers: 2 * answers),
    "both": ("both, 2σ − 1", "sigmoid", lambda answers: 2 * answers - 1),
    "tanh": ("tanh", "tanh", lambda answers: answers),
}
"""What two weights learn from: words, the activation of the same weighted sums, and what is made of its answers."""


def block(settings: ActivationSettings) -> bytes:
    """Pack the view; its arrays are small, and are kept for all visitors."""
    part = settings.changed(on="points", activation=("sigmoid",)).training_part()
    architecture = runs.architecture_of(part)
    arrays = _numbers(part)
    n_examples = len(arrays["labels"])
    sizes = "–".join(map(str, architecture.sizes))
    header = {
        **sight(settings),
        **through_time(settings, n_epochs=N_STEPS, stop=None, finished=True, speed=0.2),
        "status": f"A linear unit of two weights learns from {N_PATTERNS} patterns by gradient descent at rate "
        f"{RATE:g}. All ways take the same weighted sums; what is made of them differs.",
        "network_words": f"of a {sizes} network before training",
        "n_examples": n_examples,
        "n_outputs": architecture.sizes[-1],
        "width": architecture.sizes[-2],
        "n_steps": N_STEPS,
        "goal": GOAL,
        "ways": [_way(name, part.init_seed) for name in WAYS],
        "example": min(settings.example, n_examples),
        "output": settings.output,
        "taken": settings.taken,
    }
    return activations_block(header, arrays)


Arrays = dict[str, npt.NDArray[np.generic]]


def _inputs(way: str, seed: int) -> Array:
    """What the two weights of a way learn from, shape (N_PATTERNS, 2)."""
    _, activation, change = WAYS[way]
    return change(hidden_answers(activation, N_PATTERNS, np.random.default_rng(seed)))


def _way(name: str, seed: int) -> dict[str, object]:
    """The header's entry for a way: ``Way`` in ``signs.js``."""
    inputs = _inputs(name, seed)
    return {
        "name": name,
        "words": WAYS[name][0],
        "mean": float(inputs.mean()),
        "spread": float(inputs.std()),
    }


@light("numbers of same signs", share=0.03)
def _numbers(settings: ActivationSettings) -> Arrays:
    """All arrays."""
    architecture = runs.architecture_of(settings)
    network = new_runs.initial_network(settings, architecture)
    flat = np.concatenate([param.ravel() for param in network.params])
    (inputs, labels), _ = runs.patterns_of(settings)
    arrays: Arrays = {"labels": labels[:N_PATTERNS].astype(np.uint8)}
    pair = {"sigmoid": (architecture, flat), "tanh": rewritten(architecture, flat, into="tanh")}
    for name, (shape, params) in pair.items():
        arrays |= _arrived(name, shape, params, inputs[:N_PATTERNS], labels[:N_PATTERNS])
    for taken in ("1", "4", "40"):
        for name in WAYS:
            answers = _inputs(name, settings.init_seed)
            path = descent(
                answers, np.array(GOAL), learning_rate=RATE, batch_size=int(taken), n_steps=N_STEPS
            )
            arrays |= {
                f"places_{name}_{taken}": path.places,
                f"distance_{name}_{taken}": np.linalg.norm(path.places - GOAL, axis=1),
                f"together_{name}_{taken}": path.together.astype(np.uint8),
            }
    return arrays


def _arrived(
    name: str, architecture: Architecture, params: Array, inputs: Array, labels: npt.NDArray[np.integer]
) -> Arrays:
    """Hidden answers, error signals and gradients for every pattern and output."""
    outputs = range(architecture.sizes[-1])
    found = [
        [into_output(architecture, params, pattern, int(label), k) for k in outputs]
        for pattern, label in zip(inputs, labels, strict=True)
    ]
    return {
        f"h_{name}": np.array([row[0].inputs for row in found]),
        f"g_{name}": np.array([[one.gradients for one in row] for row in found]),
        "signal": np.array([[one.signal for one in row] for row in found]),
    }
