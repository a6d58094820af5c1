"""Scenes as files: each is small, whole, and the same whenever it is made."""

import re

import pytest

from static_site import lecture, scene_files
from tests.scene_files import APP, made
from ui.digits.settings import MnistSettings
from ui.lecture.scenes import LECTURES, SCENES
from ui.plane.run_settings import RegionSettings
from ui.twin.settings import TwinSettings

pytestmark = pytest.mark.xdist_group("scene_files")

MB = 1_000_000
MOST = {RegionSettings: 1 * MB, TwinSettings: 2 * MB, MnistSettings: 3 * MB}
"""Bytes of a file, by the kind of its scene's settings; all others are pages without a run, and take 1 MB."""


def test_every_scene_of_every_lecture_has_a_file():
    assert list(made()) == [slug for one in LECTURES.values() for slug in one.scenes]


def test_no_file_is_larger_than_its_kind_may_be():
    sizes = {slug: len(each.content) for slug, each in made().items()}

    too_large = {slug: n for slug, n in sizes.items() if n > MOST.get(type(SCENES[slug].settings), 1 * MB)}

    assert not too_large


def test_a_file_names_no_other_and_no_address_but_its_source():
    for slug, each in made().items():
        text = each.content.decode()
        markup = re.sub(r"<script.*?</script>|<template.*?</template>", "", text, flags=re.DOTALL)

        assert not re.findall(r"\bsrc=|<link|@import|url\((?!#)", markup), slug
        assert re.findall(r'href="([^"]*)"', markup) == [
            f"{APP}{'' if SCENES[slug].page == 'regions' else SCENES[slug].page}?scene={slug}"
        ]


def test_a_scene_made_again_has_the_same_bytes():
    scene = SCENES["regions-single"]

    assert scene_files.scene_file("regions-single", scene, APP) == made()["regions-single"].content


def test_the_index_leads_to_every_scene():
    one = LECTURES["what-a-hidden-layer-buys"]
    files = [made()[slug] for slug in one.scenes]

    page = scene_files.index(one.title, files, ["A & B"]).decode()

    assert re.findall(r'href="([^"]*)"', page) == [f"{slug}.html" for slug in one.scenes]
    assert "A &amp; B" in page


def test_a_lecture_is_not_written_over_something_else(tmp_path):
    (tmp_path / "thesis.tex").write_text("mine", encoding="utf-8")

    with pytest.raises(ValueError, match="no lecture: name another folder"):
        lecture.write("what-a-hidden-layer-buys", tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.tex"]


def test_a_lecture_that_is_not_there_is_refused_with_those_that_are(tmp_path):
    with pytest.raises(ValueError, match="'nope' is no lecture; lectures/ has deep-neural-networks-1"):
        lecture.write("nope", tmp_path / "out")
