"""The door to a visitor's state."""

import streamlit as st

from ui import session


def test_a_callback_acts_on_what_its_control_holds() -> None:
    called: list[object] = []
    st.session_state["held"] = 4
    session.with_value("held", called.append)()
    assert called == [4]


def test_a_callback_of_a_control_that_is_gone_does_nothing() -> None:
    called: list[object] = []
    session.with_value("gone", called.append)()
    assert called == []
