"""What one setting may be: how it is read from a link, written to it, and refused in words a visitor understands."""

import math
import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Choice(ABC):
    """One setting: its name on the page, its default, and what it may be.

    Parameters
    ----------
    label : str
        A noun, as the page shows it.
    default : object
        The value that is used where a link says nothing, or nonsense.
    view : bool, default False
        Whether it only changes how a run is looked at, never the run.
    words : callable or None, default None
        From a value to what the page calls it, where that is not the value itself: a link may say it so too.
    """

    label: str
    default: Any
    view: bool = False
    words: Callable[[Any], str] | None = None

    @abstractmethod
    def read(self, text: str) -> Any:
        """The value that a link's text stands for; else a ValueError, whose words end a sentence, says why not."""

    def write(self, value: Any) -> str:
        """Text for a link."""
        return str(value)


_BETWEEN_WORDS = re.compile(r"[\s_–-]+")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_NUMBERS = re.compile(r"[0-9]{1,9}")


def _alike(text: str) -> str:
    """A name as it is compared: case, blanks, dashes and underscores make no difference."""
    return _BETWEEN_WORDS.sub(" ", text.strip()).casefold()


def _named(text: str, names: Collection[str], words: Callable[[Any], str] | None = None) -> str | None:
    """The one of several names that a text stands for: itself, in any case, or as the page says it; None for none."""
    if text in names:
        return text
    titles = names if isinstance(names, Mapping) else {}
    said = {name: words(name) if words else titles.get(name) for name in names}
    for known in ({name: name for name in names}, said):
        for name, word in known.items():
            if isinstance(word, str) and _alike(word) == _alike(text):
                return name
    return None


def _plain(bound: float) -> str:
    """A bound as the page writes numbers, with a real minus."""
    return f"{'−' * (bound < 0)}{abs(bound):g}"


@dataclass(frozen=True, kw_only=True)
class Whole(Choice):
    """A whole number from ``low`` to ``high``."""

    low: int
    high: int

    def read(self, text: str) -> int:
        """A whole number within the bounds; or the page's word for one."""
        numbers = _THOUSANDS.sub("", text)
        try:
            value = int(numbers)
        except ValueError:
            if (value_said := self._said(text)) is None:
                raise ValueError("is not a whole number") from None
            value = value_said
        if not self.low <= value <= self.high:
            raise ValueError(f"is not between {_plain(self.low)} and {_plain(self.high)}")
        return value

    def _said(self, text: str) -> int | None:
        """The number whose words on the page these are: one that stands in them, or the lowest."""
        if self.words is None:
            return None
        numbers = [self.low, *(int(number) for number in _NUMBERS.findall(text)[:3])]
        return next((number for number in numbers if _alike(self.words(number)) == _alike(text)), None)


@dataclass(frozen=True, kw_only=True)
class Real(Choice):
    """A number from ``low`` to ``high``; written as short as it can be without loss."""

    low: float
    high: float

    def read(self, text: str) -> float:
        """A finite number within the bounds."""
        try:
            value = float(text)
        except ValueError:
            raise ValueError("is not a number") from None
        if not (math.isfinite(value) and self.low <= value <= self.high):
            raise ValueError(f"is not between {_plain(self.low)} and {_plain(self.high)}")
        return value

    def write(self, value: float) -> str:
        """Shortest text that reads back as the same number."""
        return _shortest(value)


@dataclass(frozen=True, kw_only=True)
class Option(Choice):
    """One of several names; where they are the keys of a mapping to texts, those are what the page calls them."""

    options: Collection[str]

    def read(self, text: str) -> str:
        """One of the names, in any case, or what the page calls it."""
        name = _named(text, self.options, self.words)
        if name is None:
            raise ValueError(f"is none of {', '.join(self.options)}")
        return name

    def write(self, value: str) -> str:
        """The name as it is; what a control may hold else, such as None, is no name: a link would say “None”."""
        if value not in self.options:
            raise ValueError(f"is none of {', '.join(self.options)}")
        return value


