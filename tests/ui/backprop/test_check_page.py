"""The hand-check: the same link is the same sheet, answers are marked to a tolerance, usual slips are recognised."""

import re
from dataclasses import replace

import numpy as np
import pytest

from engine.questions import microscope
from tests.ui.backprop.test_backprop_page import VECTORS, link_to
from tests.ui.conftest import Visitor
from ui.backprop.check import sheets
from ui.backprop.settings import BLANKS, BackpropSettings

ALL = tuple(BLANKS)
BATCH = BackpropSettings(patterns=3, pattern=0, student=4, blanks=ALL, cells=20)


def test_a_students_sheet_is_the_same_for_whoever_opens_the_link() -> None:
    settings = BackpropSettings(student=17, blanks=ALL, cells=12)
    again, _ = BackpropSettings.from_url(settings.to_url())
    assert sheets.sheet(again).blanks == sheets.sheet(settings).blanks


def test_students_have_different_numbers_and_different_blanks() -> None:
    answers = sheets.answers(BackpropSettings(students=30))
    assert [student for student, _ in answers] == list(range(1, 31))
    assert len({tuple(cells) for _, cells in answers}) > 25
    assert len({tuple(np.round(list(cells.values()), 6)) for _, cells in answers}) == 30


@pytest.mark.parametrize("depth", [0, 1, 3])
def test_each_group_that_is_asked_for_has_its_share(depth: int) -> None:
    settings = BackpropSettings(depth=depth, blanks=ALL, cells=6)
    blanks = sheets.sheet(settings).blanks
    groups = sheets.numbers_of(sheets.sheet(settings).passage)
    assert all(any(name in group for name in blanks) for group in groups.values())


def test_an_error_signal_takes_the_biass_gradient_with_it_which_would_give_it_away() -> None:
    for student in range(20):
        blanks = sheets.sheet(BackpropSettings(student=student, blanks=("signals",), cells=3)).blanks
        signals = [name for name in blanks if name[0] == "g"]
        assert len(signals) == 3
        for name in signals:
            layer, _, unit = name[1:].split("_")
            assert blanks[f"db{layer}_{unit}"] == blanks[name]


@pytest.mark.parametrize("settings", [BATCH, BackpropSettings(student=5, blanks=ALL, cells=20, depth=2)])
def test_the_lecturers_answers_are_marked_right_and_wrong_ones_are_not(settings: BackpropSettings) -> None:
    ((student, cells),) = sheets.answers(replace(settings, students=1))
    sheet = sheets.sheet(replace(settings, student=student))
    assert cells == sheet.blanks
    for name, value in cells.items():
        assert sheets.mark(f"{value:.4f}", name, sheet.passage, 0.002).right
        assert sheets.mark(f"{value + 0.0019:.6f}".replace("-", "−"), name, sheet.passage, 0.002).right
        assert not sheets.mark(f"{value + 0.0021:.6f}", name, sheet.passage, 0.002).right


def test_the_first_networks_answers_are_torchs(visitor: Visitor) -> None:
    arrays, link = link_to(VECTORS[1])
    settings, _ = BackpropSettings.from_url({**link, "student": "0", "pattern": "2", "cells": "20"})
    sheet = sheets.sheet(settings)
    for name, value in sheet.blanks.items():
        kind, layer = name[: 2 if name[0] == "d" else 1], int(name[2 if name[0] == "d" else 1])
        at = [int(i) - 1 for i in name.split("_")[1:]]
        signal = 7 * arrays[f"delta{layer}"][1]
        before = arrays["h1"][1] if layer == 2 else arrays["X"][1]
        expected = signal[at[-1] if kind == "g" else at[0]] * (before[at[1]] if kind == "dW" else 1)
        assert value == pytest.approx(expected, rel=1e-10, abs=1e-12)


@pytest.mark.parametrize(
    ("name", "slip", "words"),
    [
        ("g2_1_2", lambda p: -p.signals[1][0, 1], "sign"),
        ("g2_1_2", lambda p: 3 * p.signals[1][0, 1], "Without the 1/N"),
        ("db2_1", lambda p: 3 * p.grads[3][0], "Without the 1/N"),
        ("g1_3_2", lambda p: p.blames[0][2, 1], "gate is missing"),
        ("z1_2_2", lambda p: (p.sums[0] - p.params[1])[1, 1], "bias is missing"),
        ("h1_2_1", lambda p: p.sums[0][1, 0], "activation is still to come"),
        ("y_3_1", lambda p: p.sums[1][2, 0], "softmax is still to come"),
        ("ME", lambda p: p.errors.sum(), "the sum"),
        ("dW1_2_1", lambda p: p.grads[1][1], "times what the weight is fed with"),
    ],
)
def test_a_usual_slip_is_recognised(name: str, slip, words: str) -> None:
    passage = sheets.sheet(BATCH).passage
    mark = sheets.mark(f"{slip(passage):.6f}", name, passage, 0.0005)
    assert not mark.right
    assert words in mark.words


