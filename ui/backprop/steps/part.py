"""The microscope: a visitor steps through the numbers of one forward and one backward pass, and edits them.

The part's header has ``opened`` (another number after each link), the link's ``step``, ``pick`` and ``pattern``,
``updates``, ``answered`` (number of the edit that was carried out last), ``refused`` (a sentence, or "").

The part's wishes are ``edit`` (``cells``, texts by the cells' names, and ``nonce``, its number), ``look`` (``step``,
``pick``, ``pattern``) and ``do`` (``what``: "update" or "restart").
"""

from ui.backprop.passage.part import passages_part

steps = passages_part(__file__, "steps")
"""Mount the part, with ``on_edit``, ``on_look`` and ``on_do``."""
