"""The loss as a landscape, as a visitor without a browser finds it: each number computed again."""

import csv
import re
from typing import Any

import numpy as np
import pytest

from engine.questions import probe
from tests.ui.conftest import Visitor
from tests.ui.plane.test_own_points import text_of
from ui.plane import runs, weights_named
from ui.plane.run_settings import RegionSettings
from ui.regions.landscape import headline, scenery, view
from ui.regions.takings import takings
from ui.work import turns

LINK = {"view": "landscape", "epochs": "20", "points": "60"}


def seen(visitor: Visitor, **link: str) -> dict[str, object]:
    """The last block of the picture, once the runs are trained."""
    visitor.open(**(LINK | link))
    for _ in range(60):
        block = visitor.block("landscape")
        if block["plane"] is not None:
            return block
        visitor.look()
    raise AssertionError("the run does not come to its end")


def finished(**fields: object) -> tuple[RegionSettings, list[runs.Trained]]:
    """Settings of a landscape with their runs."""
    given: dict[str, object] = {"epochs": 20, "points": 60}
    settings = RegionSettings(view="landscape", **(given | fields))  # type: ignore[arg-type]
    several = view.trained(settings)
    for one in several:
        while not one.run.finished:
            one.run.advance(seconds=1)
    return settings, several


def loss_of(one: runs.Trained, params: np.ndarray) -> float:
    """The loss of a network on the training points."""
    training = one.points.training
    return float(probe.error_and_accuracy(one.architecture, params, training.inputs, training.labels)[0])


def test_the_block_has_the_grid_and_where_the_run_is_seen(visitor: Visitor) -> None:
    block = seen(visitor)
    settings, (own,) = finished()
    arrays, side, (left, right, bottom, top) = (
        block["arrays"],
        block["plane"]["side"],
        block["plane"]["extent"],
    )
    assert block["plane"]["epoch"] == 20
    assert arrays["losses"].shape == (side * side,)
    shadows = arrays["0_shadows"].reshape(-1, 2)
    assert (shadows > (left, bottom)).all()
    assert (shadows < (right, top)).all()
    # The plane goes through the last network: there it reads the run's loss.
    assert arrays["0_readings"][-1] == pytest.approx(float(own.run.history.training_error[-1]), abs=1e-5)
    found = scenery.of(settings, [own], None)
    np.testing.assert_array_equal(arrays["losses"].reshape(side, side)[::-1], found.losses.astype(np.float32))
    held = float(re.findall(r"\d+\.\d", block["headline"])[0])
    assert abs(held - 100 * found.share) <= 0.05 + 1e-9


def test_the_plane_goes_through_the_moment_of_the_link(visitor: Visitor) -> None:
    block = seen(visitor, at="7")
    assert block["plane"]["epoch"] == 7
    epochs = block["arrays"]["0_snapshot_epoch"]
    at = int(np.flatnonzero(epochs == 7)[0])
    readings, errors = block["arrays"]["0_readings"], block["arrays"]["0_snapshot_training_error"]
    assert readings[at] == pytest.approx(errors[at], abs=1e-5)
    assert abs(readings[-1] - errors[-1]) > 1e-3


