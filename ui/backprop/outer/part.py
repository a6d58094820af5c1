"""Outer products: error signals times what comes in, at each crossing a gradient, beside the weights that it moves.

Its header has ``opened`` (another number after each link), ``pattern`` and ``pick`` (where the link looks; W1 for the
first layer).

Its wish is ``look``: the ``pattern`` or the layer, as ``pick``, that the visitor has picked.
"""

from ui.backprop.passage.part import passages_part

outer = passages_part(__file__, "outer")
"""Mount them, with ``on_look``."""
