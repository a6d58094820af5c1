"""The page of a pasted layer, on a server: it shows what is wanted, says where it runs, and never gets the code."""

import json
import logging
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from streamlit.components.v2.bidi_component.main import _make_trigger_id
from streamlit.proto.WidgetStates_pb2 import WidgetState

from engine.layer_trial import trying
from static_site.pasted import running
from tests.ui.conftest import Visitor
from tests.ui.frame.test_gate import control, say
from ui.backprop.paste import view
from ui.backprop.paste.examples import EXAMPLES
from ui.frame.browser_part import PARTS
from ui.frame.wishes import Wishes, heard

ROOT = Path(__file__).parents[3]


def test_the_view_brings_examples_and_no_number_of_the_pages_network(visitor: Visitor) -> None:
    visitor.open("backprop", view="paste")

    assert visitor.block("paste")["examples"] == EXAMPLES
    assert "Hidden layers" not in visitor.labels


def test_a_link_names_the_layer_to_begin_with(visitor: Visitor) -> None:
    assert visitor.open("backprop", view="paste").block("paste")["draft"] == "activation"
    assert visitor.open("backprop", view="paste", draft="affine").block("paste")["draft"] == "affine"


def test_a_link_cannot_bring_code(visitor: Visitor) -> None:
    visitor.open("backprop", view="paste", code="print(1)", layer="exec('1')", draft="print(2)")

    assert "print" not in json.dumps(visitor.block("paste")["examples"])
    assert visitor.link == {"view": "paste"}


@pytest.mark.parametrize(
    ("said", "link"),
    [
        ("", ""),
        ("https://a.example/layers/", "https://a.example/layers/backprop?view=paste"),
        ("http://a.example", "http://a.example/backprop?view=paste"),
        ("javascript:alert(1)", ""),
        ("a.example", ""),
    ],
)
def test_the_link_to_the_static_site_is_what_the_environment_says(said: str, link: str) -> None:
    assert view.site_from({view.VARIABLE: said}) == link


def test_the_part_knows_no_wish_that_could_carry_code() -> None:
    import ui.backprop.paste.part  # noqa: F401  the part is registered

    assert PARTS["paste"] is Wishes
    granted, faults = heard(PARTS["paste"], {"run": "print(1)", "code": "print(1)", "text": ["print(1)"]})
    assert granted == Wishes()
    assert len(faults) == 3


def test_a_forged_message_with_code_is_dropped_and_nothing_of_it_runs(
    visitor: Visitor, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    visitor.open("backprop", view="paste")
    proof = tmp_path / "ran"
    code = f"open({str(proof)!r}, 'w').write('ran')"
    wishes = [{"event": name, "value": code} for name in ("run", "code", "anew", "answer")]
    trigger = _make_trigger_id(control(visitor, "paste"), "events")

    with caplog.at_level(logging.WARNING):
        say(visitor, WidgetState(id=trigger, json_trigger_value=json.dumps(wishes)))

    assert not proof.exists()
    assert visitor.block("paste")["examples"] == EXAMPLES


def test_a_server_never_imports_what_tries_or_runs_a_layer() -> None:
    program = """
import importlib, sys
from pathlib import Path
import streamlit as st
for top in ("ui", "engine", "datasets"):
    for path in sorted(Path(top).rglob("*.py")):
        if "layer_trial" not in path.parts:
            importlib.import_module(".".join(path.with_suffix("").parts).removesuffix(".__init__"))
assert "ui.backprop.paste.view" in sys.modules
print([name for name in sys.modules if "layer_trial" in name or name.startswith("static_site")])
"""
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert done.stdout.strip() == "[]", done.stderr


def said_by(text: str) -> list[dict[str, Any]]:
    """All messages of a run."""
    messages: list[dict[str, Any]] = []
    running.run(text, lambda message, content: messages.append({**message, "bytes": content}))
    return messages


def verdicts(messages: list[dict[str, Any]]) -> list[tuple[str, str]]:
    return [(one["check"], one["verdict"]) for one in messages if "verdict" in one]


@pytest.fixture(autouse=True, scope="module")
def prepared() -> None:
    running.prepare()


@pytest.mark.parametrize("kind", EXAMPLES)
def test_an_example_is_a_right_layer_of_its_kind_and_trains(kind: str) -> None:
    messages = said_by(EXAMPLES[kind])

    assert messages[0]["kind"] == kind
    assert {verdict for _, verdict in verdicts(messages)} == {"right"}
    moments = [one for one in messages if "moment" in one]
    assert len(moments) == 30
    assert {len(one["bytes"]) for one in moments} == {4 * trying.OUTPUT_DIM * running.GRID**2}
    assert messages[-1]["done"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("x = 1\ndef f(:\n", "This is no Python at line 2: invalid syntax."),
        ("x = 1\n\n1 / 0\n", "It stopped at line 3: ZeroDivisionError: division by zero"),
        ("raise SystemExit(3)", "It stopped at line 1: SystemExit: 3"),
        ("a\0b", "This is no Python"),
        ("x = 1", "There is no class with the method fprop; the text defines no class."),
        ("def f():\n  return f()\nf()", "It stopped at line 2: RecursionError: maximum recursion"),
    ],
)
def test_a_text_that_defines_no_layer_is_told_in_a_sentence_with_its_line(text: str, sentence: str) -> None:
    *_, finding, done = said_by(text)

    assert finding["sentence"].startswith(sentence)
    assert finding["verdict"] == "wrong"
    assert done["done"]


def test_what_is_printed_is_sent_on_up_to_a_bound() -> None:
    messages = said_by("for _ in range(10_000):\n    print('more')\n")

    printed = "".join(one["printed"] for one in messages if "printed" in one)
    assert printed.startswith("more\nmore\n")
    assert printed.endswith("… more was printed.")
    assert len(printed) < running.MOST_PRINTED + 50


def test_a_labs_import_lines_find_the_courses_classes() -> None:
    text = (
        "from mlp.layers import TanhLayer\nfrom mlp.errors import Error\nclass Mine(TanhLayer):\n    pass\n"
    )

    messages = said_by(text)

    assert messages[0]["name"] == "Mine"
    assert {verdict for _, verdict in verdicts(messages)} == {"right"}


def test_a_layer_that_stops_in_the_network_keeps_what_was_found() -> None:
    text = EXAMPLES["activation"].replace(
        "        return 0.5", "        assert len(inputs) < 50, 'full'\n        return 0.5"
    )

    found = verdicts(said_by(text))

    assert found[-1] == ("The network with it", "wrong")
    assert ("bprop: central differences", "right") in found