def test_two_weights_are_the_axes_and_all_others_stay_as_they_are() -> None:
    settings, (own,) = finished(directions="weights", across="2-5-3", upwards="3-2-0")
    found = scenery.of(settings, [own], 12)
    snapshots = own.run.snapshots
    here = snapshots.params[int(np.flatnonzero(snapshots.epochs == 12)[0])].copy()
    places = [weights_named.place(name, own.architecture) for name in ("2-5-3", "3-2-0")]
    np.testing.assert_allclose(found.ways[0].shadows, snapshots.params[:, places], atol=1e-6)
    side, (left, right, bottom, top) = len(found.losses), found.extent
    for row, column in ((0, 0), (side // 2, 3), (side - 1, side - 2)):
        here[places] = (
            left + (right - left) * column / (side - 1),
            bottom + (top - bottom) * row / (side - 1),
        )
        assert found.losses[row, column] == pytest.approx(loss_of(own, here), abs=1e-5)
    said = headline.of(settings, [own], found).text
    assert said == "Loss over unit 3 → unit 5 of layer 2 and bias of class 2"
    others = own.architecture.n_params - 2
    assert f"The {others} other parameters are as at epoch 12." in headline.notes(settings, [own], found)[0]


@pytest.mark.parametrize("depth", [0, 2])
def test_two_initialisations_show_what_convex_means(depth: int) -> None:
    settings, several = finished(depth=depth, rival=2, epochs=100)
    assert [one.settings.init_seed for one in several] == [1, 2]
    found = scenery.of(settings, several, None)
    ends = [one.run.params for one in several]
    line = [
        loss_of(several[0], ((1 - share) * ends[0] + share * ends[1]).astype(np.float32))
        for share in np.linspace(0, 1, scenery.ON_THE_LINE)
    ]
    assert found.line == pytest.approx(line, abs=1e-5)
    said, note = headline.of(settings, several, found), headline.notes(settings, several, found)[1]
    above = max(np.array(line) - np.linspace(line[0], line[-1], len(line)))
    assert f"{line[0]:.3f} and {line[-1]:.3f} at the ends, {max(line):.3f} at most" in note
    if depth == 0:
        assert above < 1e-5
        assert said.text == "No barrier between the ends of both runs"
        assert note.endswith("nowhere above the chord: of a single layer the loss is convex.")
    else:
        assert said.text == f"Between both ends the loss rises to {max(line):.3f}: a barrier"
        assert f"{above:.3f} above the chord: with hidden layers the loss is not convex." in note
    assert len(found.ways) == 2


def test_a_landscape_is_made_within_a_turn_while_nobody_waits_for_its_runs(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    found: list[tuple[bool, list[bool]]] = []
    grid_losses = scenery.landscape.grid_losses
    settings, several = finished(rival=3, init_seed=71)

    def watched(*given: Any) -> Any:
        found.append((turns._line._holder is not None, [one.busy.locked() for one in several]))
        return grid_losses(*given)

    monkeypatch.setattr(scenery.landscape, "grid_losses", watched)
    block = seen(visitor, rival="3", init_seed="71")
    assert found == [(True, [False, False])], "once, and the block takes what is held then"
    made = scenery.of(settings, several, None).losses[::-1].astype(np.float32)
    arrays: Any = block["arrays"]
    np.testing.assert_array_equal(arrays["losses"], made.ravel())


def test_a_second_run_of_the_same_seed_is_no_second_run() -> None:
    settings, several = finished(rival=1)
    assert len(several) == 1
    assert scenery.of(settings, several, None).line is None


def test_a_run_that_diverges_has_its_sentence_and_what_is_left_of_its_way() -> None:
    settings, several = finished(
        rate=100.0, rule="gradient descent", activation=("relu",), depth=4, epochs=50, l2=1.0
    )
    run = several[0].run
    assert run.stop is not None
    assert run.stop.kind == "diverged"
    found = scenery.of(settings, several, None)
    said = headline.of(settings, several, found)
    assert said.name == "regions.landscape.headline.diverged"
    assert f"From epoch {run.stop.epoch:g} on" in said.text
    assert found.epoch == run.epoch < run.stop.epoch
    assert np.isfinite(found.ways[0].shadows).all()


def test_a_run_that_does_not_move_is_said_to_rest() -> None:
    settings, (own,) = finished()
    found = scenery.of(settings, [own], None)
    resting = scenery.Scenery(found.epoch, float("nan"), found.extent, found.losses, found.ways, None)
    assert headline.of(settings, [own], resting).name == "regions.landscape.headline.still"
    assert "No parameter moves" in headline.notes(settings, [own], resting)[0]
    endless = np.where(found.losses > np.median(found.losses), np.inf, found.losses)
    high = scenery.Scenery(found.epoch, found.share, found.extent, endless, found.ways, None)
    assert headline.infinite_words(high).startswith(f"At {int(np.isinf(endless).sum()):,} of ")


def test_points_of_one_class_wait_for_a_second(visitor: Visitor) -> None:
    visitor.open(view="landscape", data="own", drawn=text_of((0, 0, 2), (1, 1, 2)))
    assert any(runs.TOO_FEW_CLASSES in text for text in visitor.texts)


def test_forged_links_are_answered_in_words(visitor: Visitor) -> None:
    visitor.open(**(LINK | {"directions": "<b>", "across": "9-9-9", "rival": "-3"}))
    for words in ("<b>", "9-9-9 is no weight of a network of 2-16-16-3", "Second run, seed of its weights"):
        assert any(words in text for text in visitor.texts)
    assert visitor.block("landscape")["seeds"] == [1]


def test_the_table_is_the_grid() -> None:
    settings, several = finished()
    (offer,) = (offer for offer in takings(settings) if offer.group == "Landscape")
    text = offer.make(7.0).content.decode()
    rows = list(csv.DictReader(line for line in text.splitlines() if not line.startswith("#")))
    found = scenery.of(settings, several, 7.0)
    assert "# through: epoch 7\n" in text
    assert [float(row["loss"]) for row in rows] == found.losses.ravel().tolist()
    assert {float(rows[0]["across"]), float(rows[-1]["across"])} == set(found.extent[:2])
    assert {float(rows[0]["upwards"]), float(rows[-1]["upwards"])} == set(found.extent[2:])
    unfinished = RegionSettings(view="landscape", epochs=5000, points=61)
    (offer,) = (offer for offer in takings(unfinished) if offer.group == "Landscape")
    with pytest.raises(ValueError, match="still being trained"):
        offer.make(None)


def test_the_grid_keeps_within_its_work_and_its_bounds() -> None:
    default = RegionSettings()
    architecture = default.architecture(2, 3)
    assert scenery.grid_side(architecture, 300) == scenery.MOST_SIDE
    wide = RegionSettings(depth=6, units=(32,)).architecture(2, 3)
    assert scenery.grid_side(wide, 1000) == scenery.LEAST_SIDE
    between = scenery.grid_side(RegionSettings(units=(24,)).architecture(2, 3), 300)
    assert between % 2 == 1
    assert scenery.LEAST_SIDE <= between < scenery.MOST_SIDE
