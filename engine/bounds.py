"""Whole numbers refused at the door: a sentence says which number, and what it may be."""

from numbers import Integral


def check_count(name: str, value: int, low: int, high: int | None = None) -> None:
    """Refuse a value that is not a whole number within bounds.

    Parameters
    ----------
    name : str
        The number's name, for the message.
    value : int
        The number.
    low : int
        The least it may be.
    high : int or None, default None
        The most; None for no bound.

    Raises
    ------
    ValueError
        If the value is something else, or out of bounds.
    """
    if not isinstance(value, Integral) or value < low or (high is not None and value > high):
        bounds = f"of at least {low}" if high is None else f"from {low} to {high}"
        raise ValueError(f"{name} is {value}; it must be a whole number {bounds}")
