"""Keepsakes: what only a visitor's session knows, as text that their browser keeps and brings to a new server.

A link says the rest. Whoever knows something of the kind names it here once, with what gives it and what takes it:

    KEEPSAKES["own points"] = Keepsake(give=_drawn, take=_restore)
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from ui.frame import gate

MOST_LETTERS = 2_300_000
"""Of one keepsake: the largest network of MNIST, 784–512–10 in base64, takes 2.2 million."""

MOST = 10
"""Keepsakes by name."""


@dataclass(frozen=True)
class Keepsake:
    """One thing that a visitor's session knows and no link says.

    Parameters
    ----------
    give : callable
        Gives it as text, "" where there is none.
    take : callable
        Takes such a text, which may come from anybody, into a session that does not know it yet; a ValueError says
        what is wrong with it.
    mark : callable, optional
        Gives a short text that changes with it, "" where there is none; by default from ``give``. It is asked for in
        each rerun.
    """

    give: Callable[[], str]
    take: Callable[[str], None]
    mark: Callable[[], str] | None = None

    def sign(self) -> str:
        """The short text that changes with it, "" where there is none."""
        if self.mark is not None:
            return self.mark()
        text = self.give()
        return hashlib.sha256(text.encode()).hexdigest()[:16] if text else ""


KEEPSAKES: dict[str, Keepsake] = {}
"""All of them, by the names that they have in the browser."""


def take(brought: dict[str, str]) -> None:
    """Take what a browser has brought; what cannot be read is dropped with a line in the log."""
    for name, text in brought.items():
        try:
            if name not in KEEPSAKES:
                raise ValueError("nobody keeps it")
            KEEPSAKES[name].take(text)
        except ValueError as fault:
            gate.drop(f"the keepsake {name[:40]!r}", str(fault))
