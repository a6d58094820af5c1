"""Why a run stopped by itself, in a word for the program and in a sentence for the reader."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Stop:
    """The end of a run.

    Parameters
    ----------
    kind : {"done", "diverged", "patience"}
        All epochs taken; the loss no longer finite; the validation loss no longer falling.
    epoch : float
        When, in epochs.
    message : str
        The same for a reader, with what to try next.
    """

    kind: Literal["done", "diverged", "patience"]
    epoch: float
    message: str


def done(n_epochs: int) -> Stop:
    """The stop after the last epoch."""
    return Stop("done", float(n_epochs), f"Finished: {_epochs(n_epochs)}")


def diverged(epoch: float, learning_rate: float) -> Stop:
    """The stop after a step that left something not finite; a tenth of the learning rate is suggested."""
    found = f"Diverged at epoch {epoch:.4g}: the loss is no longer finite."
    advice = f"Learning rate {learning_rate:.3g} is too large; try {learning_rate / 10:.3g}."
    return Stop("diverged", epoch, f"{found} {advice}")


def out_of_patience(epoch: float, patience: int) -> Stop:
    """The stop after so many epochs without a new minimum of the validation error."""
    return Stop("patience", epoch, f"Finished: validation loss has not fallen for {_epochs(patience)}")


def _epochs(count: int) -> str:
    return f"{count} epoch" if count == 1 else f"{count} epochs"
