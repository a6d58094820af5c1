"""Settings and links: every setting survives the way into a URL and back, and nonsense is replaced with a sentence."""

from dataclasses import fields, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from datasets.toy import DATASETS
from ui.digits import drawn_image
from ui.digits import settings as digits
from ui.digits.settings import VIEWS, MnistSettings
from ui.plane import by_hand, cut, weights_named
from ui.plane.forks import Past, Stretch
from ui.plane.inputs import Inputs
from ui.plane.run_settings import RegionSettings, units_off
from ui.plane.settings import MOST_LETTERS_IN_LINK, OWN
from ui.settings.base import MOST_LAYERS, MOST_UNITS, Settings
from ui.settings.choices import (
    Axes,
    Choice,
    Coded,
    Flag,
    Names,
    Numbered,
    Numbers,
    Option,
    OrNone,
    Pair,
    PerLayer,
    Places,
    Real,
    Whole,
    for_layers,
    shortened,
)
from ui.settings.units_named import layer_and_unit
from ui.twin.settings import TwinSettings


def values(choice: Choice) -> st.SearchStrategy[Any]:
    """Anything that a choice may be."""
    if isinstance(choice, Whole):
        return st.integers(choice.low, choice.high)
    if isinstance(choice, Real):
        return st.floats(choice.low, choice.high, allow_nan=False)
    if isinstance(choice, Option):
        return st.sampled_from(list(choice.options))
    if isinstance(choice, Flag):
        return st.booleans()
    if isinstance(choice, Numbered):
        names = [st.integers(0, size - 1).map(f"{name}-{{}}".format) for name, size in choice.sizes.items()]
        return st.one_of(names)
    if isinstance(choice, Names):
        names = list(choice.options)
        least = 1 if isinstance(choice, Inputs) else 0
        chosen = st.sets(st.sampled_from(names), min_size=least)
        return chosen.map(lambda s: tuple(n for n in names if n in s))
    if isinstance(choice, PerLayer):
        return st.lists(values(choice.item), min_size=1, max_size=choice.most).map(tuple).map(shortened)
    if isinstance(choice, Places):
        coordinate = st.floats(choice.low, choice.high)
        return st.tuples(*[st.tuples(coordinate, coordinate)] * choice.count)
    if isinstance(choice, Coded) and choice.check is drawn_image.levels:
        return st.sampled_from(["", f"pad-{'f' * 523}", f"brush-{'-_A7z' * 104}AAA"])
    if isinstance(choice, Coded) and choice.check is layer_and_unit:
        return st.just("") | st.builds(
            "{}-{}".format, st.integers(1, MOST_LAYERS), st.integers(1, MOST_UNITS)
        )
    if isinstance(choice, Coded) and choice.check is units_off:
        unit = st.builds("{}-{}".format, st.integers(1, MOST_LAYERS), st.integers(1, MOST_UNITS))
        return st.lists(unit, max_size=8).map(",".join)
    if isinstance(choice, Coded) and choice.check is digits.units_off:
        layer = st.integers(1, digits.MOST_LAYERS)
        unit = st.builds("{}-{}".format, layer, st.integers(1, digits.MOST_ALONE))
        return st.lists(unit | layer.map(str), max_size=8).map(",".join)
    if isinstance(choice, Coded) and choice.check is cut.read:
        return st.lists(weights(least=1), max_size=8).map(",".join)
    if isinstance(choice, Coded) and choice.check is by_hand.read:
        return set_by_hand().map(by_hand.write)
    if isinstance(choice, Coded):
        point = st.tuples(*[st.sampled_from("AHf")] * 4).map(
            "".join
        )  # the class is below 3 for these letters
        return st.lists(point, max_size=20).map("".join)
    if isinstance(choice, Pair):
        return st.tuples(st.integers(0, choice.high), st.integers(0, choice.high))
    if isinstance(choice, Numbers):
        number = st.floats(choice.low, choice.high)
        return st.sampled_from(choice.counts).flatmap(lambda n: st.tuples(*[number] * n))
    if isinstance(choice, Axes):
        units = st.lists(st.integers(1, choice.high), min_size=2, max_size=3, unique=True)
        return st.sampled_from(["", *choice.options]) | units.map(lambda u: "-".join(map(str, u)))
    if isinstance(choice, Past):
        parts = [values(part) for part in (choice.epoch, choice.rate, choice.activation)]
        return st.lists(st.builds(Stretch, *parts, set_by_hand()), max_size=choice.most).map(tuple)
    assert isinstance(choice, OrNone)
    return st.none() | values(choice.item)


