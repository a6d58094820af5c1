"""Words in a table that a spreadsheet opens: they stay words there, and are never computed."""

_STARTS = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What a formula begins with; Excel reads the wide forms too, where it speaks Japanese."""

_QUOTE = "'"


def guarded(words: str) -> str:
    """Words as a cell that no spreadsheet takes for a formula: a ' stands before what could be one.

    Parameters
    ----------
    words : str
        Any, also a visitor's. Numbers are left as they are, also those with a sign.

    Returns
    -------
    str
        The words themselves, where nothing can be computed of them.
    """
    try:
        float(words)
    except ValueError:
        return _QUOTE + words if words.lstrip().startswith(_STARTS) else words
    return words
