"""Checks of what the presenter's window says: the lecture's own files, the room's own file, and the other window."""

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.browser.referee.checks import Scene, checks
from tests.browser.referee.reading import Said
from tests.browser.referee.rooms import rows
from ui.lecture.scene import Lecture, Question
from ui.lecture.scenes import LECTURES, SCENES


def shown(scene: Scene) -> tuple[str, int, bool]:
    """The scene, the question's place and whether it is answered, as the window's address says."""
    said = parse_qs(urlsplit(scene.page.url).query)
    build = int(said.get("build", ["0"])[0])
    return said["scene"][0], build // 2, build % 2 == 1


def lecture(scene: Scene) -> Lecture:
    slug, _, _ = shown(scene)
    (found,) = [one for one in LECTURES.values() if slug in one.scenes]
    return found


def question(scene: Scene) -> Question:
    slug, at, _ = shown(scene)
    return SCENES[slug].questions[at]


def following(scene: Scene) -> Any:
    """The next scene of the lecture; None after the last one."""
    slugs = list(lecture(scene).scenes)
    at = slugs.index(shown(scene)[0]) + 1
    return SCENES[slugs[at]] if at < len(slugs) else None


def seconds(text: str) -> int:
    """Of "14:12"."""
    minutes, rest = text.split(":")
    assert len(rest) == 2
    assert int(rest) < 60
    return 60 * int(minutes) + int(rest)


def two_times(text: str) -> list[int]:
    return [seconds(one) for one in re.findall(r"\d+:\d\d", text)]


@checks("presenter.scene_time")
def _scene_time(said: Said, scene: Scene) -> None:
    spent, planned = two_times(said.text)
    (whole,) = [one.text for one in scene.reading.said if one.name == "presenter.lecture_time"]
    assert spent <= two_times(whole)[0]
    assert planned == round(60 * SCENES[shown(scene)[0]].minutes)


@checks("presenter.lecture_time")
def _lecture_time(said: Said, scene: Scene) -> None:
    _, planned = two_times(said.text)
    assert planned == round(60 * sum(one.minutes for one in lecture(scene).scenes.values()))


@checks("presenter.now")
def _now(said: Said, scene: Scene) -> None:
    """As the browser's clock shows it; a minute may have begun since."""
    now = scene.page.evaluate("60 * new Date().getHours() + new Date().getMinutes()")
    assert (now - seconds(said.text.split()[-1])) % (24 * 60) <= 1


@checks("presenter.scene")
def _scene(said: Said, scene: Scene) -> None:
    slug, _, _ = shown(scene)
    row = list(lecture(scene).scenes).index(slug) + 1
    assert said.text == f"{row} {SCENES[slug].title}"


@checks("presenter.look")
def _look(said: Said, scene: Scene) -> None:
    assert said.text == SCENES[shown(scene)[0]].look_at


@checks("presenter.count")
def _count(said: Said, scene: Scene) -> None:
    slug, at, _ = shown(scene)
    n = len(SCENES[slug].questions)
    assert said.text == (f"{at + 1} of {n}" if n > 1 else "")


@checks("presenter.question")
def _question(said: Said, scene: Scene) -> None:
    assert said.text == question(scene).words


@checks("presenter.choice")
def _choice(said: Said, scene: Scene) -> None:
    assert said.text in question(scene).choices


@checks("presenter.answer")
def _answer(said: Said, scene: Scene) -> None:
    """That the answer is so, `lecture.answer` checks."""
    assert said.text == question(scene).answer


@checks("presenter.whose")
def _whose(said: Said, scene: Scene) -> None:
    _, _, revealed = shown(scene)
    assert said.text == (
        "The answer, revealed:" if revealed else "The answer, only here until you reveal it:"
    )


def given(scene: Scene) -> list[int] | None:
    """Votes in the room that the window names; None where it names none."""
    (named,) = [one.text for one in scene.reading.said if one.name == "presenter.room"] or [""]
    if not named:
        return None
    slug, at, _ = shown(scene)
    found = rows(
        "SELECT choice FROM votes WHERE room = ? AND question = ?",
        named.removeprefix("Room "),
        f"{slug}/{at}",
    )
    return [choice for (choice,) in found]


def arrived(scene: Scene) -> int:
    (named,) = [one.text for one in scene.reading.said if one.name == "presenter.room"]
    command = "SELECT count(DISTINCT phone) FROM votes WHERE room = ?"
    ((n,),) = rows(command, named.removeprefix("Room "))
    return int(n)


@checks("presenter.votes")
def _votes(said: Said, scene: Scene) -> None:
    votes = given(scene)
    choices = range(len(question(scene).choices))
    wanted = ["" for _ in choices] if votes is None else [str(votes.count(at)) for at in choices]
    assert [one.text for one in scene.reading.said if one.name == "presenter.votes"] == wanted


