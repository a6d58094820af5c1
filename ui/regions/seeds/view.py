"""Is it the settings, or the seed? Twenty runs of one network that differ in their seeds."""

from urllib.parse import urlencode

from ui.frame import session
from ui.plane import frozen, inputs
from ui.plane.run_settings import RegionSettings
from ui.plane.seeds import headline, repeats
from ui.plane.seeds import view as seeds_view
from ui.plane.seeds.choice import N_RUNS, VARY, seeds
from ui.plane.seeds.part import seeds_block


def watch() -> None:
    """The picture of all runs; while they are trained, of those so far."""
    settings = session.stored(RegionSettings)
    seeds_view.watch(
        settings,
        [settings],
        settings.vary,
        doing=f"Training with {N_RUNS} seeds",
        block=lambda found: block(settings, found),
    )


def block(settings: RegionSettings, found: repeats.Repeats) -> bytes:
    """Pack all runs so far."""
    held, on = frozen.brief(settings.stays), inputs.brief(settings.inputs)
    return seeds_block(
        found,
        settings,
        settings.vary,
        said=headline.one(found, settings.title),
        names=[f"{N_RUNS} networks{f' {on}' if on else ''}{f' ({held})' if held else ''}"],
        links=[link(settings, number) for number in range(found.n_done)],
        open_at=settings.at,
        input_words=settings.input_words,
    )


def code_words(settings: RegionSettings) -> str:
    """Which of the runs the cell of a notebook trains, and how it trains the others."""
    varied = " and ".join(VARY[name].lower() for name in settings.vary)
    return (
        f"The cell trains the first of the {N_RUNS} runs. Each further run has the seed of its {varied} "
        "one higher than the run before; the band and the maps are not computed there."
    )


def link(settings: RegionSettings, number: int) -> str:
    """The address of one run, as its own picture."""
    alone = settings.changed(view="run", at=None, **seeds(settings, settings.vary, number))
    return f"./?{urlencode(alone.to_url())}"
