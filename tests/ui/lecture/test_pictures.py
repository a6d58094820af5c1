"""The list's pictures: every shipped scene has one, none is without a scene; what was brought shows its page's sign."""

import pytest

from tests.ui.conftest import Visitor
from ui.lecture import pictures
from ui.lecture.pictures import FOLDER, SIGNS, SIZE, html_of
from ui.lecture.scene import PAGES
from ui.lecture.scenes import SCENES, UPLOADED

FILES = sorted(FOLDER.iterdir())

MOST_BYTES = 300_000


def test_every_shipped_scene_has_its_picture_and_no_picture_is_without_a_scene() -> None:
    assert {path.name for path in FILES} == {f"{slug}.webp" for slug in SCENES}


def test_all_pictures_together_are_small() -> None:
    assert sum(path.stat().st_size for path in FILES) < MOST_BYTES


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_a_picture_is_a_webp_of_twice_the_size_that_the_list_gives_it(path) -> None:
    data = path.read_bytes()
    assert (data[:4], data[8:16]) == (b"RIFF", b"WEBPVP8X")
    assert [1 + int.from_bytes(data[at : at + 3], "little") for at in (24, 27)] == [2 * side for side in SIZE]


@pytest.mark.parametrize("slug", SCENES)
def test_a_picture_has_its_room_before_it_is_loaded_and_says_what_it_is(slug: str) -> None:
    html = html_of(slug, SCENES[slug])
    assert f'src="app/static/scenes/{slug}.webp"' in html
    assert f'width="{SIZE[0]}" height="{SIZE[1]}" loading="lazy"' in html
    assert f'alt="The stage of “{SCENES[slug].title}”"' in html.replace("&#x27;", "'")


def test_a_scene_that_was_brought_shows_the_sign_of_its_page(visitor: Visitor) -> None:
    file = 'title = "Mine"\n\n[[scene]]\nslug = "hinton"\nslide = 1\ntitle = "<b>One"\nview = "mnist"\n'
    asks = 'look_at = "Look."\nquestion = "What?"\nchoices = ["One", "Two"]\nright = 1\nanswer = "One."\n'
    name = UPLOADED.put((file + asks).encode())
    visitor.open("lecture", lecture=name)

    shown = [one.proto.body for one in visitor.app.get("html") if "app/static/signs/" in one.proto.body]
    assert len(shown) == 1
    assert 'src="app/static/signs/mnist.svg" alt="The page “MNIST”"' in shown[0]


def test_every_page_of_scenes_has_a_sign() -> None:
    signs = {path.stem for path in (FOLDER.parent / "signs").iterdir()}
    assert signs == set(SIGNS) == set(PAGES.values())
    assert pictures.taken("no-such-scene") is False
