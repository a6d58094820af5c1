"""Claims about the pictures that stand there before Python does, as the build makes them."""

import gzip
import json
import struct

import pytest

from static_site import first_pictures
from static_site.first_pictures import FOLDER, Opening
from tests.ui.conftest import unpack
from ui.digits.settings import MnistSettings
from ui.lecture.scene import PAGES
from ui.lecture.scenes import SCENES
from ui.mnist.page import FEWER

FEW = ("regions.run", "hands.planes", "backprop.steps", "mnist.templates", "scene.regions-single")


@pytest.fixture(scope="module")
def few() -> dict[str, Opening]:
    """Openings whose pictures are made in a moment."""
    return {name: first_pictures.openings()[name] for name in FEW}


@pytest.fixture(scope="module")
def made(few) -> dict[str, bytes]:
    """Their files."""
    return first_pictures.made(few)


def blocks(pack: bytes) -> list[dict]:
    """The blocks of a picture, opened."""
    content = gzip.decompress(pack)
    (length,) = struct.unpack_from("<I", content)
    places = json.loads(content[4 : 4 + length])
    return [unpack(content[4 + length + at : 4 + length + at + size]) for at, size in places.values()]


def test_every_page_every_view_and_every_scene_is_opened():
    found = first_pictures.openings()

    for kind, page in PAGES.items():
        views = kind.choices()["view"].options
        assert {f"{page}.{view}" for view in views} <= found.keys()
    assert {f"scene.{slug}" for slug in SCENES} <= found.keys()
    assert len({opening.key for opening in found.values()}) == len(found)


def test_a_picture_has_the_parts_of_its_page_in_their_order_with_what_was_computed(made):
    listed = json.loads(made[f"{FOLDER}/list.json"])

    assert listed["regions?"] == ["regions.run", "regions", "player"]
    assert listed["?scene=regions-single"] == ["scene.regions-single", "regions", "question", "player"]
    question, player = blocks(made[f"{FOLDER}/scene.regions-single.pack"])
    assert question["title"] == SCENES["regions-single"].title
    assert player["finished"]
    assert player["headline"]
    assert not player["story_owed"]
    assert player["story"], "what happened in the run has been found"
    assert len(player["arrays"]["snapshot_epoch"]) == player["n_epochs"] + 1


def test_a_picture_made_again_has_the_same_bytes(few, made):
    assert first_pictures.made(few) == made


def test_mnist_opens_with_what_the_program_opens_with_there():
    opening = first_pictures.openings()["mnist.templates"]

    assert opening.settings == MnistSettings(images=FEWER)
    assert opening.key == f"mnist?images={FEWER}"
