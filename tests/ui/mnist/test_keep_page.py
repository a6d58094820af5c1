"""Save and load: what is kept is the visitor's moment, and a file that was loaded is a network like any other."""

import io
import struct
import tracemalloc
import zlib
from typing import Any

import numpy as np
import pytest

from datasets import mnist
from engine.architecture import Architecture
from engine.questions import probe
from tests.ui.conftest import LOOKS, Visitor
from ui.digits.settings import MnistSettings
from ui.mnist.keep import figure as templates_figure
from ui.mnist.keep import fits, pictures_file
from ui.mnist.visits import Visit
from ui.palette import PALETTES
from ui.take_away import weights_out

SMALL = {"images": "1000", "epochs": "3", "view": "keep"}
HIDDEN = Architecture((784, 12, 10), ("tanh",))


def visit_of(visitor: Visitor) -> Visit:
    return visitor.app.session_state["visitor"].kept["visit"]


def settings_of(visitor: Visitor) -> MnistSettings:
    return visitor.app.session_state["visitor"].settings[MnistSettings]


def weights(architecture: Architecture, seed: int = 5) -> np.ndarray[Any, Any]:
    rng = np.random.default_rng(seed)
    return rng.normal(scale=0.1, size=architecture.n_params).astype(np.float32)


def upload(visitor: Visitor, data: bytes, name: str = "mine.npz") -> Visitor:
    visitor.app.file_uploader(key="load").set_value((name, data, "application/octet-stream"))
    return visitor.look()


def loaded(visitor: Visitor, architecture: Architecture = HIDDEN, **link: str) -> Visit:
    visitor.open("mnist", **{**SMALL, **link})
    return visit_of(upload(visitor, weights_out.numpy_npz(architecture, weights(architecture))))


def headline(visitor: Visitor) -> str:
    return visitor.app.title[0].value


def test_a_file_becomes_the_network_of_the_page_with_its_layers_and_accuracies(visitor: Visitor) -> None:
    visit = loaded(visitor)
    settings = settings_of(visitor)
    architecture, params = visit.network()
    test = mnist.load().test
    _, accuracy = probe.error_and_accuracy(HIDDEN, weights(HIDDEN), test.inputs, test.labels)
    assert (settings.depth, settings.widths, settings.activations) == (1, (12,), ("tanh",))
    assert architecture == HIDDEN
    np.testing.assert_array_equal(params, weights(HIDDEN))
    assert headline(visitor) == "784–12–10, 9,550 parameters: as loaded"
    assert any(text.startswith("mine.npz is loaded") for text in visitor.texts)
    for _ in range(LOOKS):
        if visitor.look().app.metric[2].value != "–":
            break
    assert visitor.app.metric[2].value == f"{100 * float(accuracy):.1f} % right"


def test_a_loaded_network_is_trained_on_and_rewinds_to_its_file(visitor: Visitor) -> None:
    visit = loaded(visitor)
    visit.step_from(0.0, 10)
    architecture, params = visit.network()
    assert visit.own
    assert not np.array_equal(params, weights(HIDDEN))
    visit.rewind()
    np.testing.assert_array_equal(visit.network()[1], weights(HIDDEN))
    assert architecture == visit.run.architecture


def test_other_ways_of_training_keep_the_loaded_network_and_other_layers_leave_it(visitor: Visitor) -> None:
    visit = loaded(visitor, depth="1", units="12")
    visitor.app.select_slider(key="MnistSettings.rate").set_value(0.05)
    visitor.look()
    assert visit.run.learning_rate == 0.05
    np.testing.assert_array_equal(visit.run.snapshots.params[0], weights(HIDDEN))
    visitor.app.segmented_control(key="MnistSettings.depth").set_value(0)
    visitor.look()
    assert visit.loaded is None
    assert visit.run.architecture.n_hidden == 0
    assert not visit.own
    assert any(text.startswith("mine.npz is no longer shown") for text in visitor.texts)
    visitor.app.button(key="load.again").click()
    visitor.look()
    np.testing.assert_array_equal(visit.network()[1], weights(HIDDEN))