@checks("presenter.answered")
def _answered(said: Said, scene: Scene) -> None:
    votes, (_, _, revealed) = given(scene), shown(scene)
    if votes is None:
        assert not said.text
        return
    n = arrived(scene)
    words = f"{len(votes)} of {n} {'phone has' if n == 1 else 'phones have'} answered"
    has_bars = not revealed and question(scene).choices
    assert said.text == words + ("" if not has_bars else "; the bars are only here until you reveal")


@checks("presenter.room")
def _room(said: Said, scene: Scene) -> None:
    if said.text:
        room = said.text.removeprefix("Room ")
        assert rows("SELECT count(*) FROM rooms WHERE room = ?", room) == [(1,)]


@checks("presenter.arrived")
def _arrived(said: Said, scene: Scene) -> None:
    if said.text:
        n = arrived(scene)
        assert said.text == f"{n} {'phone has' if n == 1 else 'phones have'} arrived"


@checks("presenter.next_scene")
def _next_scene(said: Said, scene: Scene) -> None:
    comes = following(scene)
    if comes is None:
        assert " ".join(said.text.split()) == "Next: this is the last scene"
    else:
        assert said.text == f"Next: {comes.row} {comes.title}"


@checks("presenter.next_question")
def _next_question(said: Said, scene: Scene) -> None:
    comes = following(scene)
    assert said.text == (comes.questions[0].words if comes else "")


@checks("presenter.next_choice")
def _next_choice(said: Said, scene: Scene) -> None:
    assert said.text in following(scene).questions[0].choices


@checks("presenter.build")
def _build(said: Said, scene: Scene) -> None:
    """The builds in their order, with the one that is shown marked."""
    slug, at, revealed = shown(scene)
    n = len(SCENES[slug].questions)
    many = [part for i in range(1, n + 1) for part in (f"question {i}", f"answer {i}")]
    comes = following(scene)
    last = f"scene {comes.row}" if comes else "the lecture’s end"
    all_said = [one for one in scene.reading.said if one.name == "presenter.build"]
    assert [one.text for one in all_said] == [*(many if n > 1 else ["the question", "the answer"]), last]
    assert [one.data["when"] for one in all_said].index("now") == 2 * at + revealed


@checks("presenter.notes")
def _notes(said: Said, scene: Scene) -> None:
    assert said.text == (SCENES[shown(scene)[0]].notes or "This scene has no notes.")


@checks("presenter.slide")
def _slide(said: Said, scene: Scene) -> None:
    """All scenes of the lecture stand there, in their order."""
    listed = [one.text for one in scene.reading.said if one.name == "presenter.slide"]
    assert listed == [f"{row} {one.title}" for row, one in enumerate(lecture(scene).scenes.values(), start=1)]


@checks("presenter.spent")
def _spent(said: Said, scene: Scene) -> None:
    """Together the scenes have had no more than the lecture."""
    spent = [one.text for one in scene.reading.said if one.name == "presenter.spent" and one.text]
    (whole,) = [one.text for one in scene.reading.said if one.name == "presenter.lecture_time"]
    assert sum(map(seconds, spent)) <= two_times(whole)[0]


@checks("presenter.stage")
def _stage(said: Said, scene: Scene) -> None:
    """Another window of this browser shows the scene, or none does."""
    others = [page for page in scene.page.context.pages if page is not scene.page]
    stages = [page for page in others if parse_qs(urlsplit(page.url).query).get("scene")]
    on_stage = [page.evaluate("document.documentElement.dataset.stage !== undefined") for page in stages]
    if said.text == "The stage follows":
        assert any(on_stage)
    elif said.text == "The page follows":
        assert stages
        assert not all(on_stage)
    else:
        assert said.text in ("No stage follows", "Looking for the stage")
        assert not stages


@checks("presenter.stage_more")
def _stage_more(said: Said, scene: Scene) -> None:
    """The size of the other window; where none is heard, an origin that is not this one."""
    if said.text.startswith("A window at "):
        host = urlsplit(scene.page.url).hostname
        assert said.text.split()[3] in {"localhost", "127.0.0.1"} - {host}
    elif said.text:
        (other,) = [page for page in scene.page.context.pages if page is not scene.page]
        width, height = other.evaluate("[window.innerWidth, window.innerHeight]")
        assert said.text.startswith(f"{width} × {height}")


@checks("presenter.fault")
def _fault(said: Said, scene: Scene) -> None:
    """The referee opens scenes that are there."""
    assert not said.text


@checks("link.presenter")
def _not_opened(said: Said, scene: Scene) -> None:
    assert said.text in (
        "",
        "The browser has blocked the presenter’s window; this link opens it:",
        "The presenter’s window is for a scene: open one first.",
        "This browser has no BroadcastChannel, by which two windows hear each other.",
    )
