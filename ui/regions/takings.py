"""What the page of decision regions offers to take away."""

from ui.plane import runs
from ui.plane.run_settings import RegionSettings
from ui.regions.kept import view as kept
from ui.take_away import of_runs
from ui.take_away.of_runs import Found, Shown
from ui.take_away.offers import Offer

PAGE = ""


def takings(settings: RegionSettings) -> list[Offer]:
    """The points; of the run its weights, history and code; and the runs that the visitor keeps."""
    return [*_of_run(settings), *kept.takings(settings)]


def _of_run(settings: RegionSettings) -> list[Offer]:
    """What there is of the run, which needs points of two classes."""
    if not runs.is_ready(settings):
        return []

    def find() -> Found:
        trained = runs.regions_run(settings)
        return trained.run, trained.busy

    shown = Shown(settings.title, settings, PAGE, find)
    return [
        *of_runs.points(lambda: runs.points_of(settings), settings.title, PAGE, settings),
        *of_runs.weights(shown),
        of_runs.history({"": shown}),
        *of_runs.code(shown),
        of_runs.lab(settings, settings.title),
    ]