def test_a_loaded_network_can_be_left(visitor: Visitor) -> None:
    visit = loaded(visitor)
    visitor.app.button(key="leave").click()
    visitor.look()
    assert (visit.loaded, visit.own) == (None, False)
    assert visit.run.architecture == HIDDEN
    assert headline(visitor) == "784–12–10, 9,550 parameters: epoch 0 of 3"


def test_two_files_are_two_runs_for_the_browser(visitor: Visitor) -> None:
    first = loaded(visitor).identity
    upload(visitor, weights_out.numpy_npz(HIDDEN, weights(HIDDEN, seed=6)), "other.npz")
    assert visit_of(visitor).identity != first


def test_every_view_shows_the_loaded_network(visitor: Visitor) -> None:
    single = Architecture((784, 10))
    loaded(visitor, single)
    visitor.app.segmented_control(key="MnistSettings.view").set_value("quality")
    block = visitor.look().block("quality")
    assert block["said"] == "As loaded from mine.npz."
    assert not block["headline"]["text"].startswith("Before training")
    visitor.app.segmented_control(key="MnistSettings.view").set_value("templates")
    headlines = visitor.look().block("templates")["headlines"]
    assert not any("before training" in headline["text"] for headline in headlines)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"hello", "mine.npz was not loaded. The file is not a whole .npz archive"),
        (
            weights_out.numpy_npz(Architecture((784, 513, 10), ("relu",)), np.zeros(407_845, np.float16)),
            r"The hidden layers have [513] units; 1 to 512 can be shown.",
        ),
        (
            weights_out.numpy_npz(Architecture((100, 10)), np.zeros(1_010)),
            "W1 has shape (10, 100); it must be (units, 784).",
        ),
    ],
)
def test_a_file_that_does_not_fit_is_one_sentence_and_changes_nothing(
    visitor: Visitor, data: bytes, words: str
) -> None:
    visitor.open("mnist", **SMALL)
    before = visit_of(visitor).network()
    upload(visitor, data)
    assert words in visitor.texts[0]
    assert visit_of(visitor).loaded is None
    np.testing.assert_array_equal(visit_of(visitor).network()[1], before[1])
    upload(visitor, weights_out.numpy_npz(HIDDEN, weights(HIDDEN)))
    assert not visitor.app.error


def taught() -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """The mean images as a single layer that is right on many: weights (10, 784) and biases."""
    training = mnist.load().training
    means = (
        np.stack([training.inputs[:5_000][training.labels[:5_000] == k].mean(axis=0) for k in range(10)])
        / 255
    )
    return means, -0.5 * (means**2).sum(axis=1)


def as_keras(weights: Any, biases: Any, **more: Any) -> bytes:
    file = io.BytesIO()
    np.savez(file, weights.T, biases, **more)
    return file.getvalue()


@pytest.mark.parametrize("preparation", fits.PREPARATIONS)
def test_the_page_finds_how_the_images_were_prepared_and_gives_the_same_scores(
    visitor: Visitor, preparation: str
) -> None:
    weights, biases = taught()
    scale, shift = fits.PREPARATIONS[preparation]  # the network for inputs that are prepared so
    theirs = weights / scale, biases - shift / scale * weights.sum(axis=1)
    visitor.open("mnist", **SMALL)
    upload(visitor, as_keras(*theirs))

    asked = [text for text in visitor.texts if "How were the images prepared" in text]
    if preparation == fits.AS_HERE:
        assert not asked
    else:
        assert f"with {preparation} it is" in asked[0]
        visitor.app.radio(key="MnistSettings.preparation").set_value(preparation)
        visitor.look()
    _, params = visit_of(visitor).network()
    np.testing.assert_allclose(params, np.concatenate([weights.ravel(), biases]), atol=2e-4)


