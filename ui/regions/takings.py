"""What the page of decision regions offers to take away."""

from functools import partial

from ui.plane import runs
from ui.plane.run_settings import RegionSettings
from ui.plane.seeds import repeats
from ui.regions.kept import view as kept
from ui.regions.landscape import table
from ui.regions.landscape import view as landscape
from ui.take_away import of_points, of_runs, of_seeds
from ui.take_away.of_runs import Found, Shown
from ui.take_away.offers import Offer

PAGE = ""

NETWORK = "network"
"""What a table calls the one network of this page."""


def takings(settings: RegionSettings) -> list[Offer]:
    """What the view shows: a run and the runs that the visitor keeps, twenty runs, or a run with its landscape."""
    if settings.view == "seeds":
        return _of_seeds(settings)
    if settings.view == "landscape":
        return _of_landscape(settings)
    return [*_of_run(settings), *kept.takings(settings)]


def _of_run(settings: RegionSettings) -> list[Offer]:
    """What there is of the run, which needs points of two classes."""
    if not runs.is_ready(settings):
        return []

    def find() -> Found:
        trained = runs.regions_run(settings)
        return trained.run, trained.busy

    derived = partial(of_points.derived_of, settings)
    shown = Shown(settings.title, settings, PAGE, find, derived=derived)
    return [
        *of_points.points(settings, PAGE),
        *of_runs.weights(shown),
        of_runs.history({"": shown}),
        *of_runs.code(shown),
        of_runs.lab(settings, settings.title),
    ]


def _of_landscape(settings: RegionSettings) -> list[Offer]:
    """What there is of the run, and the grid of losses."""
    if not runs.is_ready(settings):
        return []
    return [*_of_run(settings), table.offer(lambda: landscape.trained(settings), PAGE, settings)]


def _of_seeds(settings: RegionSettings) -> list[Offer]:
    """The points of the first run, and a row for each of the twenty."""
    if not runs.is_ready(settings):
        return []
    job = partial(repeats.repeats, [settings], settings.vary)
    return [
        *of_points.points(settings, PAGE),
        of_seeds.offer(job, [NETWORK], settings.title, PAGE, settings),
    ]
