"""Wishes: what each part of the page may ask of Python, as types. Whatever else a browser says is dropped.

A part declares its wishes as fields of one record:

    @dataclass(frozen=True, kw_only=True)
    class WallWishes(Wishes):
        open: OpenCell | None = None
        more: Number | None = None

``browser_part`` is given the record, and ``session.wishes`` fills it in: with values of these types, within these
bounds, or with None. A field's type is made of ``bool``, ``int``, ``float``, ``str``, ``Literal``, ``tuple``, ``dict``
by text, other records, and ``| None``; ``Annotated[int, Within(0, 9)]`` and ``Annotated[str, Most(40)]`` bound them.
"""

import math
import types
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

LARGEST = 1e15
"""No number is further from 0, so that each whole one is exact."""

MOST_LETTERS, MOST_ITEMS = 200, 100
"""Letters of a text, and items of a list or names in a mapping, where nothing else is said."""


@dataclass(frozen=True)
class Within:
    """Bounds of a number; both belong to it."""

    low: float
    high: float


@dataclass(frozen=True)
class Most:
    """The most letters of a text, or items of a list or a mapping."""

    count: int


Number = Annotated[float, Within(0, LARGEST)]
"""What tells one wish from another that is equal to it: the browser's clock."""


@dataclass(frozen=True, kw_only=True)
class Wishes:
    """The wishes of one part in one rerun, by their names; None where one was not sent.

    Two are every part's. ``anew``: its block has left away what the browser does not have, see ``held``. ``numbers``:
    those of the wishes that came with it, by name. They grow; a browser repeats what it was not told has been heard.
    """

    anew: Number | None = None
    numbers: dict[str, Number] | None = None


Written = Annotated[str, Most(4_000)] | float | bool | None
"""A setting's value: as it stands in a link, or as JavaScript holds it."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A wish that says nothing more than that it was sent."""

    nonce: Number = 0.0


R = TypeVar("R")


def heard(kind: type[R], said: Mapping[str, Any]) -> tuple[R, list[str]]:
    """The wishes in what a browser said, and why each of the others was dropped.

    Parameters
    ----------
    kind : type
        The part's wishes, or another record that stands by itself.
    said : mapping of str to object
        What the browser said, by the wishes' names; it may be anything that JSON can be.

    Returns
    -------
    wishes : record
        Of that kind.
    faults : list of str
        A line for each thing that was dropped.
    """
    reader, granted, known = _Reader(), {}, _hints(kind)
    for name, value in said.items():
        if name not in known:
            reader.faults.append(f"{_brief(name)} is no wish")
        elif value is not None:
            try:
                granted[name] = reader.read(known[name], value)
            except ValueError as fault:
                reader.faults.append(f"{name}{fault}")
    return kind(**granted), reader.faults


_KNOWN: dict[Any, dict[str, Any]] = {}


def _hints(kind: Any) -> dict[str, Any]:
    """The types of a record's fields; found once for each record."""
    if kind not in _KNOWN:
        _KNOWN[kind] = get_type_hints(kind, include_extras=True)
    return _KNOWN[kind]


class _Reader:
    """Reads values by their types; ``read`` raises a ValueError that says what is wrong, after where it is."""

    def __init__(self) -> None:
        self.faults: list[str] = []

    def read(self, kind: Any, said: Any, *marks: Any) -> Any:
        """The value of this type that was said."""
        origin, parts = get_origin(kind), get_args(kind)
        if origin is Annotated:
            return self.read(parts[0], said, *parts[1:])
        if origin in (Union, types.UnionType):
            return self._one_of(parts, said)
        if origin is Literal:
            for value in parts:
                if type(said) is type(value) and said == value:
                    return value
            raise ValueError(f" is {_brief(said)}, and none of {', '.join(map(repr, parts))}")
        if origin is tuple:
            return self._items(parts, said, _mark(marks, Most, Most(MOST_ITEMS)).count)
        if origin is dict:
            return self._named(parts[1], said, _mark(marks, Most, Most(MOST_ITEMS)).count)
        if is_dataclass(kind):
            return self._record(kind, said)
        if kind in (int, float):
            return _number(kind, said, _mark(marks, Within, Within(-LARGEST, LARGEST)))
        if kind is str:
            return _text(said, _mark(marks, Most, Most(MOST_LETTERS)).count)
        if kind in (bool, types.NoneType) and type(said) is kind:
            return said
        raise ValueError(f" is {_brief(said)}, not {told(kind)}")

    def _one_of(self, kinds: Iterable[Any], said: Any) -> Any:
        """The value by the first of several types that fits."""
        fault = ValueError("")
        for kind in sorted(kinds, key=lambda kind: kind in (types.NoneType, bool), reverse=True):
            try:
                return self.read(kind, said)
            except ValueError as one:
                fault = one
        raise fault

    def _items(self, kinds: tuple[Any, ...], said: Any, most: int) -> tuple[Any, ...]:
        """A list's values."""
        if not isinstance(said, list | tuple):
            raise ValueError(f" is {_brief(said)}, not a list")
        if kinds[-1] is ...:
            kinds = (kinds[0],) * min(len(said), most)
        if len(said) != len(kinds):
            raise ValueError(f" has {len(said)} items instead of {len(kinds)}")
        return tuple(self._at(f"[{i}]", *one) for i, one in enumerate(zip(kinds, said, strict=True)))

    def _named(self, kind: Any, said: Any, most: int) -> dict[str, Any]:
        """A mapping's values by their names."""
        if not isinstance(said, Mapping):
            raise ValueError(f" is {_brief(said)}, not a mapping")
        if len(said) > most:
            raise ValueError(f" has {len(said)} names; {most} are the most")
        return {
            self._at(" has a name that", str, name): self._at(f".{_brief(name)}", kind, value)
            for name, value in said.items()
        }

    def _record(self, kind: Any, said: Any) -> Any:
        """A record; names that it does not have are left out."""
        if not isinstance(said, Mapping):
            raise ValueError(f" is {_brief(said)}, not {kind.__name__} by names")
        hints, given = _hints(kind), {}
        for name, value in said.items():
            if name in hints:
                given[name] = self._at(f".{name}", hints[name], value)
            elif len(self.faults) < MOST_ITEMS:
                self.faults.append(f"{_brief(name)} is not in {kind.__name__}")
        for field in fields(kind):
            if field.name not in given and field.default is MISSING:
                raise ValueError(f" is without {field.name}")
        return kind(**given)

    def _at(self, place: str, kind: Any, said: Any) -> Any:
        """The value at a place within another one."""
        try:
            return self.read(kind, said)
        except ValueError as fault:
            raise ValueError(f"{place}{fault}") from None


