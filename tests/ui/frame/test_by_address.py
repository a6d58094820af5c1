"""A part's files have an address that changes with them; where they can have none, they are sent themselves."""

import base64
import json
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from tests.stores import missing
from ui.frame.by_address import Files, files, sent, use

TEXT = 'export default () => "drawn";\n'
HTML, CSS = '<p class="part">“1 < 2”\\</p>\n', ".part { color: red; }\n"


def script(name: str, text: str, folder: Path) -> str:
    """What is sent as the script of a part with that markup and style."""
    return files(name, text, HTML, CSS, folder).js


def named_in(lines: str) -> str:
    (file,) = re.findall(r'"(\w+\.[0-9a-f]{16}\.js)"', lines)
    return str(file)


def test_the_script_stands_under_a_name_that_changes_with_it(tmp_path: Path) -> None:
    first, again, other = (script("player", text, tmp_path) for text in (TEXT, TEXT, TEXT + "// more\n"))
    assert first == again != other
    assert (tmp_path / named_in(first)).read_text().startswith(TEXT)
    assert {path.name for path in tmp_path.iterdir()} == {named_in(first), named_in(other)}
    assert "\n" in first, "Streamlit takes a text of one line for a path"
    assert len(first) < 700


@pytest.mark.parametrize(("html", "css"), [(HTML + " ", CSS), (HTML, CSS + " ")])
def test_the_name_changes_with_the_markup_and_the_style(html: str, css: str, tmp_path: Path) -> None:
    first, other = files("player", TEXT, HTML, CSS, tmp_path), files("player", TEXT, html, css, tmp_path)
    assert (first.html, first.css) == (None, None) == (other.html, other.css)
    assert named_in(first.js) != named_in(other.js)


def test_a_file_that_is_not_what_it_should_be_is_written_again(tmp_path: Path) -> None:
    name = named_in(script("player", TEXT, tmp_path))
    whole = (tmp_path / name).read_text()
    (tmp_path / name).write_text("half a")
    assert script("player", TEXT, tmp_path) != TEXT
    assert (tmp_path / name).read_text() == whole
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
    assert files("player", TEXT, HTML, CSS, folder) == Files(TEXT, HTML, CSS)
    assert not folder.exists()


def test_nothing_is_read_of_a_part_whose_module_lies_elsewhere(tmp_path: Path) -> None:
    nowhere = tmp_path / "player"
    with pytest.raises(ValueError, match="is not there"):
        sent("player", nowhere, is_served=True)
    use(lambda name: Files(f"import {name}", None, None))
    try:
        assert sent("player", nowhere, is_served=True) == Files("import player", None, None)
    finally:
        use(None)


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
class Place {
  dataset = {}; held = [];
  append(...more) { for (const one of more) { one.above = this; this.held.push(one); } }
  remove() { this.above.held.splice(this.above.held.indexOf(this), 1); }
  querySelector() { return this.held.find((one) => one.dataset.file) ?? null; }
}
globalThis.document = {
  querySelector: () => ({ src: "https://a.example/layers/static/js/index.js" }),
  createElement: () => new Place(),
  createRange: () => ({ createContextualFragment: (html) => Object.assign(new Place(), { html }) }),
};
const asked = [], setTimeout = (go) => go(), fetched = async (address) => {
  asked.push(address);
  if (asked.length < 3) throw new TypeError("away");
  return import("data:text/javascript;base64," + MODULE);
};
"""
"""A document of Streamlit's below a path, and an import that fails twice."""

TRIED = """
const place = new Place(), mounts = [drawn({ parentElement: place }), drawn({ parentElement: place })];
const [dress] = place.held, [body, style] = dress.held, now = dress.dataset.file;
dress.dataset.file = "player.of-an-older-program.js";
mounts.push(drawn({ parentElement: place }));
const names = [now, place.held[0].dataset.file];
console.log(JSON.stringify({ mounts, asked, names, html: body.held[0].html, css: style.textContent }));
"""
"""A part that is mounted, updated, and mounted again by a newer program."""

COUNTING = "export default ({ parentElement }) => parentElement.held.length;\n"


def in_node(lines: str, folder: Path) -> Any:
    """What comes of the lines in that document."""
    if shutil.which("node") is None:
        missing("no Node.js found")
    module = base64.b64encode((folder / named_in(lines)).read_bytes()).decode()
    body = lines.replace("    import(", "    fetched(").replace("export default ", "const drawn = ")
    whole = f'const MODULE = "{module}";\n{WORLD}{body}{TRIED}'
    command = ["node", "--input-type=module", "--eval", whole]
    return json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def test_the_lines_ask_again_under_another_address_where_the_server_was_away(tmp_path: Path) -> None:
    lines = script("player", COUNTING, tmp_path)
    address = f"https://a.example/layers/app/static/parts/{named_in(lines)}"
    assert in_node(lines, tmp_path)["asked"] == [address, f"{address}?again=1", f"{address}?again=2"]


def test_a_part_is_given_its_markup_and_style_once(tmp_path: Path) -> None:
    lines = script("player", COUNTING, tmp_path)
    found = in_node(lines, tmp_path)
    assert found["mounts"] == [1, 1, 1], (
        "so many sets of markup and style stand there when the part is mounted"
    )
    assert (found["html"], found["css"]) == (HTML, CSS)
    assert found["names"] == [named_in(lines)] * 2, "a newer program's take the older one's place"
