"""A lecture as a file: TOML with a ``[[scene]]`` for each slide, written by people who may write no Python.

A file that is wrong in one place opens all the same. Each scene is read by itself, since ``tomllib`` gives up at the
first error, and each fault is a sentence with its line, its scene and its value.
"""

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from ui.lecture.scene import PAGES, Lecture, Question, Scene
from ui.settings.base import Settings

KINDS: dict[str, type[Settings]] = {page: kind for kind, page in PAGES.items()}

MOST_BYTES = 200_000
MOST_SCENES = 100
MOST_CHOICES = 4
MOST_QUESTIONS = 8
MOST_FURTHER = 8
MOST_READINGS = 8
MOST_THEN = 1_000

LENGTHS = {
    "title": 60,
    "question": 80,
    "answer": 240,
    "look_at": 240,
    "instead": 60,
    "choice": 60,
    "focus": 40,
    "unit": 12,
    "reading": 80,
    "notes": 2_000,
}
"""The most characters of each text: what a stage, a phone or a window can show."""

SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?")
SCENE = re.compile(r"\s*\[\[\s*scene\s*\]\]\s*(#.*)?")
NAME = re.compile(r"[a-z][a-z0-9_-]{0,39}")
MORE = re.compile(r"\s*\[\[\s*scene\s*\.\s*more\s*\]\]")
AT_LINE = re.compile(r" \(at line (\d+), column \d+\)$")
AT_END = re.compile(r" \(at end of document\)$")

HEAD = frozenset({"title", "readings"})
ASKED = frozenset({"question", "answer", "choices", "right", "number", "unit", "then"})
OF_MORE = ASKED | {"covers"}
OF_SCENE = ASKED | {
    "slug",
    "slide",
    "title",
    "look_at",
    "view",
    "focus",
    "covers",
    "depends_on",
    "holds_for",
    "instead",
    "pause",
    "minutes",
    "notes",
    "more",
    "further",
}


class FaultError(ValueError):
    """A place in the file that cannot be used."""


@dataclass(frozen=True)
class _Chunk:
    """A piece of the file that is read by itself: its lines, and how many stand before it."""

    lines: list[str]
    before: int
    _said: list[dict[str, Any]] = field(default_factory=list, repr=False, compare=False)

    def parsed(self) -> dict[str, Any]:
        """What the piece says; a syntax error names its line in the whole file."""
        if not self._said:
            self._said.append(self._parsed())
        return self._said[0]

    def _parsed(self) -> dict[str, Any]:
        """The same, read anew."""
        try:
            return tomllib.loads("\n" * self.before + "\n".join(self.lines) + "\n")
        except RecursionError:
            raise FaultError(f"line {self.before + 1}: this is no lecture: lists in lists in lists") from None
        except tomllib.TOMLDecodeError as error:
            text = str(error)
            at = AT_LINE.search(text)
            line = int(at[1]) if at else self.before + len(self.lines)
            words = AT_END.sub("", AT_LINE.sub("", text))
            raise FaultError(f"line {line}: this is no TOML: {words[:1].lower()}{words[1:]}") from None

    def line_of(self, key: str, which: int = 0) -> int:
        """The line on which a key stands, of the scene itself or of one of its further questions, from 1.

        Where the key does not stand, the line on which the scene or the question begins.
        """
        begins = (i for i, line in enumerate(self.lines) if "[[" in line and MORE.match(line))
        starts = [0, *begins, len(self.lines)]
        first, end = starts[which : which + 2] if which + 1 < len(starts) else (0, len(self.lines))
        matching = (i for i in range(first, end) if _sets(self.lines[i], key))
        return self.before + 1 + next(matching, first)


def _sets(line: str, key: str) -> bool:
    """Whether a line sets a key. Where every key stands is looked up, also of a lecture without a fault."""
    line = line.lstrip()
    return line.startswith(key) and line[len(key) :].lstrip().startswith("=")


