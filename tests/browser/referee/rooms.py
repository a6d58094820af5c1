"""Checks of what a room says, on its phones and on the stage: counted once more, in the file itself."""

import re
import sqlite3
import statistics
from contextlib import closing
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.browser.referee.checks import Scene, checks
from tests.browser.referee.lecture import answers
from tests.browser.referee.reading import Said
from ui.lecture.rooms.store import default_path
from ui.lecture.scenes import LECTURES, SCENES


def rows(command: str, *values: Any) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(default_path())) as db:
        return db.execute(command, values).fetchall()


def room_of(scene: Scene) -> str:
    return parse_qs(urlsplit(scene.link).query)["room"][0]


def asked(scene: Scene) -> tuple[str, int]:
    """The slug of the scene that the room asks about, and the question's place there."""
    ((question,),) = rows("SELECT question FROM rooms WHERE room = ?", room_of(scene))
    slug, _, place = question.partition("/")
    return slug, int(place)


def votes(scene: Scene) -> list[float]:
    slug, place = asked(scene)
    found = rows(
        "SELECT choice FROM votes WHERE room = ? AND question = ?", room_of(scene), f"{slug}/{place}"
    )
    return [choice for (choice,) in found]


def written(number: float, unit: str) -> str:
    """A guess as people write it."""
    return f"{number:.12g} {unit}".strip().replace("-", "−")


def is_closed(room: str) -> bool:
    """Whether nothing of a room is in the file but its letters: no key and no vote."""
    votes_left = rows("SELECT 1 FROM votes WHERE room = ?", room)
    return rows("SELECT key_hash FROM rooms WHERE room = ?", room) == [("",)] and not votes_left


def closed_words(room: str) -> str:
    """What is said of a closed room."""
    return (
        f"Whoever opened room {room} has closed it, and its votes are deleted. A new room has other letters."
    )


@checks("rooms.name")
def _name(said: Said, scene: Scene) -> None:
    assert said.text == f"Room {room_of(scene)}"


@checks("rooms.place")
def _place(said: Said, scene: Scene) -> None:
    if is_closed(room_of(scene)):
        assert not said.text
        return
    slug, _ = asked(scene)
    (lecture,) = [one for one in LECTURES.values() if slug in one.scenes]
    assert said.text == f"{list(lecture.scenes).index(slug) + 1} of {len(lecture.scenes)}"


@checks("rooms.question")
def _question(said: Said, scene: Scene) -> None:
    if is_closed(room_of(scene)):
        assert said.text == "This room was closed"
        return
    slug, place = asked(scene)
    assert said.text == SCENES[slug].questions[place].words


@checks("rooms.choice")
def _choice(said: Said, scene: Scene) -> None:
    slug, place = asked(scene)
    assert said.text in SCENES[slug].questions[place].choices


@checks("rooms.said")
def _said(said: Said, scene: Scene) -> None:
    """Before a vote one answer each; afterwards the only vote of a hall with one phone."""
    if is_closed(room_of(scene)):
        assert said.text == closed_words(room_of(scene))
        return
    slug, place = asked(scene)
    question = SCENES[slug].questions[place]
    if question.choices:
        words = [f"You chose {one + 1:g}: {question.choices[int(one)]}." for one in votes(scene)]
        assert said.text in (words or ["One answer each."])
    else:
        words = [f"You guessed {written(one, question.unit)}." for one in votes(scene)]
        assert said.text in (words or ["One guess each."])


@checks("rooms.more")
def _more(said: Said, scene: Scene) -> None:
    """What is said to be kept is what the file has columns for."""
    if said.text.startswith("Kept for a day"):
        columns = [name for _, name, *_ in rows("PRAGMA table_info(votes)")]
        assert columns == ["room", "question", "phone", "choice"]
        assert said.text == "Kept for a day: room, question, a random number and your choice. No name."
    elif said.text or not is_closed(room_of(scene)):
        assert said.text == "The answer comes on the screen in front."


@checks("rooms.answered")
def _answered(said: Said, scene: Scene) -> None:
    n = 0 if is_closed(room_of(scene)) else len(votes(scene))
    assert said.text == ("" if not n else f"{n} {'has' if n == 1 else 'have'} answered")


