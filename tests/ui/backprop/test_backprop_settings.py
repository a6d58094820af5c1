"""Settings of the Backprop page: edited numbers in the link, and what does not fit the network."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.ui.settings.test_settings import values
from ui.backprop.edits import CellName, EditedCells, with_edit
from ui.backprop.settings import BackpropSettings

NUMBERS = st.floats(-20, 20, allow_nan=False)
CELLS = {
    **{f"w{layer}_{j}_{i}": NUMBERS for layer in (1, 2, 3) for j in (1, 2, 5) for i in (1, 2)},
    **{f"b{layer}_1": NUMBERS for layer in (1, 2, 4)},
    **{f"x{n}_{i}": NUMBERS for n in (1, 4) for i in (1, 2)},
    **{f"t{n}": st.integers(1, 3).map(float) for n in (1, 2, 4)},
}


def edits_of(cells: dict[str, float]) -> Any:
    edits: Any = ()
    for name, value in cells.items():
        edits = with_edit(edits, name, value + 0.0)
    return edits


def any_settings() -> st.SearchStrategy[BackpropSettings]:
    plain = {
        name: values(choice)
        for name, choice in BackpropSettings.choices().items()
        if not isinstance(choice, EditedCells) and not isinstance(getattr(choice, "item", None), CellName)
    }
    edits = st.fixed_dictionaries({}, optional=CELLS).map(edits_of)
    return st.builds(BackpropSettings, edits=edits, **plain).map(lambda s: s.within_bounds()[0])


@given(settings=any_settings())
def test_a_link_restores_every_setting(settings: BackpropSettings) -> None:
    assert BackpropSettings.from_url(settings.to_url()) == (settings, [])


@given(params=st.dictionaries(st.sampled_from(list(BackpropSettings.choices())) | st.text(), st.text()))
def test_no_link_whatever_breaks_the_settings(params: dict[str, str]) -> None:
    settings, notes = BackpropSettings.from_url(params)
    assert settings.within_bounds() == (settings, [])
    assert all(note.endswith(".") and len(note) < 300 for note in notes)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("w1_2_1_abc", "“w1_2_1_abc” in it, which is not a number"),
        ("w1_2_0.5", "names no cell"),
        ("w1_0_1_0.5", "names no cell"),
        ("w1_2_1_25", "is not between −20 and 20"),
        ("x1_1_nan", "is not a number"),
        ("t1_1.5", "is not the number of a class"),
        ("t1_inf", "is not a number"),
        ("t1_1e300", "is not the number of a class"),
        ("~".join(["b1_1_1"] * 200), "200 cells"),
        ("", "names no cell"),
    ],
)
def test_nonsense_in_edits_is_refused_with_a_sentence(text: str, words: str) -> None:
    settings, (note,) = BackpropSettings.from_url({"edits": text})
    assert settings.edits == ()
    assert words in note


def test_edits_of_cells_that_the_network_lacks_are_dropped_with_a_sentence() -> None:
    settings, (note,) = BackpropSettings.from_url({"edits": "w1_2_1_0.5~w1_4_1_0.5~x2_1_1~t1_4~b3_1_1"})
    assert settings.edits == (("w1_2_1", 0.5),)
    assert note == "Edited numbers: b3_1, t1, w1_4_1, … cannot be set in this network; drawn ones are used."


def test_a_shallower_network_lets_go_of_deeper_edits() -> None:
    settings = BackpropSettings(depth=2, edits=(("b1_1", 1.0), ("b3_1", 2.0)))
    assert settings.changed(depth=1).edits == (("b1_1", 1.0),)


def test_what_other_pages_set_is_no_setting_here() -> None:
    _, notes = BackpropSettings.from_url({"epochs": "3"})
    assert notes == ["“epochs” is not a setting of this page."]


def test_networks_that_differ_in_layers_they_lack_share_their_numbers() -> None:
    one, other = BackpropSettings(units=(3, 5)), BackpropSettings(units=(3, 2), step=4, pick="g1_1_1")
    assert one.network_part() == other.network_part()
