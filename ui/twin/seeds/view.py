"""Is it depth, or luck? Twenty pairs of networks; in each pair both have the same points and the same seeds."""

from urllib.parse import urlencode

from ui.frame import session
from ui.plane.seeds import headline, repeats
from ui.plane.seeds import view as seeds_view
from ui.plane.seeds.choice import N_RUNS, seeds
from ui.plane.seeds.part import seeds_block
from ui.twin.settings import TwinSettings


def watch() -> None:
    """The picture of all pairs; while they are trained, of those so far."""
    settings = session.stored(TwinSettings)
    seeds_view.watch(
        settings,
        settings.networks(),
        settings.vary,
        doing=f"Training both networks with {N_RUNS} seeds",
        block=lambda found: block(settings, found),
    )


def block(settings: TwinSettings, found: repeats.Repeats) -> bytes:
    """Pack all pairs so far."""
    return seeds_block(
        found,
        settings.networks()[1],
        settings.vary,
        said=headline.pair(found, settings.names(), settings.title),
        names=settings.names(),
        links=[link(settings, number) for number in range(found.n_done)],
        open_at=settings.at,
        input_words=settings.both_input_words,
    )


def link(settings: TwinSettings, number: int) -> str:
    """The address of one pair, as its own picture."""
    alone = settings.changed(view="twin", at=None, **seeds(settings, settings.vary, number))
    return f"./twin?{urlencode(alone.to_url())}"
