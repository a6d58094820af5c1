"""Page settings and navigation; each page is one file, or folder, in ``ui/views``."""

import streamlit as st

from ui.activations import page as activations
from ui.backprop import page as backprop
from ui.frame import session
from ui.frame import style as frame
from ui.hands import page as hands
from ui.lecture import page as lecture
from ui.lecture import walk as stage
from ui.mnist import page as mnist
from ui.regions import page as regions
from ui.twin import page as twin

st.set_page_config(page_title="Hidden Layers", page_icon="static/hidden-layers.svg", layout="wide")
frame.style()
st.logo("static/hidden-layers.svg", size="large")

VIEWS = {
    "regions": ("Decision regions", regions.page),
    "twin": ("Single and multi-layer", twin.page),
    "hands": ("By hand", hands.page),
    "mnist": ("MNIST", mnist.page),
    "backprop": ("Backprop", backprop.page),
    "activations": ("Activations", activations.page),
    "lecture": ("Lecture", lecture.page),
}
pages = {
    name: st.Page(session.or_sentence(page), title=title, url_path=name, default=name == "regions")
    for name, (title, page) in VIEWS.items()
}
opened = st.navigation(list(pages.values()), position="top")
stage.enter(pages, opened)
opened.run()