def test_an_activation_that_is_not_said_is_asked_for_and_nothing_is_loaded_before(visitor: Visitor) -> None:
    file = io.BytesIO()
    np.savez(file, *HIDDEN.split(weights(HIDDEN)))
    visitor.open("mnist", **SMALL)
    upload(visitor, file.getvalue())
    assert visit_of(visitor).loaded is None
    assert any(text.startswith("mine.npz does not say which activation") for text in visitor.texts)
    offered = visitor.app.segmented_control(key="load.activation")
    assert [option.split(":")[0] for option in offered.options] == ["sigmoid", "tanh", "ReLU"]
    offered.set_value("sigmoid")
    visitor.look()
    assert visit_of(visitor).network()[0] == Architecture((784, 12, 10), ("sigmoid",))
    np.testing.assert_array_equal(visit_of(visitor).network()[1], weights(HIDDEN))


def test_what_converts_a_file_of_another_kind_stands_as_code_under_the_sentence(visitor: Visitor) -> None:
    upload(visitor.open("mnist", **SMALL), b"\x89HDF\r\n\x1a\n", "model.h5")
    assert "model.h5 was not loaded. The file is a file of Keras" in visitor.texts[0]
    assert visitor.app.code[0].value.splitlines()[-1] == 'np.savez("weights.npz", *model.get_weights())'


def test_a_network_of_512_units_is_shown_within_the_bytes_of_a_block(visitor: Visitor) -> None:
    wide = Architecture((784, 512, 10), ("relu",))
    visitor.open("mnist", **SMALL)
    upload(visitor, weights_out.numpy_npz(wide, weights(wide)))
    assert settings_of(visitor).widths == (512,)
    visitor.app.segmented_control(key="MnistSettings.view").set_value("templates")
    visitor.look()
    assert visitor.block("templates")["sizes"] == [784, 512, 10]
    assert len(visitor.sent("templates")) < 2_000_000
    visitor.app.segmented_control(key="MnistSettings.depth").set_value(2)
    visitor.look()
    assert visitor.block("templates")["sizes"] == [784, 200, 200, 10]
    assert len(visitor.sent("templates")) < 2_000_000


@pytest.mark.parametrize("name", ["![x](http://a.b/c).npz", "<img src=x>.npz", ":material/bug_report:.npz"])
def test_a_files_name_is_text(visitor: Visitor, name: str) -> None:
    visitor.open("mnist", **SMALL)
    upload(visitor, b"hello", name)
    assert name in visitor.texts[0]
    assert name not in visitor.app.error[0].value
    upload(visitor, weights_out.numpy_npz(HIDDEN, weights(HIDDEN)), "a\u202eb\u200b.npz")
    assert visit_of(visitor).loaded_name == "ab.npz"


def test_the_page_offers_the_visitors_moment(visitor: Visitor) -> None:
    visit = visit_of(visitor.open("mnist", **SMALL, init_seed="61"))
    visit.step_from(0.0, 10)
    visit.play()
    visitor.look()
    buttons = {button.proto.label: button.proto for button in visitor.app.get("download_button")}
    assert headline(visitor) == "784–10, 7,850 parameters: epoch 1 of 3"
    assert not visit.playing
    assert list(buttons) == ["Weights (.npz)", "History (.csv)", "Templates (.png)"]
    templates, curves = visitor.figures
    assert len(curves["data"][0]["x"]) == 2 or curves["data"][0]["x"]["shape"] == "2"
    assert [note["text"] for note in templates["layout"]["annotations"]] == [str(k) for k in range(10)]


def pixels_of(png: bytes) -> np.ndarray[Any, Any]:
    """The pixels of a PNG whose rows are unfiltered, read by the specification."""
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    file, chunks = io.BytesIO(png[8:]), {}
    while length := file.read(4):
        name = file.read(4)
        chunks[name] = file.read(struct.unpack(">I", length)[0])
        assert struct.unpack(">I", file.read(4))[0] == zlib.crc32(name + chunks[name])
    assert list(chunks) == [b"IHDR", b"IDAT", b"IEND"]
    width, height, *kind = struct.unpack(">IIBBBBB", chunks[b"IHDR"])
    assert kind == [8, 2, 0, 0, 0]
    rows = np.frombuffer(zlib.decompress(chunks[b"IDAT"]), np.uint8).reshape(height, 1 + 3 * width)
    assert not rows[:, 0].any()
    return rows[:, 1:].reshape(height, width, 3)


