"""The MNIST page, as a visitor without a browser finds it; what buttons do is asked of his visit itself."""

import gc
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from datasets import mnist
from engine.questions import probe
from tests.ui.conftest import LOOKS, Visitor
from ui.digits.presets import PRESETS, name_of
from ui.digits.quantised import quantised
from ui.digits.runs import Loaded, digits_architecture, own_run, shared_run
from ui.digits.settings import VIEWS, MnistSettings
from ui.mnist import visits
from ui.mnist.templates.images import A_PAGE
from ui.mnist.templates.part import MEASURES, most_moments, network_arrays
from ui.mnist.templates.view import NETWORK_BYTES
from ui.mnist.visits import Visit
from ui.sentences import percent
from ui.work import turns
from ui.work.keeper import KEEPER

SMALL = {"images": "1000", "epochs": "4"}


def opened(visitor: Visitor, **link: str) -> Visit:
    """Open the page with a link, and give the visit that the page keeps for this visitor."""
    return visit_of(visitor.open("mnist", **{**SMALL, **link}))


def visit_of(visitor: Visitor) -> Visit:
    return visitor.app.session_state["visitor"].kept["visit"]


def played_to_its_end(visitor: Visitor) -> dict[str, Any]:
    visit_of(visitor).play()
    for _ in range(LOOKS):
        visitor.look()
        if not visit_of(visitor).playing:
            return visitor.look().block("templates")
    raise AssertionError("4 epochs of 1,000 images never ended")


def headlines_of(block: dict[str, Any]) -> list[str]:
    """The headline of each moment that the block has."""
    return [block["headlines"][number]["text"] for number in block["headline_of"]]


def control(visitor: Visitor, kind: str, name: str) -> Any:
    return getattr(visitor.app, kind)(key=f"MnistSettings.{name}")


def settings_of(visitor: Visitor) -> MnistSettings:
    return visitor.app.session_state["visitor"].settings[MnistSettings]


@pytest.mark.parametrize(
    ("link", "images"), [({}, 10_000), ({"depth": "1"}, 50_000), ({"images": "2000"}, 2_000)]
)
def test_within_a_browser_the_page_opens_with_fewer_images_unless_a_link_says_what_it_shows(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch, link: dict[str, str], images: int
) -> None:
    monkeypatch.setattr("ui.mnist.page.sys", SimpleNamespace(platform="emscripten"))
    visitor.open("mnist", **link)
    assert settings_of(visitor).images == images


def test_the_page_opens_with_ten_templates_of_noise_and_waits_for_play(visitor: Visitor) -> None:
    KEEPER.let_go_of_all()  # other tests may have trained what the page opens with
    gc.collect()
    visit = visit_of(visitor.open("mnist"))
    block = visitor.look().block("templates")
    assert visit.run.n_steps == 0
    assert (block["sizes"], block["activations"], block["live"]) == ([784, 10], [], False)
    assert [one["text"] for one in block["headlines"]] == ["Ten outputs, no hidden layer, before training"]
    assert visitor.link == {}
    assert control(visitor, "selectbox", "preset").value == "Single layer"


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_comes_back_from_its_link(name: str) -> None:
    settings, notes = MnistSettings.from_url(PRESETS[name].to_url())
    assert (settings, notes) == (PRESETS[name], [])
    assert name_of(settings) == name


def test_a_preset_sets_every_field_and_its_controls(visitor: Visitor) -> None:
    visitor.open("mnist", l2="0.01", init_seed="9", images="10000", hide="data")
    assert control(visitor, "selectbox", "preset").value == "own settings"
    control(visitor, "selectbox", "preset").set_value("The fast 98 %")
    visitor.look()
    assert settings_of(visitor) == replace(PRESETS["The fast 98 %"], hide=("data",))
    assert control(visitor, "segmented_control", "depth").value == 2
    assert control(visitor, "select_slider", "rate").value == 0.1
    assert control(visitor, "selectbox", "rule").value == "momentum"
    assert control(visitor, "selectbox", "preset").value == "The fast 98 %"
    visit_of(visitor).pause()
    control(visitor, "select_slider", "epochs").set_value(4)
    visitor.look()
    assert control(visitor, "selectbox", "preset").value == "own settings"