def read(data: bytes) -> Lecture:
    """Read a lecture.

    Parameters
    ----------
    data : bytes
        The file, UTF-8.

    Returns
    -------
    Lecture
        Without the scenes that cannot be used; ``faults`` says which, and what else in the file is wrong.

    Raises
    ------
    ValueError
        If the file is too large, is no text, or has no scene that can be used: a sentence with the first faults.
    """
    if len(data) > MOST_BYTES:
        raise ValueError(f"The file has {len(data):,} bytes; a lecture has at most {MOST_BYTES:,}.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValueError(
            f"The file is not UTF-8: its byte {error.start + 1:,} begins no character."
        ) from None
    head, *pieces = _chunks(text)
    faults: list[str] = []
    scenes: dict[str, Scene] = {}
    title, readings = _head(head, faults)
    for number, piece in enumerate(pieces[:MOST_SCENES], start=1):
        try:
            slug, scene = _scene(piece, number, faults)
            if slug in scenes:
                raise FaultError(
                    f"line {piece.line_of('slug')}: “{slug}” is already the slug of a scene above"
                )
            scenes[slug] = scene
        except FaultError as fault:
            faults.append(f"Scene {number}, {fault}; the scene is left out.")
    if len(pieces) > MOST_SCENES:
        faults.append(f"The file has {len(pieces)} scenes; the first {MOST_SCENES} are used.")
    if not scenes:
        raise ValueError(" ".join(["The file has no scene that can be used.", *faults[:3]]))
    return Lecture(title, scenes, readings, faults)


def _chunks(text: str) -> list[_Chunk]:
    """What stands before the first scene, then each scene.

    A line ``[[scene]]`` begins one, also after a text whose quotes were never closed. Within a text that is closed it
    begins none: there the piece before it only reads together with the next.
    """
    lines = text.splitlines()
    starts = [0, *(i for i, line in enumerate(lines) if SCENE.fullmatch(line)), len(lines)]
    chunks = [_Chunk(lines[a:b], a) for a, b in pairwise(starts)]
    joined: list[_Chunk] = chunks[:1]
    for chunk in chunks[1:]:
        last = joined[-1]
        both = _Chunk(last.lines + chunk.lines, last.before)
        if not _reads(last) and _reads(both):
            joined[-1] = both
        else:
            joined.append(chunk)
    return joined


def _reads(chunk: _Chunk) -> bool:
    """Whether a piece is TOML by itself."""
    try:
        chunk.parsed()
    except FaultError:
        return False
    return True


def _head(chunk: _Chunk, faults: list[str]) -> tuple[str, tuple[str, ...]]:
    """The lecture's title, and what there is to read."""
    title = "A lecture"
    readings: tuple[str, ...] = ()
    try:
        said = chunk.parsed()
        _no_others(said, HEAD, chunk, faults, "The lecture")
        title = _text(said, "title", chunk, default=title)
        readings = _readings(said, chunk)
    except FaultError as fault:
        faults.append(f"The lecture, {fault}.")
    return title, readings


def _readings(said: Mapping[str, Any], chunk: _Chunk) -> tuple[str, ...]:
    """What to read, each in a line."""
    listed, line = said.get("readings", []), chunk.line_of("readings")
    if not isinstance(listed, list) or not all(isinstance(one, str) and one.strip() for one in listed):
        raise FaultError(f'line {line}: readings is a list of texts, such as ["Nielsen, chapter 2"]')
    if len(listed) > MOST_READINGS:
        raise FaultError(f"line {line}: there are {len(listed)} readings, at most {MOST_READINGS} fit")
    for one in listed:
        if len(one) > LENGTHS["reading"]:
            raise FaultError(
                f"line {line}: the reading “{_brief(one)}” has {len(one)} characters, at most {LENGTHS['reading']} fit"
            )
    return tuple(" ".join(one.split()) for one in listed)