def shown_room(scene: Scene) -> str:
    """The room that the host's own page names."""
    return str(scene.page.locator(".hall .name").first.text_content())


@checks("hall.room")
def _hall_room(said: Said, scene: Scene) -> None:
    assert said.text == f"Room {shown_room(scene)}"
    assert rows("SELECT count(*) FROM rooms WHERE room = ?", shown_room(scene)) == [(1,)]


def hall_votes(scene: Scene) -> list[float]:
    """Votes on the question that the room asks."""
    command = "SELECT choice FROM votes JOIN rooms USING (room, question) WHERE room = ?"
    return [choice for (choice,) in rows(command, shown_room(scene))]


@checks("hall.answered")
def _hall_answered(said: Said, scene: Scene) -> None:
    n = len(hall_votes(scene))
    assert said.text == f"{n} {'has' if n == 1 else 'have'} answered"


@checks("hall.arrived")
def _hall_arrived(said: Said, scene: Scene) -> None:
    ((n,),) = rows("SELECT count(DISTINCT phone) FROM votes WHERE room = ?", shown_room(scene))
    assert said.text == f"of {n} who came"


@checks("hall.choice")
def _hall_choice(said: Said, scene: Scene) -> None:
    ((question,),) = rows("SELECT question FROM rooms WHERE room = ?", shown_room(scene))
    slug, _, place = question.partition("/")
    assert said.text in SCENES[slug].questions[int(place)].choices


@checks("hall.votes")
def _hall_votes(said: Said, scene: Scene) -> None:
    """The numbers beside the bars, all together: each is the count of its answer, and one is marked as right."""
    ((question,),) = rows("SELECT question FROM rooms WHERE room = ?", shown_room(scene))
    slug, _, place = question.partition("/")
    asked, given = SCENES[slug].questions[int(place)], hall_votes(scene)
    wanted = [
        f"{given.count(at)} ✓" if at == asked.right else str(given.count(at))
        for at in range(len(asked.choices))
    ]
    assert [one.text for one in scene.reading.said if one.name == "hall.votes"] == wanted


@checks("hall.number")
def _hall_number(said: Said, scene: Scene) -> None:
    ((question,),) = rows("SELECT question FROM rooms WHERE room = ?", shown_room(scene))
    slug, _, place = question.partition("/")
    asked = SCENES[slug].questions[int(place)]
    assert asked.number is not None
    assert said.text == f"{written(asked.number, asked.unit)} ✓"


@checks("hall.median")
def _hall_median(said: Said, scene: Scene) -> None:
    guesses = hall_votes(scene)
    if not guesses:
        assert said.text == "Nobody has guessed."
        return
    found = re.match(r"median (−?[\d.]+)", said.text)
    assert found
    assert float(found[1].replace("−", "-")) == statistics.median(guesses)


BAR = re.compile(r"(\d+) (?:below (−?[\d.]+)|from (−?[\d.]+)(?: to below (−?[\d.]+))?)")
"""A bar of the histogram in words."""


@checks("hall.histogram")
def _hall_histogram(said: Said, scene: Scene) -> None:
    """Each bar holds as many guesses as the file does within its bounds, and together they hold all."""
    guesses, total = hall_votes(scene), 0
    (label,) = said.attributes
    for words in label.split("; "):
        found = BAR.fullmatch(words)
        assert found
        count, above, low, high = (
            None if one is None else float(one.replace("−", "-")) for one in found.groups()
        )
        least = float("-inf") if low is None else low
        most = next((one for one in (above, high) if one is not None), float("inf"))
        assert count == sum(least <= one < most for one in guesses)
        total += int(count or 0)
    assert total == len(guesses)


@checks("hall.fault")
def _hall_fault(said: Said, scene: Scene) -> None:
    """A room that was closed stands in the file without a key."""
    if said.text:
        assert said.text == closed_words(shown_room(scene))
        assert is_closed(shown_room(scene))


@checks("hall.address")
def _hall_address(said: Said, scene: Scene) -> None:
    assert parse_qs(urlsplit(said.text).query)["room"] == [shown_room(scene)]
    assert answers(said.text)
