"""Is it depth, or luck? Twenty pairs of networks; in each pair both have the same points and the same seeds."""

from urllib.parse import urlencode

import streamlit as st

from ui.frame import session
from ui.frame.saying import saying
from ui.plane import runs
from ui.plane.seeds import headline, repeats
from ui.plane.seeds.choice import N_RUNS, seeds
from ui.plane.seeds.part import seeds as part
from ui.plane.seeds.part import seeds_block
from ui.twin.settings import TwinSettings
from ui.work.progress.work_on import work_on

KEY = "seeds"


def watch() -> None:
    """The picture; until all pairs are trained, the progress bar below asks for this part of the page again."""
    settings = session.stored(TwinSettings)
    session.publish_change(settings)
    if not runs.is_ready(settings):
        with saying("plane.headline.too_few"):
            st.info(runs.TOO_FEW_CLASSES)
        return
    above, below = st.container(), st.container()
    with below:
        job = repeats.repeats(settings.networks(), settings.vary)
        found = work_on(job, key="seeds_work", doing=f"Training both networks with {N_RUNS} seeds")
    if found is not None:
        with above:
            part(block(settings, found), key=KEY)


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
    )


def link(settings: TwinSettings, number: int) -> str:
    """The address of one pair, as its own picture."""
    alone = settings.changed(view="twin", at=None, **seeds(settings, settings.vary, number))
    return f"./twin?{urlencode(alone.to_url())}"
