"""Words in a cell: a spreadsheet shows them, and computes none of them."""

import pytest

from datasets.cells import guarded


@pytest.mark.parametrize(
    "words",
    [
        "=1+1",
        "+1+1",
        "-2+3",
        "@SUM(A1)",
        ' =HYPERLINK("file:///","x")',
        "\t=1",
        "\uff1d1+1",
        "=cmd|' /C calc'!A0",
    ],
)
def test_what_a_spreadsheet_would_compute_is_words(words: str) -> None:
    assert guarded(words) == "'" + words


@pytest.mark.parametrize(
    "words", ["", "setosa", "-1", "+1", "-1.5e-3", "-inf", "a=b", "'quoted'", "/?rate=0.1"]
)
def test_words_and_numbers_stay(words: str) -> None:
    assert guarded(words) == words
