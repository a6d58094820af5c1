"""Visitors' words are text and nothing else, wherever Streamlit shows them."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.ui.conftest import Visitor
from ui.frame.saying import as_written, plain
from ui.lecture.scenes import UPLOADED

NASTY = (
    "![x](http://a.b/c)",
    "<img src=//a.b>",
    "$x^2$",
    ":material/bug_report:",
    ":red[x]",
    ":smile:",
    "[x](javascript:1)",
    "# x",
    "a -> b -- c <- d",
    "http://a.b www.a.b c@a.b",
    "\u202edcba\u2066",
    "a\u200b\u200d\ufeffb\x00\x1b",
)
"""Markdown, HTML, mathematics, signs of Streamlit's own, addresses, and what turns direction or is not seen."""

FOUND_LATER = (":material/bug_report:", ":smile:", "->", "--", "<-", "http://", "www.", "c@a")
"""What Streamlit looks for in a text after Markdown has been read, and so behind its escapes."""


@pytest.mark.parametrize("words", NASTY)
def test_escaped_words_have_no_sign_left_that_markdown_reads(words: str) -> None:
    escaped = as_written(words)
    bare = escaped.replace("\\\\", "")
    for at, sign in enumerate(bare):
        if sign in "`*_{}[]()#+-.!$:~<>|&=":
            assert bare[at - 1 : at] == "\\", escaped
    read = escaped.replace("\\", "")
    assert not any(one in read for one in FOUND_LATER)
    assert read.replace("\u2060", "") == plain(words)


@given(st.text())
def test_plain_words_are_one_line_of_signs_that_are_seen(words: str) -> None:
    seen = plain(words)
    assert seen.isprintable()
    assert not {"\u202e", "\u2066", "\u200b", "\ufeff"} & set(seen)
    assert plain(seen) == seen


def test_plain_words_keep_letters_of_every_script() -> None:
    assert plain("שלום 你好 ñ é\u0301 −0,5 🙂") == "שלום 你好 ñ é\u0301 −0,5 🙂"


def markdown_of(visitor: Visitor) -> Iterator[str]:
    """Everything on the page that is read as Markdown: bodies, labels and help."""
    for element in visitor.app:
        proto: Any = getattr(element, "proto", None)
        if proto is None or type(proto).__name__ in ("Text", "Code", "BidiComponent"):
            continue
        for name in ("body", "label", "help", "value"):
            if isinstance(text := getattr(proto, name, None), str):
                yield text


def assert_text(visitor: Visitor, words: str) -> None:
    """Whatever is read as Markdown on the page holds these words escaped, or not at all."""
    for text in markdown_of(visitor):
        assert words not in text.replace(as_written(words), ""), text


def lecture(words: str) -> bytes:
    """A lecture's file with these words in every place that is shown."""
    quoted = '"' + "".join(f"\\u{ord(sign):04x}" if ord(sign) < 65536 else sign for sign in words) + '"'
    return f"""title = {quoted}
[[scene]]
slug = "first"
title = {quoted}
look_at = {quoted}
view = "hands"
question = {quoted}
choices = [{quoted}, "b"]
right = 1
answer = {quoted}
""".encode()


@pytest.mark.parametrize("words", NASTY)
def test_words_in_a_lecture_are_text(words: str, visitor: Visitor) -> None:
    try:
        name = UPLOADED.put(lecture(words))
    except ValueError:
        return  # refused in a sentence
    assert_text(visitor.open("lecture", lecture=name), words)
    assert_text(visitor.open("hands", lecture=name, scene="first"), words)


@pytest.mark.parametrize("words", NASTY)
def test_words_in_a_link_are_text(words: str, visitor: Visitor) -> None:
    link = {"data": words, "depth": words, "scene": words, "lecture": words, "strange": words, "drawn": words}
    assert_text(visitor.open("", **link), words[:19])
    assert_text(Visitor().open("", room=words), words)


@pytest.mark.parametrize("words", NASTY)
def test_words_in_a_table_of_points_are_text(words: str, visitor: Visitor) -> None:
    visitor.open("", data="own")
    visitor.app.text_area(key="RegionSettings.pasted").set_value(
        f"1,1,1\n1,{words[:12]},2\n2,3,1\n4,5,2\n6,6,1\n"
    )
    visitor.app.button(key="RegionSettings.use_pasted").click()
    visitor.look()
    assert_text(visitor, words[:12])
    assert any("Line 2" in text for text in visitor.texts)
    table = f"{words[:12]}\tb\tc\n1\t1\t{words[:12]}\n2\t3\tx\n900\t5\tx\n"
    visitor.app.text_area(key="RegionSettings.pasted").set_value(table)
    visitor.app.button(key="RegionSettings.use_pasted").click()
    visitor.look()
    assert any("Read 3 points" in text for text in visitor.texts)
    assert_text(visitor, words[:12])


@pytest.mark.parametrize("words", NASTY)
def test_words_in_the_form_of_an_own_scene_are_text(words: str, visitor: Visitor) -> None:
    visitor.open("hands").unfold("keep.open")
    visitor.app.text_input(key="keep.title").set_value(words)
    visitor.app.text_input(key="keep.question").set_value(words)
    visitor.app.text_input(key="keep.answer").set_value(words)
    visitor.app.button(key="keep.submit").click()
    assert_text(visitor.look(), words)
    assert_text(visitor.open("lecture"), words)