@dataclass(frozen=True, kw_only=True)
class Names(Choice):
    """Any of several names, each at most once, joined by commas."""

    options: Collection[str]

    def read(self, text: str) -> tuple[str, ...]:
        """The names, in the order of the options."""
        given = [name for name in text.split(",") if name]
        found = [_named(name, self.options, self.words) for name in given]
        unknown = [name for name, known in zip(given, found, strict=True) if known is None]
        if unknown:
            first = unknown[0][:20] + "…" * (len(unknown[0]) > 20)
            more = f" and {len(unknown) - 1} more" if len(unknown) > 1 else ""
            raise ValueError(f"has {first}{more} in it; there is only {', '.join(self.options)}")
        return tuple(name for name in self.options if name in found)

    def write(self, value: tuple[str, ...]) -> str:
        """Names joined by commas."""
        return ",".join(value)


@dataclass(frozen=True, kw_only=True)
class Pair(Choice):
    """Two whole numbers from 0 to ``high``, joined by a hyphen."""

    high: int

    def read(self, text: str) -> tuple[int, int]:
        """Both numbers."""
        first, _, second = text.partition("-")
        numbers = [int(part) for part in (first, second) if part.isascii() and part.isdigit()]
        if len(numbers) != 2 or max(numbers) > self.high:
            raise ValueError(f"is not two numbers from 0 to {self.high} joined by a hyphen, as in 4-9")
        return numbers[0], numbers[1]

    def write(self, value: tuple[int, int]) -> str:
        """Both numbers, joined."""
        return f"{value[0]}-{value[1]}"


@dataclass(frozen=True, kw_only=True)
class Flag(Choice):
    """Yes or no, as 1 or 0."""

    def read(self, text: str) -> bool:
        """Whether the text is 1."""
        if text not in ("0", "1"):
            raise ValueError("is neither 0 nor 1")
        return text == "1"

    def write(self, value: bool) -> str:
        """1 or 0."""
        return "1" if value else "0"


@dataclass(frozen=True, kw_only=True)
class PerLayer(Choice):
    """A value for each hidden layer, joined by hyphens; the last one holds for all further layers.

    Kept as a tuple without repeats at its end, so that the same settings are the same value: ``(16,)`` is 16 units
    in every layer, ``(16, 8)`` is 16 in the first and 8 in all others.
    """

    item: Choice
    most: int

    def __post_init__(self) -> None:
        """Refuse names that could not be told apart in a link."""
        for name in self.item.options if isinstance(self.item, Option) else ():
            if name != name.strip() or any(sign in name for sign in "-,:"):
                raise ValueError(
                    f"{self.item.label} {name!r} cannot stand in a link: hyphens, commas and colons join values there"
                )

    def read(self, text: str) -> tuple[Any, ...]:
        """One to ``most`` values."""
        parts = text.split("-")
        if len(parts) > self.most:
            raise ValueError(f"has {len(parts)} layers; {self.most} are the most")
        try:
            if any(part != part.strip() or "," in part for part in parts):
                raise ValueError
            return shortened(tuple(self.item.read(part) for part in parts))
        except ValueError:
            if "," in text or " " in text:
                raise ValueError("is not a list of layers joined by hyphens, as in 16-8") from None
            raise

    def write(self, value: tuple[Any, ...]) -> str:
        """Values joined by hyphens."""
        return "-".join(self.item.write(part) for part in value)


def shortened(values: tuple[Any, ...]) -> tuple[Any, ...]:
    """The same values for each layer, without repeats at the end."""
    while len(values) > 1 and values[-1] == values[-2]:
        values = values[:-1]
    return values


def for_layers(values: tuple[Any, ...], depth: int) -> tuple[Any, ...]:
    """Spell out a value for each of ``depth`` layers: the last one given holds for the rest."""
    return tuple(values[min(layer, len(values) - 1)] for layer in range(depth))


