"""The microscope: every number of one forward and one backward pass, stepped through, pointed at and edited."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ui.backprop.passage.block import passages_block
from ui.browser.browser_part import browser_part

_mount = browser_part(__file__, "steps")


def steps(
    header: Mapping[str, Any],
    passages: Sequence[Mapping[str, Any]],
    *,
    key: str,
    on_edit: Callable[[], None],
    on_look: Callable[[], None],
    on_do: Callable[[], None],
) -> Any:
    """Mount the microscope.

    Parameters
    ----------
    header : mapping
        ``network_header`` and: ``opened`` (another number after each link), ``step``, ``pick`` and ``pattern`` (where
        the link looks), ``numbers`` ("rounded" or "full"), ``rate``, ``updates``, ``answered`` (number of the edit
        that was carried out last), ``refused`` (a sentence, or "").
    passages : sequence of mapping
        The batch, then each pattern alone, from ``passage_numbers``.
    key : str
        The same at every rerun, so that it is updated in place.
    on_edit : callable
        Called when numbers were typed: ``cells``, texts by the cells' names, and ``nonce``.
    on_look : callable
        Called when the visitor has stepped or pointed: ``step``, ``pick``, ``pattern``.
    on_do : callable
        Called for an update: ``what`` ("update" or "restart").

    Returns
    -------
    object
        With ``edit``, ``look`` and ``do``: what was asked for in this rerun, or None.
    """
    block = passages_block(header, passages)
    return _mount(key=key, data=block, on_edit_change=on_edit, on_look_change=on_look, on_do_change=on_do)
