"""Claims about parts as modules of the site: every part has one, Python has none, and the program sends a line."""

import importlib
import json

from static_site import parts, trees
from ui.frame import by_address
from ui.frame.browser_part import FILES


def test_each_part_that_the_program_registers_has_a_module_that_mounts_and_dresses_it():
    for path in sorted((trees.ROOT / "ui").rglob("*.py")):
        if path.name == "page.py" or "= browser_part(" in path.read_text(encoding="utf-8"):
            importlib.import_module(".".join(path.relative_to(trees.ROOT).with_suffix("").parts))

    made = parts.modules(trees.app())

    assert len(FILES) > 30
    assert made.keys() == {f"parts/{name}.mjs" for name in FILES}
    assert {f"parts/{name}.mjs" for name in parts.EVERYWHERE} <= made.keys()
    for name, where in FILES.items():
        text, html, css = by_address.whole(where)
        written = made[f"parts/{name}.mjs"].decode()
        assert written == by_address.module(text, html, css)
        assert json.dumps(css, ensure_ascii=False) in written


def test_python_is_given_no_javascript_of_the_programs_and_can_ask_for_all_of_it():
    app = trees.app()
    scripts = {name for name in app if name.startswith("ui/") and name.endswith(".js")}
    assert scripts
    assert trees.without_scripts(app) == {name: app[name] for name in app.keys() - scripts}
    assert json.loads(trees.scripts(app)).keys() == scripts
