"""A number is read as people write it, and nothing else is."""

import math
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.node import Node
from ui.backprop.written import decimals_in, number_in

RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
FINITE = st.floats(allow_nan=False, allow_infinity=False)
SIGNS = st.sampled_from(["-", "−", "–"])
POINTS = st.sampled_from([".", ","])


@given(value=FINITE, sign=SIGNS, point=POINTS, space=st.sampled_from(["", " ", "\u00a0", "\t"]))
def test_a_decimal_is_read_with_either_minus_and_point_or_comma(
    value: float, sign: str, point: str, space: str
) -> None:
    for text in (repr(value), f"{Decimal(value):f}"):
        assert number_in(space + text.replace("-", sign).replace(".", point) + space) == value


@given(
    value=FINITE,
    sign=SIGNS,
    point=POINTS,
    times=st.sampled_from(["·10", " · 10", "×10", " × 10", "*10", "⋅10"]),
    raised=st.sampled_from(["{raised}", "^{plain}", "**{plain}", "^({plain})", " ^ {plain}"]),
)
def test_a_power_of_ten_is_read_as_the_page_writes_it_and_as_keyboards_do(
    value: float, sign: str, point: str, times: str, raised: str
) -> None:
    factor, power = f"{value:.16e}".split("e")
    plain = str(int(power))
    written = times + raised.format(raised=plain.translate(RAISED), plain=plain.replace("-", sign))
    assert number_in(factor.replace("-", sign).replace(".", point) + written) == value


@given(above=st.integers(-(10**9), 10**9), below=st.integers(1, 10**9), sign=SIGNS)
def test_a_fraction_is_read_as_its_value(above: int, below: int, sign: str) -> None:
    for stroke in ("/", " / ", "⁄"):
        assert number_in(f"{above}{stroke}{below}".replace("-", sign)) == float(Fraction(above, below))
    assert number_in(f"{above / 8}/{below}") == above / 8 / below


@given(value=FINITE, decimals=st.integers(1, 8))
@example(value=8.4692125e19, decimals=7)  # JavaScript writes it without a power of ten
def test_what_the_page_writes_is_read_as_what_it_stands_for(node: Node, value: float, decimals: int) -> None:
    text, meant = node(
        "ui/backprop/passage/numbers.js",
        "[rounded(value, decimals), numberIn(rounded(value, decimals))]",
        value=value,
        decimals=decimals,
    )
    if meant is None:  # rounded up beyond the largest float
        return
    assert number_in(text) == meant


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.0·10⁻¹", 0.1),
        ("−1,5·10⁻²", -0.015),
        ("10⁻³", 0.001),
        ("-10^-3", -0.001),
        ("1/3", 1 / 3),
        ("−2/7", -2 / 7),
        (".5", 0.5),
        ("5.", 5.0),
        ("+0,25", 0.25),
        ("− 0.5", -0.5),
        ("80.910", 80.91),
        ("1E-3", 0.001),
        ("-0", 0.0),
    ],
)
def test_numbers_that_people_write(text: str, value: float) -> None:
    assert number_in(text) == value
    assert math.copysign(1, number_in(text)) == (-1 if value < 0 else 1)


@pytest.mark.parametrize(
    "text",
    ["", " ", "1_0", "nan", "inf", "-inf", "Infinity", "0x10", "0b1", "1.2.3", "1,2,3", "--1", "1/2/3", "/3", "1/",
     "1e", "e5", "·10⁻¹", "1·10", "1·11⁻¹", "１２", "٣", "1 2", "True", "1j", "<b>", "½x"],
)  # fmt: skip
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"^is not a number$"):
        number_in(text)


@pytest.mark.parametrize(("text", "words"), [("1/0", "divides by 0"), ("1e999", "is too large a number")])
def test_a_number_that_is_none_is_refused_in_other_words(text: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        number_in(text)


@given(text=st.text(max_size=30))
def test_any_text_is_a_finite_number_or_refused(text: str) -> None:
    try:
        value = number_in(text)
    except ValueError as error:
        words = str(error)
    else:
        words = "" if math.isfinite(value) else "is not finite"
    assert words in {"", "is not a number", "divides by 0", "is too large a number"}


@pytest.mark.parametrize(
    ("text", "decimals"),
    [("0.50", 2), ("−3", 0), (" ,5", 1), ("1/3", None), ("1e-3", None), ("2·10⁻³", None)],
)
def test_digits_behind_the_point_are_counted(text: str, decimals: int | None) -> None:
    assert decimals_in(text) == decimals
