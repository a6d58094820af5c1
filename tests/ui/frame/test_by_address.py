"""A part's script has an address that changes with it; where it can have none, it is sent itself."""

import json
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.stores import missing
from ui.frame.by_address import script

TEXT = 'export default () => "drawn";\n'


def named_in(lines: str) -> str:
    (file,) = re.findall(r'"app/static/parts/(\w+\.[0-9a-f]{16}\.js)"', lines)
    return str(file)


def test_the_script_stands_under_a_name_that_changes_with_it(tmp_path: Path) -> None:
    first, again, other = (script("player", text, tmp_path) for text in (TEXT, TEXT, TEXT + "// more\n"))
    assert first == again != other
    assert (tmp_path / named_in(first)).read_text() == TEXT
    assert {path.name for path in tmp_path.iterdir()} == {named_in(first), named_in(other)}
    assert "\n" in first, "Streamlit takes a text of one line for a path"
    assert len(first) < 1_000


def test_a_file_that_is_not_what_it_should_be_is_written_again(tmp_path: Path) -> None:
    name = named_in(script("player", TEXT, tmp_path))
    (tmp_path / name).write_text("half a")
    assert script("player", TEXT, tmp_path) != TEXT
    assert (tmp_path / name).read_text() == TEXT
    assert (tmp_path / name).stat().st_mode & 0o777 == 0o644


def test_a_script_of_an_older_program_stays_for_a_week(tmp_path: Path) -> None:
    for name, days in (("player.0.js", 6), ("player.1.js", 8), ("players.2.js", 8)):
        (tmp_path / name).write_text(TEXT)
        os.utime(tmp_path / name, (time.time() - days * 86_400,) * 2)
    now = named_in(script("player", TEXT, tmp_path))
    assert {path.name for path in tmp_path.iterdir()} == {"player.0.js", "players.2.js", now}


@pytest.mark.parametrize("why", ["no folder can be made", "a browser"])
def test_where_it_can_have_no_address_the_script_itself_is_sent(
    why: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "parts"
    if why == "a browser":
        monkeypatch.setattr(sys, "platform", "emscripten")
    else:
        (tmp_path / "file").write_text("")
        folder = tmp_path / "file" / "parts"
    assert script("player", TEXT, folder) == TEXT
    assert not folder.exists()


def test_a_folder_that_is_read_only_serves_what_was_written_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = script("player", TEXT, tmp_path)

    def refuse(*told: object, **more: object) -> None:
        raise PermissionError("read-only")

    monkeypatch.setattr("tempfile.mkstemp", refuse)
    assert script("player", TEXT, tmp_path) == before
    assert script("player", TEXT + "// more\n", tmp_path) == TEXT + "// more\n"


WORLD = """
class HTMLScriptElement { src = "https://a.example/layers/static/js/index.js"; }
const asked = [], document = { querySelector: () => new HTMLScriptElement() }, setTimeout = (go) => go();
const fetched = async (address) => {
  asked.push(address);
  if (asked.length < 3) throw new TypeError("away");
  return { default: "drawn" };
};
"""
"""A document of Streamlit's below a path, and an import that fails twice."""


def test_the_lines_ask_again_under_another_address_where_the_server_was_away(tmp_path: Path) -> None:
    if shutil.which("node") is None:
        missing("no Node.js found")
    lines = script("player", TEXT, tmp_path)
    body = lines.replace("await import(", "await fetched(").replace("export default ", "const drawn = ")
    said = f"{WORLD}{body}console.log(JSON.stringify([drawn, asked]));"
    command = ["node", "--input-type=module", "--eval", said]
    found = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    address = f"https://a.example/layers/app/static/parts/{named_in(lines)}"
    assert found == ["drawn", [address, f"{address}?again=1", f"{address}?again=2"]]
