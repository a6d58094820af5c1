"""Hidden units as a link writes them: layer and unit from 1, joined by a hyphen, as in ``1-3,2-5``.

A list of units may name a whole layer by its number alone, where the page allows it: ``1-3,2`` is unit 3 of layer 1 and
all of layer 2.
"""

from collections.abc import Sequence

Unit = tuple[int, int]
"""Layer and unit, both from 1."""

WHOLE = 0
"""In the place of a unit: all units of the layer."""

_DIGITS = 3


def layer_and_unit(text: str) -> Unit | None:
    """A hidden unit as it stands in a link, its layer and its place there, both from 1; None for no unit.

    Raises
    ------
    ValueError
        If the text is neither empty nor two whole numbers from 1, joined by a hyphen.
    """
    if text == "":
        return None
    numbers = [_number(part) for part in text.split("-")]
    if len(numbers) != 2 or min(numbers) < 1 or text != f"{numbers[0]}-{numbers[1]}":
        raise ValueError("is not a layer and a unit joined by a hyphen, as in 1-3")
    return numbers[0], numbers[1]


def _number(text: str) -> int:
    """A whole number as it stands in a link; 0 for what is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _DIGITS else 0


def units(text: str, most: int) -> list[Unit]:
    """Hidden units as they stand in a link, joined by commas, as in 1-3,2-5.

    Parameters
    ----------
    text : str
        From a link.
    most : int
        The most units that a network of the page can have.

    Raises
    ------
    ValueError
        If the text is neither empty nor made of such units, or names more of them than that.
    """
    found = [layer_and_unit(name) for name in _names(text, most)]
    if None in found:
        raise ValueError("names a unit that is empty; units are written as in 1-3,2-5")
    return [unit for unit in found if unit]


def units_and_layers(text: str, most: int) -> list[Unit]:
    """The same, and whole layers among them: of a layer's number alone the unit is ``WHOLE``.

    Raises
    ------
    ValueError
        If the text is neither empty nor made of such units and layers, or names more of them than that.
    """
    found = [
        (_number(name), WHOLE) if _is_layer(name) else layer_and_unit(name) for name in _names(text, most)
    ]
    if None in found:
        raise ValueError("names a unit that is empty; units and layers are written as in 1-3,2")
    return [unit for unit in found if unit]


def _is_layer(name: str) -> bool:
    return name == str(_number(name)) and _number(name) > 0


def _names(text: str, most: int) -> list[str]:
    names = text.split(",") if text else []
    if len(names) > most:
        raise ValueError(f"names {len(names)} units; a network has {most} at most")
    return names


def there(named: Sequence[Unit], widths: Sequence[int]) -> tuple[list[Unit], list[str]]:
    """Those of the units and layers that a network has, in the order given, and what it lacks, as a link writes it.

    Parameters
    ----------
    named : sequence of (layer, unit)
        As ``units`` or ``units_and_layers`` gives them.
    widths : sequence of int
        Units of each hidden layer.
    """
    kept = [one for one in named if one[0] <= len(widths) and one[1] <= widths[one[0] - 1]]
    return kept, [written([one]) for one in named if one not in kept]


def written(named: Sequence[Unit]) -> str:
    """Units and layers as a link writes them."""
    return ",".join(f"{layer}-{unit}" if unit else str(layer) for layer, unit in named)


def each(named: Sequence[Unit], widths: Sequence[int]) -> list[Unit]:
    """Every unit that is meant, once, in order: those of whole layers one by one."""
    meant = {
        (layer, one)
        for layer, unit in named
        for one in ([unit] if unit != WHOLE else range(1, widths[layer - 1] + 1))
    }
    return sorted(meant)
