"""Numbers and arithmetic as the pages write them, read back: real minus, powers of ten in superscripts."""

import math
import re


def number(text: str) -> float:
    """The number that a text on the page stands for."""
    factor, _, power = text.replace("−", "-").partition("·10")
    return float(factor) * 10.0 ** int(power.translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")) or 0)


def last_digit(text: str) -> float:
    """The size of one unit in the last digit that is shown."""
    factor, _, power = text.partition("·10")
    shift = int(power.translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")) or 0)
    return 10.0 ** (shift - len(factor.partition(".")[2]))


def computed(text: str) -> float:
    """The value of an arithmetic expression as the page writes it."""
    digits = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
    python = re.sub(r"·10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)", lambda m: f"e{m[1].translate(digits)}", text)
    python = python.replace("−", "-").replace(")(", ")*(").replace("·", "*").replace("²", "**2")
    python = re.sub(r"ln (\S+?)(?=[ )]|$)", r"log(\1)", python)
    assert re.fullmatch(r"[-+*/().0-9e log]+", python), python
    return float(eval(python, {"__builtins__": {}}, {"log": math.log}))
