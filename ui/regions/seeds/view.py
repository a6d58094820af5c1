"""Is it the settings, or the seed? Twenty runs of one network that differ in their seeds."""

from urllib.parse import urlencode

import streamlit as st

from ui.frame import session
from ui.frame.saying import saying
from ui.plane import runs
from ui.plane.run_settings import RegionSettings
from ui.plane.seeds import headline, repeats
from ui.plane.seeds.choice import N_RUNS, seeds
from ui.plane.seeds.part import seeds as part
from ui.plane.seeds.part import seeds_block
from ui.work.progress.work_on import work_on

KEY = "seeds"


def watch() -> None:
    """The picture; until all runs are trained, the progress bar below asks for this part of the page again."""
    settings = session.stored(RegionSettings)
    session.publish_change(settings)
    if not runs.is_ready(settings):
        with saying("plane.headline.too_few"):
            st.info(runs.TOO_FEW_CLASSES)
        return
    above, below = st.container(), st.container()
    with below:
        job = repeats.repeats([settings], settings.vary)
        found = work_on(job, key="seeds_work", doing=f"Training with {N_RUNS} seeds")
    if found is not None:
        with above:
            part(block(settings, found), key=KEY)


def block(settings: RegionSettings, found: repeats.Repeats) -> bytes:
    """Pack all runs so far."""
    return seeds_block(
        found,
        settings,
        settings.vary,
        said=headline.one(found, settings.title),
        names=[f"{N_RUNS} networks"],
        links=[link(settings, number) for number in range(found.n_done)],
        open_at=settings.at,
    )


def link(settings: RegionSettings, number: int) -> str:
    """The address of one run, as its own picture."""
    alone = settings.changed(view="run", at=None, **seeds(settings, settings.vary, number))
    return f"./?{urlencode(alone.to_url())}"