def test_layers_that_are_not_there_make_no_other_run() -> None:
    single = PRESETS["Single layer"]
    assert name_of(replace(single, units=(7,), activation=("tanh",))) == "Single layer"
    assert name_of(replace(single, depth=1)) is None


def test_bad_values_in_a_link_are_named_and_replaced(visitor: Visitor) -> None:
    visitor.open("mnist", depth="7", images="12", rate="nan")
    assert any("3 parts of the link could not be used." in text for text in visitor.texts)
    assert settings_of(visitor) == MnistSettings()


def test_the_single_layer_learns_templates_and_is_tested_at_the_end(visitor: Visitor) -> None:
    visit = opened(visitor, init_seed="11")
    block = played_to_its_end(visitor)
    test = mnist.load().test
    _, accuracy = probe.error_and_accuracy(visit.run.architecture, visit.run.params, test.inputs, test.labels)
    assert headlines_of(block) == ["Ten outputs, no hidden layer, before training"] + 4 * [
        "Each output learns one template"
    ]
    assert block["stop_message"] == "Finished: 4 epochs"
    assert accuracy > 0.75
    assert (
        block["test"]["text"]
        == f"{percent(round(10_000 * accuracy), 10_000)} of the 10,000 test images are right"
    )
    assert block["seconds"] > 0
    assert block["images_per_second"] > 0
    np.testing.assert_allclose(block["arrays"]["moment_epoch"], np.arange(5))
    np.testing.assert_allclose(
        block["arrays"]["history_validation_error"], visit.run.history.validation_error, rtol=1e-6
    )


def test_weights_are_sent_row_by_row_and_off_by_half_a_step_at_most(visitor: Visitor) -> None:
    visit = opened(visitor, init_seed="12", depth="1", units="3")
    block = played_to_its_end(visitor)
    numbers = block["arrays"]["moment_weights"].reshape(-1, 3 * 784 + 10 * 3)
    steps = block["arrays"]["moment_steps"].reshape(-1, 2)
    first, first_biases, last, last_biases = visit.run.architecture.split(visit.run.snapshots.params)
    for layer, (sent, weights) in enumerate([(numbers[:, :2352], first), (numbers[:, 2352:], last)]):
        step = steps[:, layer, np.newaxis]
        weights = weights.reshape(len(weights), -1)
        assert sent.shape == weights.shape
        assert (np.abs(sent * step - weights) <= step * (0.5 + 1e-4)).all()
        np.testing.assert_allclose(step[:, 0], np.abs(weights).max(axis=1) / 127, rtol=1e-6)
    biases = block["arrays"]["moment_biases"].reshape(-1, 13)
    np.testing.assert_array_equal(biases, np.hstack([first_biases, last_biases]))


def test_weights_that_are_all_zero_stay_so() -> None:
    numbers, steps = quantised(np.zeros((1, 10, 784)))
    assert not numbers.any()
    assert steps == 0


def test_pause_stops_the_training(visitor: Visitor) -> None:
    visit = opened(visitor, init_seed="13", depth="1", epochs="400")
    visit.play()
    visitor.look()
    trained = visit.run.n_steps
    assert trained > 0
    assert visitor.block("templates")["live"]
    visit.pause()
    for _ in range(3):
        visitor.look()
    assert visit.run.n_steps == trained
    assert not visitor.block("templates")["live"]


def test_a_changed_control_starts_another_run_at_once(visitor: Visitor) -> None:
    before = opened(visitor, init_seed="14", epochs="400").run
    control(visitor, "segmented_control", "depth").set_value(1)
    visit = visit_of(visitor.look())
    assert visit.run is not before
    assert visit.playing
    assert visit.run.n_steps > 0
    assert visitor.block("templates")["sizes"] == [784, 100, 10]


