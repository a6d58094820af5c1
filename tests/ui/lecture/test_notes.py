"""Notes: each shipped scene has some, they claim no number of their own, and the presenter's window alone gets them."""

import re
from pathlib import Path

import pytest

from datasets import mnist
from tests.ui.conftest import Visitor
from ui.lecture.rooms import store
from ui.lecture.rooms.store import Rooms
from ui.lecture.scenes import SCENES, UPLOADED

NUMBER = re.compile(r"\d(?:[\d.,]*\d)?")
MARK = "Only the lecturer reads this."

OWN = f"""title = "Mine"
[[scene]]
slug = "first"
title = "Two layers"
view = "hands"
question = "How many?"
choices = ["One", "Two"]
right = 2
answer = "Two."
notes = "{MARK}"
[[scene]]
slug = "second"
title = "Three layers"
view = "hands"
question = "How many?"
answer = "Three."
notes = "{MARK}"
"""


@pytest.fixture
def rooms(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Rooms:
    path = tmp_path / "rooms.sqlite"
    monkeypatch.setattr(store, "default_path", lambda: path)
    return Rooms(store.FileLedger(store.ledger_file(path)))


def everything_sent(visitor: Visitor) -> str:
    """All that the server sends for the page, components' blocks too."""
    blocks = [bytes(part.proto.bytes).decode("latin-1") for part in visitor.app.get("bidi_component")]
    return "\n".join([*visitor.texts, *visitor.labels, *blocks])


@pytest.mark.parametrize("slug", SCENES)
def test_a_shipped_scene_has_two_to_four_short_notes(slug: str) -> None:
    notes = SCENES[slug].notes.splitlines()

    assert 2 <= len(notes) <= 4
    for note in notes:
        assert len(note) <= 120
        assert re.match(r"[A-Z92“]", note)
        assert note.endswith((".", "?"))


@pytest.mark.parametrize("slug", SCENES)
def test_notes_have_no_number_that_their_scene_does_not_have(slug: str) -> None:
    """What a scene says is computed anew in `test_answers.py`; notes add no figure to that."""
    scene = SCENES[slug]
    texts = [
        scene.look_at,
        *(text for one in scene.questions for text in (one.words, one.answer, *one.choices)),
    ]
    known = {f"{len(mnist.load().test.labels):,}", f"{scene.pause or 0:g}"}
    known |= {f"{one.number:g}" for one in scene.questions if one.number is not None}
    known |= {f"{getattr(scene.settings, 'epochs', 0):,}"}
    known |= {f"{int(text):,}" for one in scene.questions for _, text in one.then if text.isdecimal()}

    assert set(NUMBER.findall(scene.notes)) <= known.union(*map(NUMBER.findall, texts))


def test_the_presenters_window_alone_gets_notes(rooms: Rooms) -> None:
    lecture = UPLOADED.put(OWN.encode())
    room, key = rooms.open()
    rooms.ask(room, key, f"{lecture}/first/0", 2)

    assert MARK in everything_sent(Visitor().open(presenter="k3f9", scene="first", lecture=lecture))
    for link in ({"stage": "1"}, {"build": "1"}, {}):
        page = Visitor().open("hands", scene="first", lecture=lecture, **link)
        assert page.block("question")["title"] == "Two layers"
        assert MARK not in everything_sent(page)
    assert MARK not in everything_sent(Visitor().open("lecture", lecture=lecture))
    for is_open in (True, False):
        rooms.ask(room, key, f"{lecture}/first/0", 2, is_open=is_open)
        phone = Visitor().open(room=room, scene="first", lecture=lecture)
        assert phone.block("phone")["words"] == "How many?"
        assert MARK not in everything_sent(phone)
