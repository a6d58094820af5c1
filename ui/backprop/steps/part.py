"""The microscope: every number of one forward and one backward pass, stepped through, pointed at and edited.

Its header has ``opened`` (another number after each link), ``step``, ``pick`` and ``pattern`` (where the link looks),
``updates``, ``answered`` (number of the edit that was carried out last), ``refused`` (a sentence, or "").

Its wishes are ``edit`` (``cells``, texts by the cells' names, and ``nonce``), ``look`` (``step``, ``pick``,
``pattern``) and ``do`` (``what``: "update" or "restart").
"""

from ui.backprop.passage.part import passages_part

steps = passages_part(__file__, "steps")
"""Mount it, with ``on_edit``, ``on_look`` and ``on_do``."""
