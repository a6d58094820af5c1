"""Numbers as people write them: with a point or a comma, either minus, a power of ten, or as a fraction."""

import math
import re

_DECIMAL = r"[0-9]+(?:[.,][0-9]*)?|[.,][0-9]+"
_SIGN = r"[-−–+]?"
_RAISED = "⁻⁺⁰¹²³⁴⁵⁶⁷⁸⁹"
_TEN = rf"10(?:\s*(?:\^|\*\*)\s*\(?(?P<power>{_SIGN}[0-9]+)\)?|(?P<raised>[⁻⁺]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+))"

_NUMBER = re.compile(
    rf"(?P<sign>{_SIGN})\s*(?:"
    rf"(?P<factor>{_DECIMAL})(?:[eE](?P<exponent>{_SIGN}[0-9]+)|\s*[·⋅∙×*]\s*{_TEN})?"
    rf"|{_TEN.replace('<power>', '<power_alone>').replace('<raised>', '<raised_alone>')})"
)
"""A sign, then 0.5, 5e-1, 5·10⁻¹, 5*10^-1 or 10⁻¹."""

_STROKE = re.compile("[/⁄∕÷:]")
_PLAIN_NUMBER = re.compile(rf"{_SIGN}\s*[0-9]*(?:[.,](?P<behind>[0-9]*))?")

_PLAIN = str.maketrans({"−": "-", "–": "-", ",": ".", **dict(zip(_RAISED, "-+0123456789", strict=True))})


def number_in(text: str) -> float:
    """The number that a text stands for.

    Parameters
    ----------
    text : str
        As in "0.5", "−0,5", "1.0·10⁻¹", "1e-1", "10^-1", "1/3".

    Returns
    -------
    float
        Finite, and no minus before a zero.

    Raises
    ------
    ValueError
        If the text is no number, divides by 0 or stands for too large a number; its message ends a sentence that
        begins with the text.
    """
    parts = [part.strip() for part in _STROKE.split(text)]
    if not 1 <= len(parts) <= 2:
        raise ValueError("is not a number")
    above, *below = [_without_fraction(part) for part in parts]
    if below and below[0] == 0:
        raise ValueError("divides by 0")
    value = above / below[0] if below else above
    if not math.isfinite(value):
        raise ValueError("is too large a number")
    return value + 0.0


def _without_fraction(text: str) -> float:
    """The number in a text without a stroke; infinite if it is too large."""
    found = _NUMBER.fullmatch(text)
    if not found:
        raise ValueError("is not a number")
    names = ("exponent", "power", "raised", "power_alone", "raised_alone")
    power = next((found[name] for name in names if found[name]), "0")
    return float(f"{found['sign']}{found['factor'] or '1'}e{power}".translate(_PLAIN))


def decimals_in(text: str) -> int | None:
    """Digits behind the point of a plain decimal number; None where a power of ten or a stroke follows."""
    found = _PLAIN_NUMBER.fullmatch(text.strip())
    return len(found["behind"] or "") if found else None