def weights(least: int = 0) -> st.SearchStrategy[str]:
    """Weights as a link names them, or wires where biases are left out."""
    units = st.integers(1, MOST_UNITS)
    return st.builds(
        "{}-{}-{}".format, st.integers(1, MOST_LAYERS + 1), units, st.integers(least, MOST_UNITS)
    )


def set_by_hand() -> st.SearchStrategy[by_hand.ByHand]:
    """Weights set by hand, in their order."""
    numbers = st.floats(-by_hand.LARGEST, by_hand.LARGEST)
    return st.dictionaries(weights(), numbers, max_size=5).map(
        lambda found: tuple(sorted(found.items(), key=lambda one: weights_named.read(one[0])))
    )


def settings_of(kind: type[Settings]) -> st.SearchStrategy[Any]:
    """Any settings of a page, noise within the bounds of the data set."""
    built = st.builds(kind, **{name: values(choice) for name, choice in kind.choices().items()})
    return built.map(lambda s: s.within_bounds()[0])


@given(settings=settings_of(RegionSettings))
def test_a_link_restores_every_setting(settings: RegionSettings) -> None:
    restored, notes = RegionSettings.from_url(settings.to_url())
    assert restored == settings
    assert notes == []


@given(settings=settings_of(MnistSettings))
def test_a_link_restores_every_setting_of_mnist(settings: MnistSettings) -> None:
    assert MnistSettings.from_url(settings.to_url()) == (settings, [])


@given(settings=settings_of(TwinSettings))
def test_a_link_restores_every_setting_of_two_networks(settings: TwinSettings) -> None:
    assert TwinSettings.from_url(settings.to_url()) == (settings, [])


@given(settings=settings_of(TwinSettings))
def test_two_networks_share_all_but_what_each_has_for_itself(settings: TwinSettings) -> None:
    first, second = settings.networks()
    own = {"depth", "units", "activation", "frozen", "inputs", "start", "l2", "rule", "rate"}
    differing = {f.name for f in fields(RegionSettings) if getattr(first, f.name) != getattr(second, f.name)}
    assert differing <= own
    assert first.depth == settings.a_depth
    assert (second.depth, second.rule, second.rate) == (settings.depth, settings.rule, settings.rate)
    assert first.rule == (settings.a_rule or settings.rule)


def test_a_wall_of_too_many_networks_is_replaced_and_said() -> None:
    settings, notes = TwinSettings.from_url({"depths": "0,1,2,3,4,5", "kinds": ""})
    assert settings == TwinSettings()
    assert [note.split(":")[0] for note in notes] == ["Depths on the wall", "Activations on the wall"]


@pytest.mark.parametrize("text", ["", "4", "4-", "4-10", "-4-9", "4-9-1", "a-b", "４-9", "4–9"])
def test_a_cell_is_two_digits_joined_by_a_hyphen(text: str) -> None:
    with pytest.raises(ValueError, match="is not two numbers from 0 to 9"):
        Pair(label="Cell", default=None, high=9).read(text)


def test_the_default_settings_need_no_parameters() -> None:
    assert RegionSettings().to_url() == {}


@pytest.mark.parametrize("text", ["x" * 500, ",".join(map(str, range(200)))])
def test_a_note_on_names_that_there_are_not_is_one_short_sentence(text: str) -> None:
    (note,) = RegionSettings.from_url({"hide": text})[1]
    assert len(note) < 300


