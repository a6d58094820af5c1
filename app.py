"""Page settings and navigation; each page is a folder in ``ui``, and begins in its ``page.py``."""

import streamlit as st

from ui.activations import page as activations
from ui.backprop import page as backprop
from ui.frame import browser_part, gate, gathering, session, style
from ui.frame.bar.part import bar
from ui.frame.reconnect import part as reconnect
from ui.hands import page as hands
from ui.lecture import page as lecture
from ui.lecture import scenes, walk
from ui.lecture.presenter import view as presenter
from ui.lecture.rooms import view as room
from ui.mnist import page as mnist
from ui.regions import page as regions
from ui.twin import page as twin
from ui.work import housekeeping

housekeeping.start()
gate.close()
browser_part.all_are_registered()
st.set_page_config(page_title="Hidden Layers", page_icon="static/hidden-layers.svg", layout="wide")
style.apply()
st.logo("static/hidden-layers.svg", size="large")

PAGES = {
    "regions": ("Decision regions", regions.page),
    "twin": ("Single and multi-layer", twin.page),
    "hands": ("By hand", hands.page),
    "mnist": ("MNIST templates", mnist.page),
    "backprop": ("Backprop", backprop.page),
    "activations": ("Activations", activations.page),
    "lecture": ("Lecture", lecture.page),
}
first = next(iter(PAGES))
pages = {
    name: st.Page(
        session.or_sentence(page), title=title, url_path="" if name == first else name, default=name == first
    )
    for name, (title, page) in PAGES.items()
}
by_name = st.Page(
    session.or_sentence(PAGES[first][1]), title=PAGES[first][0], url_path=first, visibility="hidden"
)


def whole() -> None:
    """The page that the address names, with what stands around it; or a phone's, or the presenter's."""
    session.tidy()
    is_phone, is_presenter = room.asked_for() is not None, presenter.asked_for()
    guide, *others = sorted(
        pages, key=lambda name: name != "lecture"
    )  # who wants to be led finds the lecture first
    opened = st.navigation(
        [pages[guide], *map(pages.__getitem__, others), by_name],
        position="hidden" if is_phone or is_presenter else "top",
    )
    session.begin(scenes.settings_of, opened.url_path)
    gathering.start_anew()
    reconnect.take_back()
    if (
        opened is by_name
    ):  # Streamlit gives the default page no path; people and lectures' files write its name
        st.switch_page(pages[first], query_params=st.query_params.to_dict())
    if is_phone:
        room.phone_page()
    elif is_presenter:
        presenter.presenter_page()
    else:
        session.around(lambda: bar(opened.title), of_every_page=True)
        walk.enter(pages, opened)
        opened.run()
        session.stands()
        st.set_page_config(page_title=walk.title_of(pages, opened))
    reconnect.keep()


session.or_sentence(whole)()
