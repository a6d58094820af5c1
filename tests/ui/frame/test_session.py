"""The door to a visitor's state."""

import pytest
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


def test_the_build_of_a_scene_is_the_browsers_and_stays_in_the_link() -> None:
    def page() -> None:
        import streamlit as st

        from ui.digits.settings import MnistSettings
        from ui.frame import session

        session.begin(lambda slug: MnistSettings() if slug == "here" else None)
        settings = session.opened(MnistSettings)
        st.text(" ".join(session.notes()) or "no notes")
        session.publish(settings.changed(cell=(4, 9)))

    app = AppTest.from_function(page)
    app.query_params.update({"scene": "here", "build": "2"})
    app.run()
    assert app.text[0].value == "no notes"
    assert {name: str(text).strip("[]'") for name, text in app.query_params.items()} == {
        "scene": "here",
        "cell": "4-9",
        "build": "2",
    }


def test_a_build_that_is_none_gets_a_sentence() -> None:
    def page() -> None:
        import streamlit as st

        from ui.digits.settings import MnistSettings
        from ui.frame import session

        session.begin(lambda slug: MnistSettings() if slug == "here" else None)
        session.opened(MnistSettings)
        st.text(" ".join(session.notes()))

    app = AppTest.from_function(page)
    app.query_params.update({"scene": "here", "build": "two"})
    assert "build" in app.run().text[0].value


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


def test_a_click_that_meets_another_parts_request_is_answered_all_the_same() -> None:
    def page() -> None:
        import streamlit as st

        from ui.digits.settings import MnistSettings
        from ui.frame import session

        if st.session_state.pop("alone", False):  # the part that came last; the click was in the other one
            session.change(MnistSettings, rotation=30.0)
        else:
            session.publish(session.opened(MnistSettings))
        session.fragment(lambda: None)

    app = AppTest.from_function(page).run()
    app.session_state["alone"] = True
    app.run()
    assert app.query_params["rotation"] in ("30", ["30"])
    assert not app.session_state["visitor"].touched


def test_a_request_that_left_before_the_latest_link_does_not_undo_the_click() -> None:
    def page() -> None:
        import streamlit as st

        from ui.digits.settings import MnistSettings
        from ui.frame import session

        doing = st.session_state.pop("doing", "")
        if not doing:
            session.publish(session.opened(MnistSettings))
        if doing == "click":  # "as it is", in a part that runs alone
            session.change(MnistSettings, rotation=0.0)
            session.publish_change(session.stored(MnistSettings))
        if doing == "finish":  # a part whose work has ended, asked by an address from before the click
            session.run_whole_page()

    app = AppTest.from_function(page)
    app.query_params["rotation"] = "30"
    app.run()
    app.session_state["doing"] = "click"
    app.run()
    app.query_params["rotation"] = "30"
    app.session_state["doing"] = "finish"
    app.run()
    assert app.session_state["visitor"].settings[MnistSettings].rotation == 0
    assert "rotation" not in app.query_params
    app.query_params["rotation"] = "30"  # the back button, later
    app.run()
    assert app.session_state["visitor"].settings[MnistSettings].rotation == 30


def test_a_wish_that_is_refused_undoes_nothing_with_an_address_from_before_the_latest_link() -> None:
    def page() -> None:
        import streamlit as st

        from ui.digits.settings import MnistSettings
        from ui.frame import session

        if st.session_state.pop("wish", False):
            session.answer(lambda: None)()
        session.begin(lambda slug: None)
        session.publish(session.opened(MnistSettings))

    app = AppTest.from_function(page)
    app.query_params["rotation"] = "30"
    app.run()
    app.query_params["rotation"] = "5"
    app.session_state["wish"] = True
    app.run()
    assert app.session_state["visitor"].settings[MnistSettings].rotation == 30
    assert app.query_params["rotation"] in ("30", ["30"])
    app.query_params["rotation"] = "5"  # the back button, later
    app.run()
    assert app.session_state["visitor"].settings[MnistSettings].rotation == 5


