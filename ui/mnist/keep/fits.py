"""What a file does not say, tried out: each activation with each preparation of the images, counted on a thousand."""

from dataclasses import dataclass, field

from datasets import mnist
from engine.layers import ACTIVATIONS
from engine.questions import probe
from engine.weights_in.network import FoundNetwork

N_TRIED = 1_000
"""Test images on which it is tried, the first ones."""

MEAN, DEVIATION = 0.1307, 0.3081
"""Of MNIST's training images, grey levels from 0 to 1: what PyTorch's examples subtract and divide by."""

PREPARATIONS = {
    "0 to 1": (1.0, 0.0),
    "0 to 255": (255.0, 0.0),
    "−1 to 1": (2.0, -1.0),
    "mean 0, deviation 1": (1 / DEVIATION, -MEAN / DEVIATION),
}
"""How images are prepared for a network: what a grey level from 0 to 1 is multiplied by, and what is then added."""

AS_HERE = next(iter(PREPARATIONS))

BETRAYED = 0.02
"""Share of right answers by which another preparation must be better before the visitor is asked."""


@dataclass(eq=False)
class Brought:
    """A network from a file, with what its visitor has answered of it.

    Parameters
    ----------
    name : str
        Of the file.
    network : FoundNetwork
        As it is in the file.
    test : Images
        On which it is tried.
    activation : str or None
        What the visitor says of its hidden units; None where the file says it, or nobody yet.
    preparation : str
        A key of ``PREPARATIONS``.
    """

    name: str
    network: FoundNetwork
    test: mnist.Images
    activation: str | None = None
    preparation: str = AS_HERE
    _right: dict[tuple[str, str], float] = field(default_factory=dict, init=False)

    @property
    def is_open(self) -> bool:
        """Whether it is still to be said which activation the hidden units have."""
        return self.network.activations is None and self.activation is None

    def right(self, activation: str, preparation: str) -> float:
        """Share of the images that are right with an activation, which counts where the file names none."""
        key = activation if self.network.activations is None else "", preparation
        if key not in self._right:
            network = self.network.seen_through(*PREPARATIONS[preparation])
            test = self.test
            _, accuracy = probe.error_and_accuracy(
                network.architecture(activation), network.params, test.inputs[:N_TRIED], test.labels[:N_TRIED]
            )
            self._right[key] = float(accuracy)
        return self._right[key]

    def best_with(self, activation: str) -> float:
        """Share of the images that are right with an activation, by the preparation that fits best."""
        return max(self.right(activation, preparation) for preparation in PREPARATIONS)

    def best_preparation(self) -> str:
        """The preparation that fits best: that of this page, unless another is right clearly more often."""
        shares = {name: self.right(self.chosen, name) for name in PREPARATIONS}
        best = max(shares, key=shares.__getitem__)
        return best if shares[best] > shares[AS_HERE] + BETRAYED else AS_HERE

    @property
    def chosen(self) -> str:
        """The activation that the visitor has chosen; any where the file names its own."""
        return self.activation or next(iter(ACTIVATIONS))

    def as_here(self) -> FoundNetwork:
        """The network for images as this page prepares them, with its activations."""
        return self.network.seen_through(*PREPARATIONS[self.preparation])