@given(
    params=st.dictionaries(st.sampled_from([f.name for f in fields(RegionSettings)]) | st.text(), st.text())
)
def test_no_link_whatever_breaks_the_settings(params: dict[str, str]) -> None:
    settings, notes = RegionSettings.from_url(params)
    for name, choice in RegionSettings.choices().items():
        value = getattr(settings, name)
        assert value is None or choice.read(choice.write(value)) == value
    assert all(note.endswith(".") and len(note) < 300 for note in notes)


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("depth", "7", "is not between 0 and 6"),
        ("depth", "two", "is not a whole number"),
        ("rate", "nan", "is not between 1e-05 and 100"),
        ("rate", "1e999", "is not between"),
        ("activation", "nonsense", "is none of sigmoid, tanh, relu"),
        ("units", "16-16-16-16-16-16-16", "has 7 layers; 6 are the most"),
        ("units", "0", "is not between 1 and 32"),
        ("stage", "yes", "is neither 0 nor 1"),
        ("hide", "depth,walls", "has walls in it"),
        ("units", "16,8", "joined by hyphens"),
        ("drawn", "AAA", "is not four letters"),
        ("drawn", "____", "has a point of no class"),
        ("centres", "1,2,3", "is not 6 numbers joined by commas"),
        ("centres", "1,2,3,4,0,six", "is not a number"),
        ("centres", "1,2,3,4,4,99", "is not between −3.5 and 4.5"),
        ("beside", "above", "is none of network, space, formula"),
        ("layer", "5", "there is no layer 5 of 2; the last is shown"),
        ("axes", "pca4", "is neither pca2 nor pca3 nor two or three units, as in 3-7"),
        ("axes", "3-3", "is not two or three different units from 1 to 32"),
        ("axes", "3-17", "the layer has no unit 17, only 16"),
    ],
)
def test_a_bad_value_is_replaced_by_the_default_and_named(name: str, text: str, words: str) -> None:
    settings, notes = RegionSettings.from_url({name: text})
    assert settings == RegionSettings()
    assert len(notes) == 1
    assert words in notes[0]
    assert RegionSettings.choices()[name].label in notes[0]


def test_an_unknown_name_is_named_and_shortened() -> None:
    settings, notes = RegionSettings.from_url({"x" * 500: "1"})
    assert settings == RegionSettings()
    assert len(notes[0]) < 100


@pytest.mark.parametrize("view", VIEWS)
def test_a_former_name_of_a_parameter_opens_what_it_opened_and_is_written_as_today(view: str) -> None:
    settings, notes = MnistSettings.from_url({"look": view, "epochs": "3"})
    assert (settings, notes) == (MnistSettings(view=view, epochs=3), [])
    assert "look" not in settings.to_url()


@pytest.mark.parametrize("link", [{"look": "keep", "view": "kinds"}, {"view": "kinds", "look": "keep"}])
def test_todays_name_of_a_parameter_wins_over_its_former_one(link: dict[str, str]) -> None:
    assert MnistSettings.from_url(link) == (MnistSettings(view="kinds"), [])


def test_a_bad_value_under_a_former_name_is_replaced_and_said() -> None:
    settings, notes = MnistSettings.from_url({"look": "nonsense"})
    assert settings == MnistSettings()
    assert [note.split(" is none of")[0] for note in notes] == ["Show: “nonsense”"]


def test_only_mnist_gave_a_parameter_another_name() -> None:
    assert RegionSettings.from_url({"look": "hard"}) == (RegionSettings(look="hard"), [])
    assert TwinSettings.from_url({"look": "hard"}) == (TwinSettings(look="hard"), [])


def test_every_former_name_leads_to_a_field_and_is_none_itself() -> None:
    for kind in (Settings, MnistSettings, RegionSettings, TwinSettings):
        assert set(kind.former_names.values()) <= set(kind.choices())
        assert not set(kind.former_names) & set(kind.choices())


def test_noise_beyond_the_data_sets_bounds_is_replaced() -> None:
    high = DATASETS["spirals"].noise_bounds[1]
    settings, notes = RegionSettings.from_url({"noise": str(high + 0.1)})
    assert settings.noise is None
    assert f"{high:g}" in notes[0]


def test_what_belongs_to_another_data_set_is_left_out_and_said() -> None:
    settings, notes = RegionSettings.from_url({"drawn": "AAAA", "centres": "1,2,3,4,0,0"})
    assert settings == RegionSettings()
    assert [note.split(":")[0] for note in notes] == ["Points drawn", "Centres"]


