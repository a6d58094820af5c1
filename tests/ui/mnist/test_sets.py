"""Another set of images in MNIST's place: chosen on the page, its classes by their names, its images put upright."""

import gzip
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from datasets import idx, mnist
from tests.ui.conftest import Visitor
from ui import lab_code
from ui.digits import settings as digit_settings
from ui.digits.presets import name_of
from ui.digits.runs import images_of
from ui.digits.settings import MnistSettings
from ui.mnist.visits import Visit

CLASSES = [
    "T-shirt/top",
    "Trouser",
    "Pullover",
    "Dress",
    "Coat",
    "Sandal",
    "Shirt",
    "Sneaker",
    "Bag",
    "Ankle boot",
]

SMALL = {"data": "fashion-mnist", "images": "1000", "epochs": "2"}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of sets: MNIST, and one whose images are a bar at the height of their class."""
    folder = tmp_path_factory.mktemp("sets")
    (folder / "mnist").symlink_to(mnist.FOLDER)
    ours = folder / "fashion-mnist"
    ours.mkdir()
    for part, count in (("train", 60_000), ("t10k", 10_000)):
        labels = (np.arange(count) % 10).astype(np.uint8)
        images = np.zeros((count, 28, 28), np.uint8)
        images[np.arange(count), 2 + 2 * labels, 4:20] = 255
        for name, array in (("images.idx3", images), ("labels.idx1", labels)):
            (ours / f"{part}-{name}-ubyte").write_bytes(gzip.compress(idx.encode(array), compresslevel=1))
    (ours / "classes.txt").write_text("\n".join(CLASSES))
    return folder


@pytest.fixture
def sets(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mnist, "ROOT", root)
    for name, title in mnist.sets(root).items():
        monkeypatch.setitem(digit_settings.DATA_SETS, name, title)


def visit_of(visitor: Visitor) -> Visit:
    return visitor.app.session_state["visitor"].kept["visit"]


@pytest.mark.usefixtures("sets")
def test_a_set_is_chosen_on_the_page_and_learned_from(visitor: Visitor) -> None:
    visitor.open("mnist", images="1000", epochs="2")
    assert visitor.block("templates")["class_names"] == list(mnist.DIGITS)
    control = visitor.app.selectbox(key="MnistSettings.data")
    assert control.options == ["MNIST", "Fashion-MNIST"]
    control.set_value("fashion-mnist")
    visitor.look()

    block, visit = visitor.block("templates"), visit_of(visitor)
    assert visitor.link["data"] == "fashion-mnist"
    assert block["class_names"] == CLASSES
    picture = block["arrays"]["image"].reshape(28, 28)
    assert np.flatnonzero(picture.any(axis=1)).tolist() == [2 + 2 * block["image"]["label"]]
    visit.run.advance(20)
    assert visit.trained.test_accuracy() == 1.0  # a bar for each class is easy: MNIST is not


@pytest.mark.usefixtures("sets")
def test_images_are_put_upright_by_a_switch(visitor: Visitor) -> None:
    visitor.open("mnist", **SMALL)
    visitor.app.toggle(key="MnistSettings.transposed").set_value(True)
    block = visitor.look().block("templates")
    assert visitor.link["transposed"] == "1"
    assert np.flatnonzero(block["arrays"]["image"].reshape(28, 28).any(axis=0)).tolist() == [
        2 + 2 * block["image"]["label"]
    ]


@pytest.mark.usefixtures("sets")
@pytest.mark.parametrize("view", ["quality", "kinds"])
def test_the_other_views_name_the_classes_too(visitor: Visitor, view: str) -> None:
    more: dict[str, Any] = {"cell": "4-9"} if view == "quality" else {}
    block = visitor.open("mnist", **SMALL, view=view, **more).block(view)
    assert block["class_names"] == CLASSES
    if view == "quality":
        assert block["title"] == "Coat taken for Ankle boot"


@pytest.mark.usefixtures("sets")
@pytest.mark.parametrize("view", ["variability", "features", "lab", "pros"])
def test_a_view_that_is_about_mnist_says_so(visitor: Visitor, view: str) -> None:
    words = "This view is about MNIST, whichever set is chosen."
    assert words in visitor.open("mnist", **SMALL, view=view).texts
    assert words not in Visitor().open("mnist", images="1000", view=view).texts


@pytest.mark.usefixtures("sets")
def test_the_figure_to_keep_and_the_code_name_the_set(visitor: Visitor) -> None:
    templates = visitor.open("mnist", **SMALL, view="keep").figures[0]
    assert [note["text"] for note in templates["layout"]["annotations"]] == CLASSES
    settings = MnistSettings(data="fashion-mnist", transposed=True)
    text = "\n".join(lab_code.parts.data(settings))
    assert 'mnist.load(mnist.ROOT / "fashion-mnist", transposed=True)' in text
    assert "mnist.load()" in "\n".join(lab_code.parts.data(MnistSettings()))
    assert images_of(settings).names == tuple(CLASSES)
    assert name_of(settings) == name_of(MnistSettings())


def test_where_only_mnist_lies_there_is_nothing_to_choose(visitor: Visitor) -> None:
    assert digit_settings.DATA_SETS == {"mnist": "MNIST"}
    assert "Images" not in visitor.open("mnist", images="1000").labels