def test_a_png_holds_its_pixels() -> None:
    pixels = np.random.default_rng(1).integers(256, size=(5, 7, 3)).astype(np.uint8)
    np.testing.assert_array_equal(pixels_of(pictures_file.png(pixels)), pixels)


def test_a_png_takes_little_more_memory_than_its_bytes_however_large_each_pixel_is() -> None:
    pixels = np.random.default_rng(1).integers(256, size=(60, 50, 3)).astype(np.uint8)
    tracemalloc.start()
    written = pictures_file.png(pixels, scale=20)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    np.testing.assert_array_equal(pixels_of(written), pixels.repeat(20, axis=0).repeat(20, axis=1))
    assert most < 3 * len(written) + 500_000 < 400 * pixels.size


def test_saved_templates_are_upright_gold_is_positive_and_all_have_one_scale() -> None:
    pictures = np.zeros((12, 28, 28))
    pictures[3, 0, 27], pictures[3, 27, 0], pictures[11] = 1.0, -1.0, 0.5
    colours: Any = PALETTES["light"]
    pixels = pixels_of(pictures_file.templates_png(pictures, colours["weights"], "#ffffff", scale=1))
    assert pixels.shape == (2 * 30 + 2, 10 * 30 + 2, 3)
    ends = [pictures_file.rgb(colours["weights"][i]) for i in (0, 2, 4)]
    at = 2 + 3 * 30
    assert tuple(pixels[2, at + 27]) == ends[2]
    assert tuple(pixels[2 + 27, at]) == ends[0]
    assert np.abs(pixels[10, at + 10].astype(int) - ends[1]).max() <= 2
    assert tuple(pixels[0, 0]) == (255, 255, 255)
    np.testing.assert_array_equal(pixels[32 + 5, 2 + 30 + 5], pixels[32 + 20, 2 + 30 + 20])


def test_the_scale_of_colours_passes_through_its_stops_in_linear_light() -> None:
    colours = pictures_file.scale_of(["#000000", "#ffffff"])
    assert colours[[0, 255]].tolist() == [[0, 0, 0], [255, 255, 255]]
    assert colours[128].tolist() == [188, 188, 188]  # half the light, not half the number
    assert (np.diff(colours[:, 0].astype(int)) >= 0).all()


def test_the_figure_of_templates_has_row_0_on_top_and_names_in_place() -> None:
    pictures = np.zeros((11, 28, 28))
    pictures[10, 0, 27] = 2.0
    figure = templates_figure.templates(pictures, [str(k) for k in range(11)], "light")
    (heat,) = figure.data
    assert figure.layout.yaxis.autorange == "reversed"
    assert np.argwhere(np.asarray(heat.z) == 2.0).tolist() == [[37 + 9, 27]]
    assert heat.zmin == -heat.zmax
    assert (figure.layout.annotations[10].x, figure.layout.annotations[10].y) == (13.5, 45)


@pytest.mark.parametrize("width", [330, 700, 1_100])
def test_no_name_of_a_template_covers_a_picture_above_it(width: int) -> None:
    figure = templates_figure.templates(np.ones((35, 28, 28)), [str(k) for k in range(35)], "light")
    (heat,) = figure.data
    filled = np.isfinite(np.asarray(heat.z, float))
    margin = figure.layout.margin
    across = (width - 90) / filled.shape[1]  # the scale of the colours takes some
    down = (figure.layout.height - margin.t - margin.b) / filled.shape[0]
    place = min(across, down)  # pixels: places are squares
    for note in figure.layout.annotations:
        above = filled[: int(note.y) + 1, int(note.x)][::-1]
        free = int(above.argmax()) if above.any() else templates_figure.LABEL
        assert free * place >= 0.72 * note.font.size - 1