def _scene(chunk: _Chunk, number: int, faults: list[str]) -> tuple[str, Scene]:
    """A scene and its slug."""
    (said,) = chunk.parsed()["scene"]
    slug = _text(said, "slug", chunk)
    if not SLUG.fullmatch(slug):
        raise FaultError(
            f"line {chunk.line_of('slug')}: slug is “{_brief(slug)}”; small letters, digits and single dashes make "
            "one, 40 at most"
        )
    who = f"Scene {number} ({slug})"
    _no_others(said, OF_SCENE, chunk, faults, who)
    more = said.get("more", [])
    if not isinstance(more, list) or len(more) >= MOST_QUESTIONS:
        raise FaultError(
            f"line {chunk.line_of('more')}: at most {MOST_QUESTIONS} questions belong to a scene"
        )
    settings = _view(_text(said, "view", chunk, most=2_000), chunk, faults, who)
    asked = []
    for which, one in enumerate([said, *more]):
        asked.append(_question(one, chunk, which))
        if "then" in one:
            text = _text(one, "then", chunk, which, most=MOST_THEN)
            line = chunk.line_of("then", which)
            asked[-1] = replace(asked[-1], then=_then(text, line, settings, faults, who))
    for which, one in enumerate(more, start=1):
        _no_others(one, OF_MORE, chunk, faults, who, which)
    return slug, Scene(
        row=int(_number(said, "slide", chunk, default=number, low=0, high=999)),
        title=_text(said, "title", chunk),
        look_at=_text(said, "look_at", chunk, default=""),
        settings=settings,
        questions=tuple(asked),
        focus=_text(said, "focus", chunk, default=""),
        covers=_names(said, "covers", chunk),
        depends_on=_names(said, "depends_on", chunk) if "depends_on" in said else None,
        holds_for=_names(said, "holds_for", chunk),
        instead=_text(said, "instead", chunk, default=""),
        pause=_pause(said, settings, chunk, faults, who),
        minutes=_number(said, "minutes", chunk, default=2.0, low=0.0, high=600.0),
        notes=_text(said, "notes", chunk, default=""),
        further=_further(said, settings, chunk, faults, who),
    )


def _view(link: str, chunk: _Chunk, faults: list[str], who: str) -> Settings:
    """The settings of a view, written as a link's end: ``regions?data=moons&depth=1``."""
    line = chunk.line_of("view")
    parts = urlsplit(link)
    page = parts.path.rstrip("/").rpartition("/")[2]
    if page not in KINDS:
        pages = ", ".join(KINDS)
        raise FaultError(f"line {line}: view is “{_brief(link)}”; it begins with a page’s name: {pages}")
    settings, notes = KINDS[page].from_url(dict(parse_qsl(parts.query, keep_blank_values=True)))
    faults.extend(f"{who}, line {line}: {note}" for note in notes)
    return settings


def _then(
    text: str, line: int, settings: Settings, faults: list[str], who: str
) -> tuple[tuple[str, str], ...]:
    """What changes in a build, written as a link's settings: ``epochs=2500&depth=1``."""
    written = dict(parse_qsl(text, keep_blank_values=True))
    after, notes = settings.from_url(written, settings)
    faults.extend(f"{who}, line {line}: {note}" for note in notes)
    return tuple(after.to_url(settings).items())


def _further(
    said: Mapping[str, Any], settings: Settings, chunk: _Chunk, faults: list[str], who: str
) -> tuple[tuple[tuple[str, str], ...], ...]:
    """What Page Down shows after the last answer, each written as what an answer changes."""
    listed, line = said.get("further", []), chunk.line_of("further")
    if not isinstance(listed, list) or not all(isinstance(one, str) and one.strip() for one in listed):
        raise FaultError(f'line {line}: further is a list of settings, such as ["epochs=200", "epochs=900"]')
    if len(listed) > MOST_FURTHER:
        raise FaultError(f"line {line}: there are {len(listed)} further builds, at most {MOST_FURTHER} fit")
    if any(len(one) > MOST_THEN for one in listed):
        raise FaultError(f"line {line}: one of further has more than {MOST_THEN:,} characters")
    return tuple(then for one in listed if (then := _then(one, line, settings, faults, who)))


