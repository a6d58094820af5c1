"""What the page by hand offers to take away: where lines are set, the points and the network that learns as many."""

from ui.hands.settings import HandsSettings
from ui.plane import runs
from ui.take_away import of_points, of_runs
from ui.take_away.of_runs import Found, Shown
from ui.take_away.offers import Offer

PAGE = "hands"


def takings(settings: HandsSettings) -> list[Offer]:
    """The points; once learning is let do it, also the run."""
    if settings.view != "lines" or not runs.is_ready(settings):
        return []
    points = of_points.points(settings, PAGE)
    if not settings.learn:
        return points

    def find() -> Found:
        trained = runs.regions_run(settings.learned())
        return trained.run, trained.busy

    shown = Shown(settings.title, settings, PAGE, find)
    return [*points, *of_runs.weights(shown), of_runs.history({"": shown}), *of_runs.code(shown)]
