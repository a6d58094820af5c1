"""Blame: what the outputs make of a hidden unit, what its gate lets through, and one weight nudged by hand.

Its header has ``opened`` (another number after each link), ``unit``, ``pattern`` and ``epsilon`` (where the link
looks), and ``nudge``: ``weight`` (its cell), ``value``, ``gradient``, ``slopes`` (∂y_k/∂w), ``scale`` (the nudges of
the slider) with ``errors`` and ``probabilities`` for each, and ``curve``, a mapping of ``distances`` and ``errors``.

Its wish is ``look``: a ``unit``, a ``weight``, a ``pattern`` or a ``nudge`` that the visitor has picked.
"""

from ui.backprop.passage.part import passages_part

blame = passages_part(__file__, "blame")
"""Mount it, with ``on_look``."""
