"""The door to a visitor's state."""

import streamlit as st
from streamlit.testing.v1 import AppTest

from ui.digits.settings import MnistSettings
from ui.frame import session


def test_a_callback_acts_on_what_its_control_holds() -> None:
    called: list[object] = []
    st.session_state["held"] = 4
    session.with_value("held", called.append)()
    assert called == [4]


def test_a_callback_of_a_control_that_is_gone_does_nothing() -> None:
    called: list[object] = []
    session.with_value("gone", called.append)()
    assert called == []


def test_a_choice_that_is_in_the_link_does_not_outlast_the_way_back() -> None:
    def page() -> None:
        import streamlit as st

        from ui.digits.settings import MnistSettings
        from ui.frame import session

        if "visitor" in st.session_state:
            session.opened(MnistSettings)
        else:  # what a part of a page does that runs alone, after a click in it
            session.change(MnistSettings, cell=(4, 9))
            session.publish_change(session.stored(MnistSettings))

    app = AppTest.from_function(page).run()
    assert app.query_params["cell"] in ("4-9", ["4-9"])
    app.query_params["cell"] = "3-5"
    app.run()
    assert app.session_state["visitor"].settings[MnistSettings].cell == (3, 5)