def test_what_a_part_asks_that_runs_alone_does_not_win_over_the_way_back() -> None:
    def page() -> None:
        import streamlit as st

        from ui.digits.settings import MnistSettings
        from ui.frame import session

        if wish := st.session_state.pop("wish", None):
            wish()
        session.begin(lambda slug: None)
        session.publish(session.opened(MnistSettings))
        session.fragment(lambda: st.session_state.update(callback=session.answer(lambda: None)))

    app = AppTest.from_function(page)
    app.query_params["rotation"] = "30"
    app.run()
    app.session_state["wish"] = app.session_state["callback"]
    app.query_params["rotation"] = "5"  # the back button, in one request with the part's wish
    app.run()
    assert app.session_state["visitor"].settings[MnistSettings].rotation == 5


def test_a_moment_that_a_player_wrote_into_the_address_is_taken_over_and_stays_with_its_run() -> None:
    def page() -> None:
        import streamlit as st

        from ui.digits.settings import MnistSettings
        from ui.frame import session

        session.begin(lambda slug: None)
        settings = session.opened(MnistSettings)
        st.text(f"{settings.at} {session.from_link()}")
        session.publish(settings)
        key = session.control_key(MnistSettings, "depth", settings.depth)
        st.number_input(
            "depth",
            key=key,
            on_change=session.with_value(key, lambda n: session.change(MnistSettings, depth=int(n))),
        )
        looks = session.control_key(MnistSettings, "digit", settings.digit)
        st.number_input(
            "digit",
            key=looks,
            on_change=session.with_value(looks, lambda n: session.change(MnistSettings, digit=int(n))),
        )

    app = AppTest.from_function(page).run()
    app.query_params["at"] = "2.5"
    app.run()
    assert app.text[0].value == "2.5 False", "no news: no control takes its value anew"
    app.query_params["at"] = "3.5"
    app.number_input[1].set_value(4)
    app.run()
    assert app.text[0].value == "3.5 False"
    assert app.query_params["at"] in ("3.5", ["3.5"])
    app.query_params["at"] = "4"
    app.number_input[0].set_value(1)
    app.run()
    assert app.text[0].value.startswith("None")
    assert "at" not in app.query_params


def test_a_moment_that_is_none_gets_a_sentence() -> None:
    def page() -> None:
        import streamlit as st

        from ui.digits.settings import MnistSettings
        from ui.frame import session

        session.begin(lambda slug: None)
        session.publish(session.opened(MnistSettings))
        st.text(" ".join(session.notes()))

    app = AppTest.from_function(page).run()
    app.query_params["at"] = "soon"
    assert "“soon” is not a number" in app.run().text[0].value


def test_a_part_before_the_page_does_not_begin_the_page_anew_over_a_change_that_the_page_will_read() -> None:
    def page() -> None:
        import streamlit as st

        from ui.digits.settings import MnistSettings
        from ui.frame import session

        st.session_state["runs"] = st.session_state.get("runs", 0) + 1
        assert st.session_state["runs"] < 9
        session.begin(lambda slug: None)
        session.fragment(lambda: None)
        session.publish(session.opened(MnistSettings))

    app = AppTest.from_function(page).run()
    app.session_state["visitor"].touched = True
    app.run()
    assert not app.exception
    assert app.session_state["runs"] == 2


def test_a_change_to_what_no_link_could_say_changes_nothing() -> None:
    with pytest.raises(ValueError, match="depth cannot be 'deep'"):
        session.change(MnistSettings, depth="deep")
    with pytest.raises(ValueError, match="activation"):
        session.change(MnistSettings, activation=(None,))


def test_a_walk_goes_where_its_link_says_whatever_was_changed_just_before() -> None:
    def page() -> None:
        import streamlit as st

        from ui.digits.settings import MnistSettings
        from ui.frame import session
        from ui.plane.run_settings import RegionSettings

        step = st.session_state.pop("step", "")
        if step:  # a click whose rerun was overtaken by the walk
            session.change(RegionSettings, epochs=2500)
            session.walk_to("another")
            session.walk()
            st.query_params.from_dict({"depth": "3"} if step == "here" else {"images": "1000"})
        session.publish(session.opened(MnistSettings if step == "there" else RegionSettings))

    app = AppTest.from_function(page).run()
    for step, link in (("here", {"depth": "3"}), ("there", {"images": "1000"})):
        app.session_state["step"] = step
        assert not app.run().exception
        said = {name: v if isinstance(v, str) else v[0] for name, v in app.query_params.items()}
        assert said == link