def test_a_changed_rate_goes_on_in_a_run_of_ones_own(visitor: Visitor) -> None:
    visit = opened(visitor, init_seed="15")
    visit.step_from(0.0, 100)
    shared, reached = visit.run, visit.step
    control(visitor, "select_slider", "rate").set_value(0.05)
    visitor.look()
    assert visit.own
    assert visit.run is not shared
    assert (shared.learning_rate, shared.n_steps) == (0.3, reached)
    assert visit.step >= reached
    visit.step_from(visit.epoch, 1)
    assert [change.learning_rate for change in visit.run.rate_changes] == [0.3, 0.05]
    assert visitor.look().block("templates")["rates"] == [[0.0, 0.3], [reached / 10, 0.05]]


def test_rewind_leads_to_the_initial_weights_of_the_shared_run(visitor: Visitor) -> None:
    visit = opened(visitor, init_seed="16")
    start = visitor.block("templates")["arrays"]["moment_weights"]
    visit.step_from(0.0, 100)
    control(visitor, "select_slider", "rate").set_value(0.05)
    visitor.look()
    visit.rewind()
    block = visitor.look().block("templates")
    assert (visit.step, visit.own, visit.playing) == (0, False, False)
    assert visit.trained is shared_run(settings_of(visitor))
    np.testing.assert_array_equal(block["arrays"]["moment_weights"], start)
    assert block["arrays"]["history_epoch"].tolist() == [0.0]


def test_a_step_takes_one_batch_and_an_epoch_ends_at_a_whole_one(visitor: Visitor) -> None:
    visit = opened(visitor, init_seed="17")
    visit.step_from(0.0, 1)
    assert (visit.step, visit.run.n_steps) == (1, 1)
    visit.step_from(visit.epoch, visit.run.steps_per_epoch)
    assert (visit.step, visit.run.n_steps, visit.epoch) == (10, 10, 1.0)


