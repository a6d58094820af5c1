"""Each regular expression that reads visitors' text takes steps in proportion to the text: they are counted here.

Python's own matcher tells no number of steps. A small one, which goes back as Python's does, reads the same patterns.
"""

import importlib
import re
import re._constants as signs  # type: ignore[import-not-found]
import re._parser as parser  # type: ignore[import-not-found]
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[3]

FOLDERS = ("datasets", "ui")

INLINE = {
    "ui/lecture/lecture_file.py": 1,
    "ui/frame/table_of_wishes.py": 1,
    "ui/browser/modules.py": 9,
    "ui/lab_code/parts.py": 9,
}
"""Calls with a pattern of their own: one looks for a key of ours where a line begins, the rest read our own files."""

ALPHABET = "0a-_ .,:[]#=w@<\n;*"

N = 30
"""Letters of the shorter text: backtracking shows early."""


class Steps:
    """Matches a pattern as Python does, from the left and going back, and counts the letters that it looks at."""

    def __init__(self, pattern: "re.Pattern[Any]", text: str) -> None:
        self.text, self.count, self.flags = text, 0, pattern.flags
        self.parsed = list(parser.parse(pattern.pattern, pattern.flags & ~re.UNICODE))

    def full(self) -> bool:
        """Whether the whole text matches."""
        return self._match(self.parsed, 0, lambda at: at == len(self.text))

    def search(self) -> None:
        """Go through the text from every place, as ``search`` and ``sub`` do, also where nothing is found."""
        at = 0
        while at <= len(self.text):
            ends: list[int] = []
            self._match(self.parsed, at, lambda end, ends=ends: bool(ends.append(end)) or True)  # type: ignore[misc]
            at = max(ends[0], at + 1) if ends else at + 1

    def _match(self, items: list[Any], at: int, then: Callable[[int], bool]) -> bool:
        if not items:
            return then(at)
        (kind, value), rest = items[0], items[1:]

        def go_on(end: int) -> bool:
            return self._match(rest, end, then)

        if kind in (signs.MAX_REPEAT, signs.MIN_REPEAT):
            return self._repeat(value, at, go_on)
        if kind is signs.SUBPATTERN:
            return self._match(list(value[-1]), at, go_on)
        if kind is signs.BRANCH:
            return any(self._match(list(one), at, go_on) for one in value[1])
        if kind in (signs.ASSERT, signs.ASSERT_NOT):
            found = self._match(list(value[1]), at, lambda _: True)
            return found is (kind is signs.ASSERT) and go_on(at)
        if kind is signs.AT:
            return (at == 0 if value is signs.AT_BEGINNING else at == len(self.text)) and go_on(at)
        self.count += 1
        return at < len(self.text) and self._fits(kind, value, self.text[at]) and go_on(at + 1)

    def _repeat(self, value: Any, at: int, then: Callable[[int], bool]) -> bool:
        """As often as it goes, then one less, and so on; a single letter's repeats need no recursion."""
        low, high, body = value
        inner = list(body)
        if len(inner) == 1 and inner[0][0] in (signs.LITERAL, signs.NOT_LITERAL, signs.IN, signs.ANY):
            end = at
            while end < len(self.text) and end - at < high:
                self.count += 1
                if not self._fits(*inner[0], self.text[end]):
                    break
                end += 1
            return any(then(stop) for stop in range(end, at + low - 1, -1))

        def again(times: int, here: int) -> bool:
            if times < high and self._match(inner, here, lambda end: end > here and again(times + 1, end)):
                return True
            return times >= low and then(here)

        return again(0, at)

    def _fits(self, kind: Any, value: Any, letter: str) -> bool:
        if kind is signs.LITERAL:
            one = chr(value)
            return letter == one or (bool(self.flags & re.IGNORECASE) and letter.lower() == one.lower())
        if kind is signs.NOT_LITERAL:
            return letter != chr(value)
        if kind is signs.ANY:
            return letter != "\n"
        wanted = value[0][0] is not signs.NEGATE
        return any(self._among(*one, letter) for one in value if one[0] is not signs.NEGATE) is wanted

    @staticmethod
    def _among(kind: Any, value: Any, letter: str) -> bool:
        if kind is signs.LITERAL:
            return letter == chr(value)
        if kind is signs.RANGE:
            return value[0] <= ord(letter) <= value[1]
        named = {
            signs.CATEGORY_DIGIT: letter.isdigit(),
            signs.CATEGORY_SPACE: letter.isspace(),
            signs.CATEGORY_WORD: letter.isalnum() or letter == "_",
            signs.CATEGORY_NOT_WORD: not (letter.isalnum() or letter == "_"),
        }
        return named[value]


