"""What a browser may wish for: every part's wishes by their types, and nothing else."""

import importlib
import math
import re
from dataclasses import dataclass, fields, is_dataclass
from pathlib import Path
from typing import Annotated, Any, Literal, get_type_hints

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.amount import many
from ui.frame import browser_part, wishes
from ui.frame import table_of_wishes as written
from ui.frame.wishes import Most, Wishes, Within, heard

ROOT = Path(__file__).parents[3]
written.register()
PARTS = browser_part.PARTS

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=40) | st.just("x" * 200_000),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=12), inner, max_size=5),
    max_leaves=12,
)
"""Whatever a forged message may hold: JSON as Python reads it, so also NaN, infinity and halves of letters."""


@dataclass(frozen=True, kw_only=True)
class Inner:
    """A record within a wish."""

    what: Literal["stop", "go"]
    at: Annotated[float, Within(0, 9)] = 0.0


@dataclass(frozen=True, kw_only=True)
class Some(Wishes):
    """Wishes of each type."""

    do: Inner | None = None
    cell: Annotated[int, Within(0, 9)] | None = None
    text: Annotated[str, Most(3)] | None = None
    pair: tuple[float, float] | None = None
    many: Annotated[tuple[int, ...], Most(2)] | None = None
    by_name: dict[str, float] | None = None
    on: bool | None = None


GOOD: list[tuple[str, Any, Any]] = [
    ("do", {"what": "go", "at": 3}, Inner(what="go", at=3.0)),
    ("cell", 9, 9),
    ("cell", 9.0, 9),
    ("text", "abc", "abc"),
    ("pair", [1, 2.5], (1.0, 2.5)),
    ("many", [], ()),
    ("by_name", {"a": 1}, {"a": 1.0}),
    ("on", False, False),
]

BAD: list[tuple[str, Any]] = [
    ("do", 3),
    ("do", {}),
    ("do", {"what": "leave"}),
    ("do", {"what": ["go"]}),
    ("do", {"what": "go", "at": 10}),
    ("do", {"what": "go", "at": math.nan}),
    ("cell", True),
    ("cell", "3"),
    ("cell", 2.5),
    ("cell", -1),
    ("cell", 10**400),
    ("cell", math.inf),
    ("text", "abcd"),
    ("text", "\ud800"),
    ("text", 3),
    ("pair", [1]),
    ("pair", [1, math.nan]),
    ("pair", {"0": 1, "1": 2}),
    ("many", [1, 2, 3]),
    ("by_name", {"a": "1"}),
    ("by_name", {"x" * 1000: 1}),
    ("by_name", {str(i): 1 for i in range(1000)}),
    ("on", 1),
    ("strange", 1),
]


@pytest.mark.parametrize(("name", "said", "wish"), GOOD)
def test_a_wish_that_fits_is_granted(name: str, said: Any, wish: Any) -> None:
    granted, faults = heard(Some, {name: said})
    assert not faults
    assert getattr(granted, name) == wish
    assert type(getattr(granted, name)) is type(wish)


@pytest.mark.parametrize(("name", "said"), BAD)
def test_a_wish_that_does_not_fit_is_dropped_in_one_short_line(name: str, said: Any) -> None:
    granted, faults = heard(Some, {name: said, "on": True} if name != "on" else {name: said})
    assert getattr(granted, name, None) is None
    assert granted.on is (None if name == "on" else True), "the others stay"
    assert len(faults) == 1
    assert len(faults[0]) < 200
    assert faults[0].isascii()


def test_a_name_that_a_record_does_not_have_is_left_out() -> None:
    granted, faults = heard(Some, {"do": {"what": "go", "strange": []}})
    assert granted.do == Inner(what="go")
    assert faults == ["'strange' is not in Inner"]


@pytest.mark.parametrize("name", PARTS)
def test_no_forged_wish_of_any_part_is_granted_beyond_its_type(name: str) -> None:
    kind = PARTS[name]
    names = [*get_type_hints(kind), "strange"]

    @settings(max_examples=many(100), deadline=None)
    @given(st.dictionaries(st.sampled_from(names), forged(kind), max_size=4))
    def stays_within(said: dict[str, Any]) -> None:
        granted, faults = heard(kind, said)
        for field in get_type_hints(kind):
            value = getattr(granted, field)
            again, _ = heard(kind, {field: plain(value)})
            assert getattr(again, field) == value, "what is granted fits its type"
            assert within(value)
        assert all(len(fault) < 300 and fault.isascii() for fault in faults)

    stays_within()


def forged(kind: type[Wishes]) -> st.SearchStrategy[Any]:
    """Anything, and often something with the names that this part's records have."""
    inner = {
        name
        for hint in get_type_hints(kind).values()
        for one in (hint, *getattr(hint, "__args__", ()))
        if is_dataclass(one)
        for name in get_type_hints(one)
    }
    if not inner:
        return JSON
    return JSON | st.dictionaries(st.sampled_from(sorted(inner)), JSON, max_size=4)


def within(value: Any) -> bool:
    """Whether every number in a value is finite, and every text short of a megabyte."""
    if isinstance(value, float | int):
        return math.isfinite(value) and abs(value) <= wishes.LARGEST
    if isinstance(value, str):
        return len(value) < 1_000_000
    if isinstance(value, dict):
        return all(within(one) for pair in value.items() for one in pair)
    if isinstance(value, tuple):
        return all(map(within, value))
    return value is None or all(within(getattr(value, field.name)) for field in fields(value))


def plain(value: Any) -> Any:
    """A granted value as JSON would hold it."""
    if is_dataclass(value):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple):
        return [plain(one) for one in value]
    return value


def test_every_part_in_the_browser_declares_what_its_script_asks_for() -> None:
    asks = re.compile(r"\bask\(\s*\"(\w+)\"|\bwish\(\"(\w+)\"")
    scripts = {path.stem: path for path in ROOT.glob("ui/**/*.js") if path.stem in PARTS}
    assert scripts.keys() == PARTS.keys()
    for name, path in scripts.items():
        asked = {one or other for one, other in asks.findall(path.read_text(encoding="utf-8"))}
        assert asked <= {field.name for field in fields(PARTS[name])}, path


def test_every_part_is_registered_by_a_module_that_the_table_knows() -> None:
    for path in ROOT.glob("ui/**/*.py"):
        for name in re.findall(r"browser_part\(__file__, \"(\w+)\"", path.read_text(encoding="utf-8")):
            importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
            assert name in PARTS


def test_the_table_of_wishes_is_what_the_types_say() -> None:
    assert written.PATH.read_text(encoding="utf-8") == written.table(), (
        "run: python -m ui.frame.table_of_wishes"
    )