def _pause(
    said: Mapping[str, Any], settings: Settings, chunk: _Chunk, faults: list[str], who: str
) -> float | None:
    """The epoch to which Page Down plays, where the view's run comes to it."""
    if "pause" not in said:
        return None
    epoch, last = _number(said, "pause", chunk), float(getattr(settings, "epochs", 0))
    if 0 < epoch <= last:
        return epoch
    faults.append(
        f"{who}, line {chunk.line_of('pause')}: pause is {epoch:g}; its run ends at epoch {last:g}."
    )
    return None


def _names(said: Mapping[str, Any], key: str, chunk: _Chunk, which: int = 0) -> tuple[str, ...]:
    """Names of parts or of settings."""
    names = said.get(key, [])
    if not isinstance(names, list) or not all(isinstance(one, str) and NAME.fullmatch(one) for one in names):
        raise FaultError(
            f'line {chunk.line_of(key, which)}: {key} is a list of names, such as ["regions", "charts"]'
        )
    return tuple(names)


def _question(said: Any, chunk: _Chunk, which: int) -> Question:
    """A question with its answer, and what there is to choose from."""
    if not isinstance(said, Mapping):
        raise FaultError(f"line {chunk.line_of('more')}: each further question stands under [[scene.more]]")
    words, answer = (_text(said, name, chunk, which) for name in ("question", "answer"))
    choices = said.get("choices", [])
    line = chunk.line_of("choices", which)
    if not isinstance(choices, list) or not all(isinstance(one, str) and one.strip() for one in choices):
        raise FaultError(f'line {line}: choices is a list of texts, such as ["yes", "no"]')
    if choices and not 2 <= len(choices) <= MOST_CHOICES:
        raise FaultError(
            f"line {line}: there are {len(choices)} choices; a question has two to {MOST_CHOICES}"
        )
    for one in choices:
        if len(one) > LENGTHS["choice"]:
            raise FaultError(
                f"line {line}: the choice “{_brief(one)}” has {len(one)} characters, at most {LENGTHS['choice']} fit"
            )
    right = 0
    if choices:
        right = int(_number(said, "right", chunk, which=which, low=1, high=len(choices), whole=True)) - 1
    number = _number(said, "number", chunk, which=which) if "number" in said else None
    unit = _text(said, "unit", chunk, which, default="")
    covers = _names(said, "covers", chunk, which) if which and "covers" in said else None
    return Question(words, answer, tuple(choices), right, number, unit, covers=covers)


def _no_others(
    said: Mapping[str, Any], known: frozenset[str], chunk: _Chunk, faults: list[str], who: str, which: int = 0
) -> None:
    """Say which names nobody reads; the rest is used."""
    for name in said:
        if name not in known and name != "scene":
            faults.append(f"{who}, line {chunk.line_of(name, which)}: “{_brief(name)}” is not read here.")


def _text(
    said: Mapping[str, Any],
    name: str,
    chunk: _Chunk,
    which: int = 0,
    *,
    default: str | None = None,
    most: int | None = None,
) -> str:
    """A text of the file, in one line for what is shown in one."""
    value, line = said.get(name, default), chunk.line_of(name, which)
    if value is None:
        raise FaultError(f"line {line}: {name} is missing")
    if not isinstance(value, str):
        raise FaultError(f"line {line}: {name} is {_brief(str(value))}; it is a text in quotes")
    words = value.strip() if name == "notes" else " ".join(value.split())
    most = most or LENGTHS.get(name, 60)
    if not words and default is None:
        raise FaultError(f"line {line}: {name} is empty")
    if len(words) > most:
        raise FaultError(
            f"line {line}: {name} has {len(words)} characters, at most {most} fit: “{_brief(words)}”"
        )
    return words


def _number(
    said: Mapping[str, Any],
    name: str,
    chunk: _Chunk,
    *,
    which: int = 0,
    default: float | None = None,
    low: float = -1e12,
    high: float = 1e12,
    whole: bool = False,
) -> float:
    """A number of the file within bounds."""
    value, line = said.get(name, default), chunk.line_of(name, which)
    if value is None:
        raise FaultError(f"line {line}: {name} is missing")
    is_number = isinstance(value, int if whole else (int, float)) and not isinstance(value, bool)
    if not is_number or not low <= float(value) <= high:
        a = "a whole number" if whole else "a number"
        between = f" from {low:g} to {high:g}" if high < 1e12 else ""
        raise FaultError(f"line {line}: {name} is {_brief(str(value))}; it is {a}{between}")
    return float(value)