def patterns() -> Iterator[tuple[str, "re.Pattern[Any]"]]:
    """Every pattern that a module of the program compiles."""
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*.py")):
            place = path.relative_to(ROOT)
            if "re.compile" not in path.read_text(encoding="utf-8") or place.parts[:2] == ("ui", "browser"):
                continue
            module = importlib.import_module(".".join(place.with_suffix("").parts))
            for name, value in vars(module).items():
                if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
                    yield f"{module.__name__}.{name}", value


PATTERNS = dict(patterns())


def hard_texts(n: int) -> Iterator[str]:
    """Long runs of one sign or of two in turn, behind each beginning, and with an end that fits nothing."""
    runs = [*ALPHABET, *(a + b for a in "0a- .:" for b in "0a- .:" if a != b), "line 1: ", "10", " (at line "]
    for run in runs:
        for start in ("", "0"):
            yield start + (run * n)[:n] + "\u00a7"


@pytest.mark.parametrize("way", ["full", "search"])
@pytest.mark.parametrize("name", PATTERNS)
def test_twice_the_text_takes_twice_the_steps(name: str, way: str) -> None:
    pattern = PATTERNS[name]
    if way == "search" and name not in SEARCHED:
        return
    for short, long in zip(hard_texts(N), hard_texts(2 * N), strict=True):
        few, many = Steps(pattern, short), Steps(pattern, long)
        getattr(few, way)(), getattr(many, way)()
        assert many.count <= 2.5 * few.count + 2 * N, (short[:20], few.count, many.count)


SEARCHED = {
    "datasets.tables.structured._KEY",
    "datasets.tables.structured._WORD",
    "datasets.tables.structured._DASH",
    "datasets.tables.structured._BETWEEN",
    "datasets.tables.structured._SPARE_COMMA",
    "ui.frame.saying._SIGNS",
    "ui.frame.saying._MARKS",
    "ui.lecture.own_scenes.NO_LETTERS",
    "ui.settings.choices._BETWEEN_WORDS",
    "ui.settings.choices._NUMBERS",
    "ui.settings.choices._THOUSANDS",
}
"""Patterns that are looked for in a text; the others must fit at its beginning, or are looked for in our own words."""


def test_the_counter_sees_a_pattern_that_goes_back_too_often() -> None:
    slow = re.compile(r"(\d+\.?\d*|\.\d+)")
    steps = [Steps(slow, "0" * n + "a") for n in (N, 2 * N)]
    assert not any(one.full() for one in steps)
    assert steps[1].count > 3 * steps[0].count


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("datasets.tables.numbers.NUMBER", "-1.5e-3"),
        ("ui.backprop.written._NUMBER", "-1.5·10^-3"),
        ("ui.lecture.lecture_file.SCENE", " [[ scene ]] # here"),
    ],
)
def test_the_counter_matches_as_python_does(name: str, text: str) -> None:
    assert PATTERNS[name].fullmatch(text)
    assert Steps(PATTERNS[name], text).full()
    assert not Steps(PATTERNS[name], text + "\u00a7x").full() or "#" in text


def test_patterns_are_compiled_where_this_test_finds_them() -> None:
    call = re.compile(r"\bre\.(?:match|fullmatch|search|sub|findall|finditer)\(")
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*.py")):
            found = len(call.findall(path.read_text(encoding="utf-8")))
            assert found <= INLINE.get(path.relative_to(ROOT).as_posix(), 0), path
