"""Outer products: a layer's error signals times its inputs; each product is a gradient, shown beside its weight.

The part's header has ``opened`` (another number after each link), and the link's ``pattern`` and ``pick`` (W1 for the
first layer).

The part's wish is ``look``: the ``pattern``, or as ``pick`` the layer, that the visitor has picked.
"""

from ui.backprop.passage.part import LookWishes, passages_part

outer = passages_part(__file__, "outer", LookWishes)
"""Mount the part, with ``on_look``."""