def test_steps_that_take_long_are_taken_behind_a_bar_and_lead_to_the_same_bits(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_once = opened(visitor, init_seed="171")
    at_once.step_from(0.0, 10)
    monkeypatch.setattr(visits, "AT_ONCE", 0)
    visit = opened(visitor, init_seed="172")
    visit.step_from(0.0, 10)
    assert visit.stepping is not None
    assert (visit.step, visit.peek) == (0, None)
    block = visitor.look().worked_out("templates")
    assert (visit.stepping, visit.step, visit.peek, block["open_at"]) == (None, 10, 10, 1.0)

    other = opened(Visitor(), init_seed="171", order_seed="5")
    other.step_from(0.0, 10)
    other.pause()
    assert (other.stepping, other.step) == (None, 0), "a pause is the end of it"
    same = own_run(at_once.settings).run
    same.advance(3)
    same.advance(7, seconds=10.0)
    np.testing.assert_array_equal(same.params, at_once.run.params)


def test_a_step_from_the_past_shows_that_moment_and_trains_nothing(visitor: Visitor) -> None:
    visit = opened(visitor, init_seed="18")
    visit.step_from(0.0, 10)
    visit.step_from(0.3, 1)
    assert (visit.step, visit.run.n_steps, visit.peek) == (10, 10, 4)
    block = visitor.look().block("templates")
    assert block["open_at"] == 0.4
    place = block["arrays"]["moment_epoch"].tolist().index(np.float32(0.4))
    steps = block["arrays"]["moment_steps"]
    sent = block["arrays"]["moment_weights"].reshape(-1, 10, 784)[place] * steps[place]
    truth = visit.run.architecture.split(visit.run.replay(0.4, max_batches=1).params[0])[0]
    np.testing.assert_allclose(sent, truth, atol=float(steps[place]) * 0.501)


@pytest.mark.parametrize("view", VIEWS)
def test_an_old_link_opens_its_view_without_a_note_and_the_address_bar_says_view(
    visitor: Visitor, view: str
) -> None:
    visitor.open("mnist", look=view, epochs="1", images="1000", vary_images="1000")
    assert control(visitor, "segmented_control", "view").value == view
    assert not visitor.app.session_state["visitor"].notes
    assert visitor.link.pop("view", "templates") == view
    assert "look" not in visitor.link


def test_what_one_visitor_does_is_nothing_to_another(visitor: Visitor) -> None:
    mine, other = opened(visitor, init_seed="19"), Visitor()
    mine.step_from(0.0, 10)
    theirs = opened(other, init_seed="19")
    assert theirs.run is mine.run
    assert (mine.step, theirs.step) == (10, 0)
    assert other.block("templates")["arrays"]["history_epoch"].tolist() == [0.0]
    theirs.play()
    theirs.tick()
    assert (theirs.step, theirs.run.n_steps) == (10, 10)
    theirs.rewind()
    assert (mine.step, mine.playing) == (10, False)


def test_a_finished_run_is_there_at_once_for_the_next_visitor(visitor: Visitor) -> None:
    visit = opened(visitor, init_seed="20")
    last = played_to_its_end(visitor)
    again = Visitor()
    assert opened(again, init_seed="20").run is visit.run
    block = again.block("templates")
    assert block["finished"]
    assert block["test"] == last["test"]
    np.testing.assert_array_equal(block["arrays"]["moment_weights"], last["arrays"]["moment_weights"])


def test_the_largest_network_after_a_long_run_is_sent_in_less_than_two_megabytes(visitor: Visitor) -> None:
    visit = visit_of(visitor.open("mnist", depth="3", units="200", images="1000", batch="1000", epochs="12"))
    for epoch in range(12):
        visit.step_from(float(epoch), 1)
    visit.step_from(4.0, 1)
    sent = visitor.look().sent("templates")
    arrays = visitor.block("templates")["arrays"]
    longest_curves, gallery = 5 * 4 * (2 * 500 + 2), A_PAGE * (784 + 100)
    assert len(sent) + longest_curves + gallery < 2_000_000
    assert len(arrays["history_epoch"]) == 13
    assert arrays["moment_epoch"][[0, -1]].tolist() == [0.0, 12.0]
    assert 5.0 in arrays["moment_epoch"]
    assert len(arrays["moment_epoch"]) == 5


@pytest.mark.parametrize("depth", range(4))
@pytest.mark.parametrize("units", [1, 15, 100, 200])
def test_what_is_sent_of_moments_is_what_was_counted(depth: int, units: int) -> None:
    architecture = digits_architecture(MnistSettings(depth=depth, units=(units,)))
    most = most_moments(architecture, NETWORK_BYTES)
    moments = np.linspace(-1, 1, 3 * architecture.n_params).reshape(3, -1)
    arrays = network_arrays(architecture, moments, np.zeros((1, 784), np.uint8), exact=1)
    rests = arrays.pop("exact_rests").nbytes
    epoch_and_measures = 4 * (1 + len(MEASURES))
    sizes = [array.size * (1 if array.dtype == np.int8 else 4) for array in arrays.values()]
    a_moment = sum(sizes) // 3 + epoch_and_measures
    assert rests + most * a_moment <= NETWORK_BYTES < rests + (most + 1) * a_moment
    assert most >= 5


@pytest.mark.parametrize("n_steps", [1, 3, 40])
def test_divergence_is_said_and_the_last_finite_weights_stay(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch, n_steps: int
) -> None:
    # Wherever a slice may end.
    monkeypatch.setattr(turns, "advance", lambda run, seconds, busy: run.advance(n_steps))
    opened(visitor, init_seed=f"21{n_steps}", rate="100", l2="1")
    block = played_to_its_end(visitor)
    assert block["stop_kind"] == "diverged"
    assert block["stop_message"].startswith("Diverged at epoch ")
    *before, last = headlines_of(block)
    assert last == "Training diverged: the loss is no longer finite"
    assert last not in before
    assert block["test"] is None
    assert np.isfinite(block["arrays"]["moment_steps"]).all()


def test_missing_files_are_one_sentence(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> None:
        raise mnist.MNISTFilesError("train-images is missing: copy it there from the program's repository.")

    monkeypatch.setattr(mnist, "load", refuse)
    visitor.open("mnist", init_seed="22")
    assert visitor.texts[0] == "train-images is missing: copy it there from the program's repository."
    assert visitor.parts == ["back", "bar", "strip", "connection", "link"]


def test_a_link_can_hide_controls(visitor: Visitor) -> None:
    assert "Training images" in visitor.open("mnist").labels
    hidden = visitor.open("mnist", hide="data,depth,start,rule").labels
    assert not {"Training images", "Hidden layers", "Initial weights", "Learning rule"} & set(hidden)
    assert "Learning rate" in hidden


def test_a_link_with_a_moment_trains_up_to_it_and_shows_no_noise_on_the_way(visitor: Visitor) -> None:
    visit = opened(visitor, init_seed="31", epochs="400", at="3.5")
    assert visit.run.n_steps > 0
    assert visitor.block("templates")["open_at"] > 0
    for _ in range(LOOKS):
        if not visit.playing:
            break
        visitor.look()
    assert visit.epoch == 3.5
    assert visitor.look().block("templates")["open_at"] == 3.5
    assert visitor.link["at"] == "3.5"


def test_a_moment_of_a_finished_run_is_there_at_once_with_all_its_others(visitor: Visitor) -> None:
    opened(visitor, init_seed="32")
    played_to_its_end(visitor)
    block = opened(again := Visitor(), init_seed="32", at="1.5") and again.block("templates")
    assert (block["open_at"], block["live"], block["finished"]) == (1.5, False, True)
    assert {1.5, 4.0} <= set(block["arrays"]["moment_epoch"].tolist())


def test_a_moment_beyond_the_end_is_the_end(visitor: Visitor) -> None:
    visit = opened(visitor, init_seed="33", at="9")
    for _ in range(LOOKS):
        if not visit.playing:
            break
        visitor.look()
    assert (visit.epoch, visit.at_end) == (4.0, True)


def test_another_run_leaves_the_moment_behind(visitor: Visitor) -> None:
    opened(visitor, init_seed="34", at="1")
    control(visitor, "segmented_control", "depth").set_value(1)
    assert "at" not in visitor.look().link


def test_a_scene_that_plays_begins_at_epoch_0_whoever_was_there_before(visitor: Visitor) -> None:
    visit = opened(visitor, init_seed="35")
    played_to_its_end(visitor)
    block = opened(again := Visitor(), init_seed="35", play="1") and again.block("templates")
    assert (block["begins"], block["open_at"], block["live"]) == (1, 0.0, False)
    assert block["arrays"]["moment_epoch"].tolist() == visit.run.snapshots.epochs.tolist()
    opened(again, init_seed="35", at="2")
    assert again.block("templates")["open_at"] == 2.0
    opened(again, init_seed="35", play="1")
    assert again.block("templates")["begins"] == 2


def test_what_a_hand_has_stopped_does_not_begin_by_itself_again(visitor: Visitor) -> None:
    visit = opened(visitor, init_seed="36", play="1")
    assert visitor.block("templates")["begins"] == 1
    visit.play()
    visit.pause()
    assert visitor.look().block("templates")["begins"] == 0


def test_a_link_with_a_moment_leaves_a_loaded_network_and_goes_there(visitor: Visitor) -> None:
    visit = opened(visitor, init_seed="37")
    visit.load(settings_of(visitor), Loaded("mine.npz", np.zeros(7850, np.float32)))
    opened(visitor, init_seed="38", at="1")
    assert visit.loaded_name is None
    assert visit.goal is None or visit.playing
