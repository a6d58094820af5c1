"""Page settings and navigation; each page is one file in ``ui/views``."""

import streamlit as st

from ui import frame, session
from ui.views import mnist, regions

st.set_page_config(page_title="Hidden Layers", page_icon="static/hidden-layers.svg", layout="wide")
frame.style()
st.logo("static/hidden-layers.svg", size="large")
st.navigation(
    [
        st.Page(
            session.or_sentence(regions.page), title="Decision regions", url_path="regions", default=True
        ),
        st.Page(session.or_sentence(mnist.page), title="MNIST", url_path="mnist"),
    ],
    position="top",
).run()
