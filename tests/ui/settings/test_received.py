"""A link that mail programs and platforms have changed on its way opens what was meant, without a word."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.ui.conftest import Visitor
from tests.ui.settings.test_settings import settings_of
from ui.digits.settings import MnistSettings
from ui.plane.run_settings import RegionSettings
from ui.settings.base import Settings
from ui.settings.choices import Option, PerLayer
from ui.settings.received import as_written
from ui.twin.settings import TwinSettings

ADDED = (
    "utm_source",
    "utm_id",
    "UTM_Campaign",
    "fbclid",
    "gclid",
    "_ga",
    "_gl",
    "msclkid",
    "mc_eid",
    "_ga_X1",
)


@given(
    settings=settings_of(RegionSettings),
    added=st.dictionaries(st.sampled_from(ADDED), st.text(max_size=9), max_size=4),
    escapes=st.integers(0, 2),
)
def test_a_link_restores_every_setting_whatever_was_done_to_it_on_its_way(
    settings: RegionSettings, added: dict[str, str], escapes: int
) -> None:
    names = [*(settings.to_url() | added).items()]
    received = {("amp;" * escapes if place else "") + name: text for place, (name, text) in enumerate(names)}

    assert RegionSettings.from_url(received) == (settings, [])
    assert as_written(received) == settings.to_url()


@given(settings=settings_of(TwinSettings).filter(lambda s: len(s.to_url()) > 1))
def test_a_link_whose_signs_were_escaped_as_a_whole_keeps_its_settings(settings: TwinSettings) -> None:
    (first, text), *rest = settings.to_url().items()
    hidden = "".join(f"&amp;{name}={text.replace('+', '%2B')}" for name, text in rest)
    assert TwinSettings.from_url({first: text + hidden}) == (settings, [])


def test_a_name_that_came_whole_wins_over_the_same_behind_an_escape() -> None:
    assert as_written({"amp;depth": "3", "depth": "1"}) == {"depth": "1"}


@pytest.mark.parametrize("name", ["utmost", "gap", "amp", "ga", "track", "_"])
def test_a_name_that_nobody_adds_is_still_said_to_be_no_setting(name: str) -> None:
    assert RegionSettings.from_url({name: "1"})[1] == [f"“{name}” is not a setting of this page."]


def test_the_address_itself_is_mended(visitor: Visitor) -> None:
    link: dict[str, Any] = {"data": "xor", "amp;depth": "1", "amp;units": "3", "utm_source": "moodle"}
    visitor.open("", **link)
    assert visitor.link == {"data": "xor", "depth": "1", "units": "3"}
    assert visitor.block("player")["sizes"] == [2, 3, 3]
    assert not [text for text in visitor.texts if "not a setting" in text]


def test_an_escaped_link_to_a_scene_opens_the_scene(visitor: Visitor) -> None:
    meant = Visitor().open("", scene="regions-single", stage="1").link
    assert visitor.open("", **{"stage": "1", "amp;scene": "regions-single", "amp;fbclid": "x"}).link == meant


CONTROLS = ("selectbox", "radio", "button_group", "select_slider")

LABELLED = {
    ("", RegionSettings): {},
    ("mnist", MnistSettings): {"depth": "1"},
    ("twin", TwinSettings): {},
}


def offered(visitor: Visitor, kind: type[Settings]) -> list[tuple[str, str]]:
    """Settings of the page with each label that a control offers for them."""
    found = []
    for element in (element for name in CONTROLS for element in visitor.app.get(name)):
        name = str(element.key or "").removeprefix(f"{kind.__name__}.")
        if name in kind.choices():
            options = [getattr(option, "content", option) for option in element.options]
            found += [(name, label) for label in options]
    return found


@pytest.mark.parametrize(("page", "kind"), LABELLED)
def test_every_label_that_a_control_shows_is_read_from_a_link_in_any_case(
    visitor: Visitor, page: str, kind: type[Settings]
) -> None:
    labels = offered(visitor.open(page, **LABELLED[page, kind]), kind)

    assert len({name for name, _ in labels}) >= 8
    assert {"activation", "rule", "start", "batch", "patience"} <= {name for name, _ in labels}
    by_name: dict[str, set[Any]] = {}
    for name, label in labels:
        read = {
            getattr(kind.from_url({name: text})[0], name) for text in (label, label.upper(), label.lower())
        }
        assert not [note for text in (label, label.upper()) for note in kind.from_url({name: text})[1]], label
        assert len(read) == 1, label
        by_name.setdefault(name, set()).update(read)
    for name, values in by_name.items():
        assert len(values) == len({label for named, label in labels if named == name}), name


@pytest.mark.parametrize("kind", [RegionSettings, MnistSettings, TwinSettings])
def test_no_two_values_of_a_choice_are_spelled_alike(kind: type[Settings]) -> None:
    for choice in kind.choices().values():
        item = choice.item if isinstance(choice, PerLayer) else choice
        if isinstance(item, Option):
            for name in item.options:
                assert item.read(name.upper()) == name
                assert item.read(f" {name} ") == name


@pytest.mark.parametrize(
    ("link", "meant"),
    [
        ({"activation": "ReLU"}, {"activation": ("relu",)}),
        ({"activation": "TANH-ReLU"}, {"activation": ("tanh", "relu")}),
        ({"rule": "adam"}, {"rule": "Adam"}),
        ({"rule": "Gradient-Descent"}, {"rule": "gradient descent"}),
        ({"data": "XOR"}, {"data": "xor"}),
        ({"data": "Own points"}, {"data": "own"}),
        ({"batch": "All points"}, {"batch": 0}),
        ({"patience": "10 epochs without progress"}, {"patience": 10}),
        ({"epochs": "1,000"}, {"epochs": 1_000}),
        ({"Depth": "3"}, {"depth": 3}),
        ({"hide": "Data,RATE"}, {"hide": ("data", "rate")}),
        ({"look": "Hard"}, {"look": "hard"}),
    ],
)
def test_a_spelling_of_the_page_is_read(link: dict[str, str], meant: dict[str, Any]) -> None:
    assert RegionSettings.from_url(link) == (RegionSettings(**meant), [])


@pytest.mark.parametrize("text", ["1,00", "1,0000", "10 epochs", "all"])
def test_what_only_resembles_a_number_is_refused(text: str) -> None:
    assert len(RegionSettings.from_url({"patience": text})[1]) == 1
