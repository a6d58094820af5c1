"""Blame: the share of each output in a hidden unit's error signal, the unit's gate, and one weight nudged by hand.

The part's header has ``opened`` (another number after each link), the link's ``unit``, ``pattern`` and ``epsilon``, and
``nudge``. The latter has ``weight`` (the name of its cell), ``value``, ``gradient``, ``slopes`` (∂y_k/∂w), ``scale``
(the nudges of the slider) with ``errors`` and ``probabilities`` for each, and ``curve`` (``distances``, ``errors``).

The part's wish is ``look``: a ``unit``, a ``weight``, a ``pattern`` or a ``nudge`` that the visitor has picked.
"""

from ui.backprop.passage.part import LookWishes, passages_part

blame = passages_part(__file__, "blame", LookWishes)
"""Mount the part, with ``on_look``."""