def test_own_points_that_are_too_many_or_not_shown_stay_out_of_the_link() -> None:
    most = RegionSettings(data=OWN, drawn="AAAA" * (MOST_LETTERS_IN_LINK // 4))
    assert len(most.to_url()["drawn"]) == 2_000
    assert "drawn" not in replace(most, drawn=most.drawn + "AAAA").to_url()
    assert "drawn" not in replace(most, data="lecture").to_url()
    assert most.left_out == ""
    assert (
        replace(most, drawn=most.drawn + "AAAA").left_out
        == "The 501 points do not go along: a link holds 500."
    )


def test_own_points_alone_decide_the_run_on_own_points() -> None:
    drawn = RegionSettings(data=OWN, drawn="AAAA", points=50, data_seed=7)
    assert drawn.training_part() == RegionSettings(data=OWN, drawn="AAAA").training_part()
    spirals = RegionSettings(drawn="AAAA", validation="none", centres=((0.0, 0.0),) * 3)
    assert spirals.training_part() == RegionSettings().training_part()
    lecture = RegionSettings(data="lecture", centres=((0.0, 0.0),) * 3)
    assert lecture.training_part() != RegionSettings(data="lecture").training_part()


def test_a_good_value_beside_a_bad_one_is_kept() -> None:
    settings, notes = RegionSettings.from_url({"depth": "3", "rate": "fast"})
    assert settings.depth == 3
    assert len(notes) == 1


def test_the_last_layer_given_holds_for_all_further_ones() -> None:
    settings, _ = RegionSettings.from_url({"depth": "4", "units": "16-8", "activation": "relu-tanh"})
    assert settings.widths == (16, 8, 8, 8)
    assert settings.activations == ("relu", "tanh", "tanh", "tanh")


@given(units=st.lists(st.integers(1, 32), min_size=1, max_size=6).map(tuple), depth=st.integers(0, 6))
def test_shortening_never_changes_what_the_layers_get(units: tuple[int, ...], depth: int) -> None:
    assert for_layers(shortened(units), depth) == for_layers(units, depth)


@given(settings=settings_of(RegionSettings))
def test_how_a_run_is_looked_at_never_changes_the_run(settings: RegionSettings) -> None:
    looked_at = replace(settings, look="hard", lines="all", stage=True, hide=("data",), at=3.0, figures=True)
    assert looked_at.training_part() == settings.training_part()
    assert replace(settings, init_seed=settings.init_seed ^ 1).training_part() != settings.training_part()


def test_units_that_are_off_are_named_in_the_link_and_those_of_no_network_left_out() -> None:
    settings, notes = RegionSettings.from_url({"depth": "2", "units": "4-6", "off": "1-3,2-6,3-1,1-5"})
    assert settings.off == "1-3,2-6"
    assert notes == ["Units off: 3-1 and 1-5 are not in this network; they are left out."]
    for bad in ("1-3,", "1-", "x", "0-1", ",".join(["1-1"] * 200)):
        settings, notes = RegionSettings.from_url({"off": bad})
        assert settings.off == ""
        assert len(notes) == 1
        assert notes[0].startswith("Units off")


def test_units_and_layers_of_mnist_that_are_off_are_those_of_the_network() -> None:
    settings, notes = MnistSettings.from_url({"depth": "2", "units": "4-6", "off": "1-3,2,3,1-5,2-6"})
    assert settings.off == "1-3,2,2-6"
    assert notes == ["Units off: 3 and 1-5 are not in this network; they are left out."]
    assert settings.switched_off == [(0, 2), *((1, unit) for unit in range(6))]
    assert settings.changed(depth=1).off == "1-3"
    assert MnistSettings.from_url({"off": "1-3"}) == (
        MnistSettings(),
        ["Units off: 1-3 is not in this network; it is left out."],
    )
    for bad in ("1-3,", "1-", "x", "0-1", "0", "01", "1-²", "1-1000", ",".join(["1-1"] * 601)):
        settings, notes = MnistSettings.from_url({"depth": "1", "off": bad})
        assert settings.off == ""
        assert len(notes) == 1
        assert notes[0].startswith("Units off")


def test_what_a_control_may_hold_beside_a_name_is_no_name() -> None:
    assert RegionSettings.fits("validation", "none")
    assert not RegionSettings.fits("validation", None)
    assert not RegionSettings.fits("validation", "every fifth")
