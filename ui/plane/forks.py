"""What a run was before it was forked: a stretch for each fork, which holds up to a moment of its own run.

In the link a stretch is the moment's epoch, the learning rate and the activations that held until then, as in
``past=120:0.02:tanh``; several are joined by commas, the earliest first. What the other settings say holds since.
"""

from dataclasses import dataclass
from typing import Any

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
        Activations until then, as the setting of that name.
    """

    epoch: float
    rate: float
    activation: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Past(Choice):
    """The stretches before the last fork, ``most`` of them; the other choices read their parts."""

    epoch: Real
    rate: Choice
    activation: Choice
    most: int

    def read(self, text: str) -> tuple[Stretch, ...]:
        """Up to ``most`` stretches."""
        parts = [part.split(":") for part in text.split(",") if text]
        if any(len(part) != 3 for part in parts):
            raise ValueError("is not epoch:rate:activation, as in 120:0.02:tanh")
        if len(parts) > self.most:
            raise ValueError(f"has {len(parts)} forks; {self.most} are the most")
        return tuple(
            Stretch(self.epoch.read(e), self.rate.read(r), self.activation.read(a)) for e, r, a in parts
        )

    def write(self, value: Any) -> str:
        """Stretches joined by commas."""
        return ",".join(
            f"{self.epoch.write(s.epoch)}:{self.rate.write(s.rate)}:{self.activation.write(s.activation)}"
            for s in value
        )