@pytest.mark.parametrize("text", ["abc", "1/0", "inf", "nan", "1_0", "0x1", "1e999", "<script>"])
def test_nonsense_is_answered_with_a_sentence(text: str) -> None:
    mark = sheets.mark(text, "ME", sheets.sheet(BATCH).passage, 0.01)
    assert not mark.right
    assert mark.words.startswith("“")
    assert mark.words.endswith(".")


def test_a_right_answer_is_taken_however_large_it_is() -> None:
    link = {"view": "check", "student": "0", "blanks": "sums", "cells": "20", "edits": "w1_1_1_20~x1_1_4"}
    settings, notes = BackpropSettings.from_url(link)
    sheet = sheets.sheet(settings)
    value = sheet.blanks["z1_1_1"]
    assert notes == []
    assert f"{value:.3f}" == "80.910"
    for text in ("80.910", "80,91", "8.091·10¹", "8091/100"):
        assert sheets.mark(text, "z1_1_1", sheet.passage, settings.tolerance).right


def test_every_notation_of_a_right_answer_is_right() -> None:
    sheet = sheets.sheet(BATCH)
    raised = str.maketrans("-+0123456789", "⁻⁺⁰¹²³⁴⁵⁶⁷⁸⁹")
    for name, value in sheet.blanks.items():
        factor, power = f"{value:.4e}".replace("-", "−").split("e")
        power = str(int(power.replace("−", "-"))).translate(raised)
        for text in (f"{factor}·10{power}", f"{value:.6f}".replace(".", ","), f"{value * 3:.6f}/3"):
            assert sheets.mark(text, name, sheet.passage, 0.0005).right, text


def test_twice_the_right_number_is_never_close() -> None:
    for student in range(40):
        sheet = sheets.sheet(replace(BATCH, student=student, patterns=1, pattern=1))
        for name, value in sheet.blanks.items():
            for factor in (2, 1.5, 0.5, 1.06, 0.94):
                words = sheets.mark(f"{factor * value:.9f}", name, sheet.passage, 0.002)
                assert words.right == (abs(factor - 1) * abs(value) <= 0.002) or abs(value) < 1e-8
                assert not re.search("Close|rounding", words.words), (factor, words)


def test_the_size_is_called_right_only_where_it_is() -> None:
    sheet = sheets.sheet(BATCH)
    name, value = min(sheet.blanks.items(), key=lambda cell: abs(cell[1]))
    assert sheets.mark(f"{-value:.7f}", name, sheet.passage, abs(value) / 4).words.startswith(
        "The size is right"
    )
    wrong = sheets.mark(f"{-1.2 * value:.7f}", name, sheet.passage, abs(value) / 4)
    assert not wrong.words.startswith("The size is right")


@pytest.mark.parametrize(
    ("shift", "written", "words"),
    [
        (1.0, "{:.1f}", "Only the rounding is off"),
        (1.03, "{:.6f}", "off by less than 5 %"),
        (1.2, "{:.6f}", "Not yet"),
    ],
)
def test_close_is_near_by_its_share_and_rounding_is_called_rounding(
    shift: float, written: str, words: str
) -> None:
    sheet = sheets.sheet(BATCH)
    name, value = max(sheet.blanks.items(), key=lambda cell: abs(cell[1]))
    assert abs(round(value, 1) - value) > 0.0005
    assert words in sheets.mark(written.format(shift * value), name, sheet.passage, 0.0005).words


def test_the_page_sends_the_sheet_and_for_the_lecturer_every_answer(visitor: Visitor) -> None:
    block = visitor.open("backprop", view="check", student="3").block("check")
    assert block["blanks"] == list(sheets.sheet(BackpropSettings(student=3)).blanks)
    assert block["sheets"] == []
    block = visitor.open("backprop", view="check", answers="1", students="5").block("check")
    assert [student for student, _ in block["sheets"]] == [1, 2, 3, 4, 5]
    student, cells = block["sheets"][2]
    sheet = sheets.sheet(BackpropSettings(student=student))
    again = microscope.look(
        sheet.passage.architecture, sheet.passage.params, sheet.passage.inputs, sheet.passage.targets
    )
    expected = {n: v for group in sheets.numbers_of(again).values() for n, v in group.items()}
    assert dict(cells) == {name: expected[name] for name, _ in cells}


def test_a_sheet_without_blanks_says_so(visitor: Visitor) -> None:
    assert visitor.open("backprop", view="check", blanks="").block("check")["blanks"] == []