@dataclass(frozen=True, kw_only=True)
class Numbers(Choice):
    """Numbers from ``low`` to ``high``, joined by commas: as many as one of ``counts``."""

    counts: tuple[int, ...]
    low: float
    high: float

    def read(self, text: str) -> tuple[float, ...]:
        """The numbers."""
        parts = text.split(",")
        if len(parts) not in self.counts:
            raise ValueError(f"is not {' or '.join(map(str, self.counts))} numbers joined by commas")
        number = Real(label=self.label, default=0.0, low=self.low, high=self.high)
        return tuple(number.read(part) for part in parts)

    def write(self, value: tuple[float, ...]) -> str:
        """Numbers joined by commas."""
        return ",".join(_shortest(number) for number in value)


@dataclass(frozen=True, kw_only=True)
class Axes(Choice):
    """Axes along which a hidden layer is seen: a name, or two or three of its units, as in 3-7; "" for the page's own.

    The value is kept as the text of the link.
    """

    options: Collection[str]
    high: int

    def read(self, text: str) -> str:
        """A name, or different units joined by hyphens."""
        if text == "" or (name := _named(text, self.options)):
            return text and str(name)
        units = text.split("-")
        if not 2 <= len(units) <= 3 or not all(unit.isascii() and unit.isdigit() for unit in units):
            raise ValueError(f"is neither {' nor '.join(self.options)} nor two or three units, as in 3-7")
        numbers = [int(unit) for unit in units]
        if len(set(numbers)) < len(numbers) or not all(1 <= n <= self.high for n in numbers):
            raise ValueError(f"is not two or three different units from 1 to {self.high}")
        return "-".join(map(str, numbers))


@dataclass(frozen=True, kw_only=True)
class OrNone(Choice):
    """A choice that may be left open: None, or "open" in a link. Another setting then gives the value."""

    item: Choice

    def read(self, text: str) -> Any:
        """What the inner choice reads."""
        said = "open" if self.words is None else self.words(None)
        return None if _alike(text) in ("open", _alike(said)) else self.item.read(text)

    def write(self, value: Any) -> str:
        """What the inner choice writes."""
        return "open" if value is None else self.item.write(value)


@dataclass(frozen=True, kw_only=True)
class Coded(Choice):
    """Text in a code of its own, kept as it is; ``check`` reads it, and raises a ValueError that says what is wrong."""

    check: Callable[[str], object]

    def read(self, text: str) -> str:
        """The text, once it has been understood."""
        self.check(text)
        return text


@dataclass(frozen=True, kw_only=True)
class Places(Choice):
    """``count`` points of the plane: their coordinates, from ``low`` to ``high``, joined by commas."""

    count: int
    low: float
    high: float

    def read(self, text: str) -> tuple[tuple[float, float], ...]:
        """The points, as pairs."""
        coordinate = Real(label=self.label, default=0.0, low=self.low, high=self.high)
        parts = text.split(",")
        if len(parts) != 2 * self.count:
            raise ValueError(f"is not {2 * self.count} numbers joined by commas")
        numbers = [coordinate.read(part) for part in parts]
        return tuple(zip(numbers[::2], numbers[1::2], strict=True))

    def write(self, value: tuple[tuple[float, float], ...]) -> str:
        """Coordinates joined by commas."""
        return ",".join(_shortest(number) for pair in value for number in pair)


def _shortest(number: float) -> str:
    short = f"{number:g}"
    return short if float(short) == number else repr(number)


@dataclass(frozen=True, kw_only=True)
class Numbered(Choice):
    """One item of several sets, as the set's name and the item's number: ``test-824``."""

    sizes: Mapping[str, int]

    def read(self, text: str) -> str:
        """A name and a number below the size of that set, written without leading zeros."""
        given, _, number = text.partition("-")
        name = _named(given, self.sizes)
        if name is None:
            raise ValueError(f"names none of {', '.join(self.sizes)}, as in {self.default}")
        if not (number.isascii() and number.isdigit() and len(number) < 9 and int(number) < self.sizes[name]):
            raise ValueError(f"has no number from 0 to {self.sizes[name] - 1} behind its name")
        return f"{name}-{int(number)}"
