"""Cut wires: what a link says of them, that they stay 0 in training, and what is left out."""

import numpy as np
import pytest

from engine.architecture import Architecture
from engine.learning_rules import LEARNING_RULES
from engine.training import TrainingRun
from tests.ui.conftest import Visitor
from tests.ui.plane.test_forks import SMALL_LINK, trained
from ui.plane import cut, weights_named
from ui.plane.forks import Stretch
from ui.plane.run_settings import RegionSettings

SMALL = Architecture((2, 4, 3), ("tanh",))


@pytest.mark.parametrize("rule", LEARNING_RULES)
@pytest.mark.parametrize("frozen", [(), ("1",), ("out",)], ids=str)
def test_a_cut_wire_is_0_at_every_moment_and_all_else_begins_as_ever(
    rule: str, frozen: tuple[str, ...]
) -> None:
    names = ("1-2-1", "2-3-4")
    run = trained(cut=cut.write(names), rule=rule, frozen=frozen, l2=0.01, rate=0.01).run
    whole = trained(rule=rule, frozen=frozen, l2=0.01, rate=0.01).run
    places = [weights_named.place(name, SMALL) for name in names]
    params = run.snapshots.params
    assert (params[:, places] == 0).all()
    others = np.delete(np.arange(SMALL.n_params), places)
    np.testing.assert_array_equal(params[0, others], whole.snapshots.params[0, others])
    assert (params[-1, others] != params[0, others]).sum() == (
        whole.snapshots.params[-1, others] != whole.snapshots.params[0, others]
    ).sum()


def test_a_fork_and_another_activation_keep_the_wires_cut() -> None:
    for activation in (("tanh",), ("relu",)):
        past = (Stretch(8.0, 0.02, ("tanh",), (("1-1-1", 0.5),)),)
        run = trained(cut="1-2-1", activation=activation, past=past).run
        assert (run.snapshots.params[:, weights_named.place("1-2-1", SMALL)] == 0).all()


def test_a_cut_wire_cannot_be_set_by_hand() -> None:
    run: TrainingRun = trained(cut="1-2-1").run.fork(8.0)
    place = weights_named.place("1-2-1", SMALL)
    with pytest.raises(ValueError, match=rf"the wires of the parameters \[{place}\] are cut"):
        run.set_by_hand({place: 0.5})
    link = SMALL_LINK | {"cut": "1-2-1", "by_hand": "1-2-1:0.5,1-1-1:1", "past": "8:0.02:tanh:1-2-1:3"}
    settings, notes = RegionSettings.from_url(link)
    assert (settings.by_hand, settings.past[0].by_hand) == ("1-1-1:1", ())
    assert notes == [
        "Weights set by hand: 1-2-1 is not in a network of 2-4-3 with wires cut; it is left out."
    ]


@pytest.mark.parametrize(
    ("text", "words", "left"),
    [
        ("1-2", "cuts '1-2', which is not a layer, a unit and an input", ""),
        ("1-2-0", "cuts 1-2-0, which is a bias and no wire", ""),
        (",".join(["1-1-1"] * 101), "cuts 101 wires; 100 are the most", ""),
        ("1-2-1,1-5-1", "Wires cut: 1-5-1 is not in a network of 2-4-3; it is left out.", "1-2-1"),
        (
            ",".join(f"1-{unit}-{source}" for unit in range(1, 5) for source in (1, 2)) + ",2-1-1",
            "Wires cut: without all 8 wires nothing passes layer 1; they are left out.",
            "2-1-1",
        ),
        (
            ",".join(f"2-{unit}-{source}" for unit in range(1, 4) for source in range(1, 5)),
            "Wires cut: without all 12 wires nothing passes the output layer; they are left out.",
            "",
        ),
    ],
)
def test_what_cannot_be_cut_is_said_and_all_else_holds(text: str, words: str, left: str) -> None:
    settings, notes = RegionSettings.from_url(SMALL_LINK | {"cut": text})
    assert any(words in note for note in notes)
    assert (settings.cut, settings.units) == (left, (4,))


def test_the_same_wires_in_another_order_are_the_same_run() -> None:
    one, other = (RegionSettings(cut=text).training_part() for text in ("2-1-4,1-3-2", "1-3-2,2-1-4,1-3-2"))
    assert one == other


def test_another_network_leaves_out_what_it_does_not_have() -> None:
    settings = RegionSettings(
        cut="3-1-4,1-1-1",
        by_hand="3-1-0:1,1-2-1:2",
        off="2-5,1-1",
        past=(Stretch(8, 0.02, ("tanh",), (("3-1-0", 1.0),)),),
    ).changed(depth=1)
    assert (settings.cut, settings.by_hand, settings.off, settings.past[0].by_hand) == (
        "1-1-1",
        "1-2-1:2",
        "1-1",
        (),
    )


def test_the_page_says_which_wires_are_cut(visitor: Visitor) -> None:
    link = SMALL_LINK | {"cut": "1-2-1,2-1-3"}
    block = visitor.open(**link).finished("player")
    assert visitor.link == link
    assert block["cut"] == ["1-2-1", "2-1-3"]
    assert block["cut_words"] == "Cut, and 0 throughout: x₁ → unit 2 of layer 1, unit 3 of layer 1 → class 1."
