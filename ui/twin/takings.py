"""What the page with two networks, or a wall of them, offers to take away."""

from collections.abc import Mapping
from functools import partial

from ui.plane import runs
from ui.plane.run_settings import RegionSettings
from ui.plane.seeds import repeats
from ui.take_away import of_points, of_runs, of_seeds
from ui.take_away.of_runs import Found, Shown
from ui.take_away.offers import Offer
from ui.twin.headlines import cell_words
from ui.twin.settings import TwinSettings

PAGE = "twin"


def takings(settings: TwinSettings) -> list[Offer]:
    """The points, and of each network its weights, history and code; of a wall its histories, of 20 pairs a table."""
    if not runs.is_ready(settings):
        return []
    points = of_points.points(settings, PAGE)
    if settings.view == "wall":
        names = [cell_words(settings, i) for i in range(len(settings.wall()))]
        return [*points, of_runs.history(_shown(settings, dict(zip(names, settings.wall(), strict=True))))]
    if settings.view == "seeds":
        job = partial(repeats.repeats, settings.networks(), settings.vary)
        return [*points, of_seeds.offer(job, settings.names(), settings.title, PAGE, settings)]
    pair = _shown(settings, dict(zip(settings.names(), settings.networks(), strict=True)))
    each = [offer for name, one in pair.items() for offer in of_runs.weights(one, name)]
    code = [offer for name, one in pair.items() for offer in of_runs.code(one, name)]
    return [*points, *each, of_runs.history(pair), *code]


def _shown(settings: TwinSettings, networks: Mapping[str, RegionSettings]) -> dict[str, Shown]:
    """Runs by their networks' names."""

    def find(one: RegionSettings) -> Found:
        trained = runs.regions_run(one)
        return trained.run, trained.busy

    return {
        name: Shown(
            settings.title,
            settings,
            PAGE,
            partial(find, one),
            derived=partial(of_points.derived_of, one),
        )
        for name, one in networks.items()
    }