def _number(kind: type, said: Any, bounds: Within) -> Any:
    """A finite number within the bounds; a whole one may be written with a point."""
    if type(said) not in (int, float) or not -LARGEST <= said <= LARGEST:  # also refuses NaN
        raise ValueError(f" is {_brief(said)}, not a number")
    if kind is int and said != int(said):
        raise ValueError(f" is {said!r}, not a whole number")
    if not bounds.low <= said <= bounds.high:
        raise ValueError(f" is {said!r}, not between {bounds.low:g} and {bounds.high:g}")
    return kind(said)


def _text(said: Any, most: int) -> str:
    """A text of so many letters at most, which can be written in UTF-8."""
    if not isinstance(said, str):
        raise ValueError(f" is {_brief(said)}, not a text")
    if len(said) > most:
        raise ValueError(f" has {len(said)} letters; {most} are the most")
    if any("\ud800" <= letter <= "\udfff" for letter in said):
        raise ValueError(" has half a letter in it")
    return said


def _mark(marks: Iterable[Any], kind: type[Any], otherwise: Any) -> Any:
    return next((mark for mark in marks if isinstance(mark, kind)), otherwise)


def _brief(said: Any) -> str:
    """What was said, or its kind and size, in a few letters."""
    if said is None or isinstance(said, bool | int | float):
        return f"{said!r}"[:24] if not isinstance(said, int) or abs(said) < LARGEST else "a huge number"
    if isinstance(said, str):
        return ascii(said[:24]) + ("..." if len(said) > 24 else "")
    return f"a {type(said).__name__} of {len(said)}"


def told(kind: Any, *marks: Any) -> str:
    """A type in words, for the table of wishes."""
    origin, parts = get_origin(kind), get_args(kind)
    if origin is Annotated:
        return told(parts[0], *parts[1:])
    if origin in (Union, types.UnionType):
        return ", or ".join(told(part) for part in parts)
    if origin is Literal:
        return " or ".join(f"“{part}”" for part in parts)
    if origin is tuple:
        most = _mark(marks, Most, Most(MOST_ITEMS)).count
        if parts[-1] is ...:
            return f"a list of up to {most:,}: {told(parts[0])}"
        return f"a list of {len(parts)}: {told(parts[0])}"
    if origin is dict:
        most = _mark(marks, Most, Most(MOST_ITEMS)).count
        return f"up to {most:,} names, each with: {told(parts[1])}"
    if is_dataclass(kind):
        inner = "; ".join(f"`{name}` {told(hint)}" for name, hint in _hints(kind).items())
        return f"{{{inner}}}"
    if kind in (int, float):
        bounds = _mark(marks, Within, None)
        words = "a whole number" if kind is int else "a number"
        high = "10¹⁵" if bounds and bounds.high == LARGEST else f"{bounds.high:,g}" if bounds else ""
        return f"{words} from {bounds.low:g} to {high}" if bounds else words
    if kind is str:
        return f"a text of up to {_mark(marks, Most, Most(MOST_LETTERS)).count:,} letters"
    return {bool: "yes or no", types.NoneType: "nothing"}[kind]


def named(kind: type[Wishes]) -> dict[str, str]:
    """The wishes of a part in words, by their names."""
    return {name: told(hint).removesuffix(", or nothing") for name, hint in _hints(kind).items()}


def as_in_link(value: Any) -> str:
    """The text of a setting that JavaScript holds as a number, as yes or no, or as nothing."""
    if value is None:
        return "open"
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float) and math.isfinite(value) and value == int(value) and abs(value) < LARGEST:
        return str(int(value))
    return str(value)
