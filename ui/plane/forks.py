"""The past of a forked run: a stretch for each fork, with the rate and the activations that held until then.

In the link a stretch is the fork's epoch, then the learning rate and the activations that held until then, as in
``past=120:0.02:tanh``. Weights that were set by hand at the fork follow, as ``by_hand`` writes them. Commas join
several stretches, the earliest first. Since the last fork the settings named ``rate`` and ``activation`` hold.
"""

from dataclasses import dataclass
from typing import Any

from ui.plane import by_hand
from ui.plane.by_hand import ByHand
from ui.settings.choices import Choice, Real


@dataclass(frozen=True)
class Stretch:
    """A part of a run's past.

    Parameters
    ----------
    epoch : float
        The moment of the fork, counted in the run that was forked.
    rate : float
        Learning rate until then.
    activation : tuple of str
        Activations until then, kept as the setting of that name is.
    by_hand : ByHand, default none
        Weights that were set there: the fork begins with them.
    """

    epoch: float
    rate: float
    activation: tuple[str, ...]
    by_hand: ByHand = ()


@dataclass(frozen=True, kw_only=True)
class Past(Choice):
    """All stretches of a run's past, at most ``most``; ``epoch``, ``rate`` and ``activation`` read their parts."""

    epoch: Real
    rate: Choice
    activation: Choice
    most: int

    def read(self, text: str) -> tuple[Stretch, ...]:
        """Up to ``most`` stretches."""
        parts = [part.split(":") for part in text.split(",") if text]
        if any(len(part) < 3 for part in parts):
            raise ValueError("is not epoch:rate:activation, as in 120:0.02:tanh")
        if len(parts) > self.most:
            raise ValueError(f"has {len(parts)} forks; {self.most} are the most")
        return tuple(
            Stretch(self.epoch.read(e), self.rate.read(r), self.activation.read(a), by_hand.paired(behind))
            for e, r, a, *behind in parts
        )

    def write(self, value: Any) -> str:
        """Stretches joined by commas."""
        return ",".join(
            ":".join(
                [
                    self.epoch.write(s.epoch),
                    self.rate.write(s.rate),
                    self.activation.write(s.activation),
                    *(by_hand.write(s.by_hand).split(",") if s.by_hand else ()),
                ]
            )
            for s in value
        )
