"""Which seeds vary from run to run, and the settings of each run."""

from typing import Any

from ui.plane.settings import PlaneSettings
from ui.settings.base import setting
from ui.settings.choices import Names

N_RUNS = 20
"""Runs that are set side by side; the first is the page's own."""

VARY = {"data": "Points", "weights": "Initial weights", "batches": "Batches"}
"""From the name in the link to the words on the page."""

FIELDS = {"data": "data_seed", "weights": "init_seed", "batches": "order_seed"}
"""The setting behind each of them."""

MOST_SEED = 9_999


def vary_setting() -> Any:
    """Declare the setting that says which seeds vary."""
    return setting(
        Names(
            label="Vary from run to run",
            default=tuple(VARY),
            options=VARY,
            words=VARY.__getitem__,
            view=True,
        )
    )


def bounded(vary: tuple[str, ...]) -> tuple[tuple[str, ...], list[str]]:
    """Give the choice, and a sentence where none was made: then all vary."""
    if vary:
        return vary, []
    return tuple(VARY), ["Vary from run to run: nothing is named; all seeds vary."]


def seeds(settings: PlaneSettings, vary: tuple[str, ...], number: int) -> dict[str, int]:
    """Give the three seeds of a run; what varies counts up from the page's own seed, and after 9,999 comes 0.

    Parameters
    ----------
    settings : PlaneSettings
        Their seeds are those of run number 0.
    vary : tuple of str
        Which seeds differ from run to run, as in ``VARY``.
    number : int
        Which run, from 0.

    Returns
    -------
    dict of str to int
        By the name of the setting.
    """
    own = {name: int(getattr(settings, name)) for name in FIELDS.values()}
    return own | {FIELDS[name]: (own[FIELDS[name]] + number) % (MOST_SEED + 1) for name in vary}
