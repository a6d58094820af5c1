"""The load client's checks fail where a server mixes visitors up, and it answers as a browser would."""

from streamlit.proto.Element_pb2 import Element
from streamlit.proto.Slider_pb2 import Slider

from benchmarks.protocol import CONTROLS, control_state
from benchmarks.visitors import Referee


def test_the_same_seed_with_the_same_run_is_no_error():
    referee = Referee()
    for seed, run_id in [(1, "a"), (2, "b"), (1, "a"), (2, "b")]:
        referee.judge(seed, run_id)
    assert referee.errors == []


def test_another_visitors_run_is_an_error():
    referee = Referee()
    for seed, run_id in [(1, "a"), (2, "b"), (1, "b"), (3, "a")]:
        referee.judge(seed, run_id)
    assert len(referee.errors) == 2


def test_every_kind_of_control_has_a_place_in_streamlits_messages():
    element = Element()
    for kind, (source, target) in CONTROLS.items():
        part = getattr(element, "slider" if kind == "select_slider" else kind)
        value = ["5"] if kind in ("select_slider", "button_group") else [5.0] if kind == "slider" else 5.0
        value = "5" if kind == "selectbox" else value
        if isinstance(value, list):
            getattr(part, source)[:] = value
        else:
            setattr(part, source, value)
        part.id = kind
        state = control_state(part, kind)
        sent = getattr(state, target)
        assert state.id == kind
        assert state.WhichOneof("value") == target
        assert (list(sent.data) if isinstance(value, list) else sent) == value


def test_a_slider_of_names_sends_names():
    element = Element()
    part = element.slider
    part.id, part.type, part.set_value = "rate", Slider.SELECT_SLIDER, True
    part.raw_value[:] = ["0.02"]
    assert list(control_state(part, "slider").string_array_value.data) == ["0.02"]
