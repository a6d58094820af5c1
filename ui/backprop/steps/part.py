"""The microscope: a visitor steps through the numbers of one forward and one backward pass, and edits them.

The part's header has ``opened`` (another number after each link), the link's ``step``, ``pick`` and ``pattern``,
``updates``, ``answered`` (number of the edit that was carried out last), ``refused`` (a sentence, or "").
"""

from dataclasses import dataclass
from typing import Literal

from ui.backprop.passage.part import LookWishes, Typed, passages_part
from ui.frame.wishes import Number


@dataclass(frozen=True, kw_only=True)
class Order:
    """One step of gradient descent, or back to the initial weights."""

    what: Literal["update", "restart"]
    nonce: Number = 0.0


@dataclass(frozen=True, kw_only=True)
class StepsWishes(LookWishes):
    """The microscope's wishes."""

    edit: Typed | None = None
    do: Order | None = None


steps = passages_part(__file__, "steps", StepsWishes)
"""Mount the part, with ``on_edit``, ``on_look`` and ``on_do``."""
