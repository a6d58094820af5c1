"""When a run stops by itself, and why: in a word for the program and in a sentence for the reader."""

from dataclasses import dataclass
from typing import Literal

from ..bounds import check_count
from .history import Recorder

MAX_EPOCHS = 1_000_000


Kind = Literal["done", "diverged", "patience"]


@dataclass(frozen=True)
class Stop:
    """The end of a run.

    Parameters
    ----------
    kind : {"done", "diverged", "patience"}
        All epochs are over; the loss is no longer finite; no new minimum of the validation loss for long.
    epoch : float
        When, in epochs.
    message : str
        The same for a reader, with what to try next.
    """

    kind: Kind
    epoch: float
    message: str


def done(n_epochs: int) -> Stop:
    """The stop after the last epoch."""
    return Stop("done", float(n_epochs), f"Finished: {_epochs(n_epochs)}")


def diverged(epoch: float, learning_rate: float) -> Stop:
    """The stop after a step that left something not finite; a tenth of the learning rate is worth a try."""
    found = f"Diverged at epoch {epoch:.4g}: the loss is no longer finite."
    advice = f"The learning rate is {learning_rate:.3g}: try {learning_rate / 10:.3g}."
    return Stop("diverged", epoch, f"{found} {advice}")


def out_of_patience(epoch: float, patience: int) -> Stop:
    """The stop after ``patience`` epochs without a new minimum of the validation error."""
    return Stop("patience", epoch, f"Finished: no new minimum of the validation loss for {_epochs(patience)}")


class Endings:
    """The moments at which a run that goes well stops.

    Parameters
    ----------
    steps_per_epoch : int
        Batches in an epoch.
    n_epochs : int
        Epochs after which it is done, 1 to 1,000,000.
    patience : int or None
        Epochs without a new minimum of the validation error after which the run stops, at least 1; None for no such
        stop.

    Raises
    ------
    ValueError
        If a number is out of bounds.
    """

    def __init__(self, steps_per_epoch: int, n_epochs: int, patience: int | None) -> None:
        if patience is not None:
            check_count("patience", patience, 1)
        self._steps_per_epoch, self._patience = steps_per_epoch, patience
        self._best_step = self._since = 0
        self.put_off(n_epochs, least=1)

    def put_off(self, n_epochs: int, least: int) -> None:
        """Let the run be done after ``n_epochs``; ValueError if fewer than ``least``, those that have begun."""
        check_count("n_epochs", n_epochs, least, MAX_EPOCHS)
        self.n_epochs = n_epochs

    def forget(self, since: int = 0) -> None:
        """Forget where the lowest validation error was: the run has gone back, or goes on from what was set by hand.

        Minima before the step ``since`` do not count: they were another network's.
        """
        self._best_step = self._since = since

    def at(self, step: int, recorder: Recorder) -> Stop | None:
        """Why the run stops after ``step`` steps; None while it goes on."""
        return self.done(step) or self._out_of_patience(step, recorder)

    def done(self, step: int) -> Stop | None:
        """The stop after the last epoch; None before it."""
        return done(self.n_epochs) if step == self.n_epochs * self._steps_per_epoch else None

    def _out_of_patience(self, step: int, recorder: Recorder) -> Stop | None:
        """The stop at a record that is too late after the lowest validation error; None at any other step."""
        if self._patience is None or recorder.last_step != step:
            return None
        longest = self._patience * self._steps_per_epoch
        if step - self._best_step >= longest:  # earlier it cannot be time, so the rows need no evaluation
            rows = recorder.rows
            rows = rows[rows[:, 0] >= self._since]
            self._best_step = int(rows[rows[:, 3].argmin(), 0])
        late = step - self._best_step >= longest
        return out_of_patience(step / self._steps_per_epoch, self._patience) if late else None


def _epochs(count: int) -> str:
    return f"{count} epoch" if count == 1 else f"{count} epochs"