def _brief(text: str) -> str:
    """Shorten what a stranger wrote before it is shown."""
    return text if len(text) <= 40 else text[:39] + "…"


def written(lecture: Lecture, link_of: Callable[[Settings], str] | None = None) -> str:
    """Write a lecture as a file that ``read`` takes.

    Parameters
    ----------
    lecture : Lecture
        Its faults are not written.
    link_of : callable or None
        From settings to the text of ``view``; None for ``view_of``.

    Returns
    -------
    str
        TOML.
    """
    head = [f"title = {quoted(lecture.title)}"]
    if lecture.readings:
        head.append(f"readings = [{', '.join(map(quoted, lecture.readings))}]")
    return "\n".join([*head, *_lines(lecture, link_of or view_of)]) + "\n"


def _lines(lecture: Lecture, link_of: Callable[[Settings], str]) -> Iterator[str]:
    """The lines of all scenes."""
    for slug, scene in lecture.scenes.items():
        yield from ("", "[[scene]]", f"slug = {quoted(slug)}", f"slide = {scene.row}")
        yield f"title = {quoted(scene.title)}"
        yield f"view = {quoted(link_of(scene.settings))}"
        if scene.look_at:
            yield f"look_at = {quoted(scene.look_at)}"
        first, *more = scene.questions
        yield from _question_lines(first)
        for name in ("covers", "depends_on", "holds_for"):
            if getattr(scene, name) != getattr(Scene, name):
                yield f"{name} = [{', '.join(map(quoted, getattr(scene, name)))}]"
        for name in ("focus", "instead", "notes"):
            if getattr(scene, name):
                yield f"{name} = {quoted(getattr(scene, name))}"
        if scene.further:
            yield f"further = [{', '.join(quoted(_said(then)) for then in scene.further)}]"
        if scene.pause is not None:
            yield f"pause = {scene.pause:g}"
        if scene.minutes != Scene.minutes:
            yield f"minutes = {scene.minutes:g}"
        for question in more:
            yield from ("", "[[scene.more]]", *_question_lines(question))


def _question_lines(question: Question) -> Iterator[str]:
    """The lines of a question."""
    yield f"question = {quoted(question.words)}"
    if question.choices:
        yield "choices = [" + ", ".join(map(quoted, question.choices)) + "]"
        yield f"right = {question.right + 1}"
    if question.number is not None:
        yield f"number = {question.number!r}"
        if question.unit:
            yield f"unit = {quoted(question.unit)}"
    yield f"answer = {quoted(question.answer)}"
    if question.then:
        yield f"then = {quoted(_said(question.then))}"
    if question.covers is not None:
        yield f"covers = [{', '.join(map(quoted, question.covers))}]"


def view_of(settings: Settings) -> str:
    """The end of a link to settings: the page, and what differs from its defaults, to be read by people."""
    said = _said(settings.to_url().items())
    return PAGES[type(settings)] + (f"?{said}" if said else "")


def _said(written: Iterable[tuple[str, str]]) -> str:
    """Settings as they stand in a link, by their names and texts."""
    return "&".join(f"{name}={_for_link(text)}" for name, text in written)


def _for_link(text: str) -> str:
    """A value as it stands behind an equals sign; only what a link cannot hold is changed."""
    changed = {"%": "%25", "&": "%26", "+": "%2B", "#": "%23", " ": "+", "\n": "%0A"}
    return "".join(changed.get(letter, letter) for letter in text)


def quoted(text: str) -> str:
    """A text as TOML has it."""
    changed = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r", "\x7f": "\\u007f"}
    escaped = "".join(changed.get(one, one if one >= " " else f"\\u{ord(one):04x}") for one in text)
    return f'"{escaped}"'
