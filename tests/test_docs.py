"""What the documents say is true: commands, links, folders, recipes, and the parameters in docstrings."""

import importlib
import inspect
import json
import os
import pkgutil
import re
import shlex
import subprocess
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
from numpydoc.docscrape import ClassDoc, FunctionDoc

import datasets
import engine
import ui
from datasets.toy import DATASETS
from engine.layers import ACTIVATIONS
from engine.learning_rules import LEARNING_RULES, GradientDescentLearningRule
from engine.plans.activations import FAST_FORMS
from engine.plans.updates import UPDATES
from ui.lecture import scenes
from ui.lecture.scene import PAGES as PAGES_OF_SCENES
from ui.plane import headlines

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
DOCUMENTS = sorted([ROOT / "README.md", ROOT / "CONTRIBUTING.md", *ROOT.glob("docs/**/*.md")])
PAGES = {"/" + name.replace("regions", ""): kind for kind, name in PAGES_OF_SCENES.items()}


def commands() -> list[str]:
    """Every line of the README's shell blocks."""
    blocks = re.findall(r"```sh\n(.*?)```", README, flags=re.DOTALL)
    return [line for block in blocks for line in block.splitlines()]


def links(document: Path) -> list[str]:
    """Every place in the repository that a document links to or shows."""
    text = document.read_text(encoding="utf-8")
    found = re.findall(r"\]\(([^)\s]+)\)|(?:src|srcset)=\"([^\"]+)\"", text)
    return [link for pair in found for link in pair if link and "://" not in link]


def rows_of_map(title: str) -> list[tuple[str, str]]:
    """Rows of one of the README's tables of folders: the link in the first column, and the rest."""
    table = README.split(f"| {title} |")[1].split("\n\n")[0]
    return re.findall(r"^\| \[[^\]]+\]\(([^)]+)\) \|(.*)\|$", table, flags=re.MULTILINE)


def folders_of(place: Path) -> set[str]:
    """Names of the folders in one that git knows."""
    listed = subprocess.run(
        ["git", "ls-files"], cwd=place, capture_output=True, text=True, check=True
    ).stdout.split()
    return {path.split("/")[0] for path in listed if "/" in path and not path.startswith(".")}


def test_the_readme_has_one_command_to_run_and_one_to_test():
    run, test = commands()

    assert [part.strip() for part in run.split("&&")] == [
        "python3 -m venv .venv",
        ".venv/bin/pip install -r requirements.txt",
        ".venv/bin/streamlit run app.py",
    ]
    assert test == "bash .ci/test"


def test_continuous_integration_runs_the_readmes_command_for_the_tests():
    called = (ROOT / ".ci" / "run").read_text(encoding="utf-8")

    assert commands()[1] in called
    assert "set -euo pipefail" in called


@pytest.mark.parametrize("command", commands())
def test_every_file_in_a_command_exists(command):
    words = [word for word in shlex.split(command) if not word.startswith(".venv")]

    assert all((ROOT / word).is_file() for word in words if Path(word).suffix or "/" in word)


@pytest.mark.parametrize("hook", re.findall(r"entry: (.+)", (ROOT / ".pre-commit-config.yaml").read_text()))
def test_every_hook_is_a_tool_that_the_tests_install(hook):
    tools = {"python -m pytest": "pytest", "ruff": "ruff", "mypy": "mypy", "numpydoc": "numpydoc"}
    required = (ROOT / "requirements-dev.txt").read_text(encoding="utf-8")
    scripts = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))["scripts"]

    if hook.startswith("bash .ci/npm "):
        assert hook.split()[-1] in scripts
    else:
        (tool,) = [package for words, package in tools.items() if hook.startswith(words)]
        assert f"\n{tool}>=" in required


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_link_and_picture_leads_somewhere(document):
    missing = [link for link in links(document) if not (document.parent / link.split("#")[0]).exists()]

    assert not missing


def test_links_are_found_at_all():
    assert {"docs/regions-light.png", "docs/regions-dark.png", "CONTRIBUTING.md"} <= set(
        links(ROOT / "README.md")
    )


@pytest.mark.parametrize(
    ("title", "place", "besides"),
    [
        ("Folder", "", {"app.py"}),
        ("Folder of `ui`", "ui", set()),
        ("Folder of `engine`", "engine", {"engine"}),
    ],
)
def test_the_map_names_every_folder_and_no_other(title, place, besides):
    named = {row.removeprefix(f"{place}/") for row, _ in rows_of_map(title)}

    assert named == folders_of(ROOT / place) | besides


@pytest.mark.parametrize("title", ["Folder of `ui`", "Folder of `engine`"])
def test_the_file_to_open_first_stands_in_the_folder_that_it_opens(title):
    for folder, rest in rows_of_map(title):
        (first,) = re.findall(r"\]\(([^)]+\.py)\) $", rest)
        assert Path(first).parent == Path(folder)


@pytest.mark.parametrize("address", sorted(set(re.findall(r"http://localhost:8501([^)>\s]*)", README))))
def test_every_link_to_the_app_asks_for_what_there_is(address):
    parts = urlsplit(address)
    params = dict(parse_qsl(parts.query, strict_parsing=bool(parts.query)))
    scene = params.pop("scene", None)
    if parts.path == "/lecture":
        assert (params, scene) == ({}, None)
        return

    _, notes = PAGES[parts.path or "/"].from_url(params)

    assert not notes
    assert scene is None or scene in scenes.SCENES


def test_links_to_the_app_are_what_they_look_like():
    shown = re.findall(r"\[`(/[^`]*)`\]\(http://localhost:8501([^)]*)\)", README)

    assert len(shown) >= 5
    assert all(text == address for text, address in shown)


@pytest.mark.parametrize("query", re.findall(r"`\?([^`]+)`", README))
def test_every_parameter_that_the_readme_praises_works_on_every_page(query):
    assert not [note for page in PAGES.values() for note in page.from_url(dict(parse_qsl(query)))[1]]


def test_the_three_recipes_name_what_is_there():
    recipes = README.split("## Make it yours")[1]
    dicts = {
        "DATASETS": DATASETS,
        "LEARNING_RULES": LEARNING_RULES,
        "UPDATES": UPDATES,
        "ACTIVATIONS": ACTIVATIONS,
        "FAST_FORMS": FAST_FORMS,
    }
    files = re.findall(r"`([\w/]+\.(?:py|js))`", recipes)

    assert all(f"`{name}`" in recipes and len(entries) >= 3 for name, entries in dicts.items())
    assert all((ROOT / path).is_file() for path in files)
    assert len(files) >= 9


def test_a_learning_rule_trains_with_no_more_than_the_recipe_says():
    slow = [rule for rule in LEARNING_RULES.values() if rule not in UPDATES]

    assert slow
    assert all(issubclass(rule, GradientDescentLearningRule) for rule in slow)


@pytest.mark.parametrize("words", [headlines.FOLLOWS, headlines.CANNOT], ids=["FOLLOWS", "CANNOT"])
def test_headlines_speak_of_data_sets_that_there_are(words):
    assert set(words) <= set(DATASETS)


def test_forms_in_place_are_of_activations_that_there_are():
    assert set(FAST_FORMS) <= set(ACTIVATIONS.values())


def documented() -> list[object]:
    """Public classes and functions of the program, and methods, that have a docstring with parameters."""
    found = []
    for package in (engine, datasets, ui):
        for info in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            module = importlib.import_module(info.name)
            own = [
                thing
                for _, thing in inspect.getmembers(module)
                if getattr(thing, "__module__", "") == info.name
            ]
            own = [thing for thing in own if inspect.isclass(thing) or inspect.isfunction(thing)]
            methods = [
                m
                for kind in own
                if inspect.isclass(kind)
                for _, m in inspect.getmembers(kind, inspect.isfunction)
            ]
            found += [
                thing for thing in (*own, *methods) if "\nParameters\n" in (inspect.getdoc(thing) or "")
            ]
    return list({thing.__qualname__ + thing.__module__: thing for thing in found}.values())


@pytest.mark.parametrize("thing", documented(), ids=lambda thing: f"{thing.__module__}.{thing.__qualname__}")
def test_documented_parameters_are_those_of_the_signature(thing):
    parse = ClassDoc if inspect.isclass(thing) else FunctionDoc
    written = [name.strip() for part in parse(thing)["Parameters"] for name in part.name.split(",")]
    real = [
        {inspect.Parameter.VAR_POSITIONAL: "*", inspect.Parameter.VAR_KEYWORD: "**"}.get(p.kind, "") + name
        for name, p in inspect.signature(thing).parameters.items()
    ]

    assert sorted(written) == sorted(name for name in real if name not in ("self", "cls"))


def test_decisions_are_numbered_without_a_gap_and_ten_lines_long():
    records = sorted((ROOT / "docs" / "decisions").glob("*.md"))

    assert [record.name[:5] for record in records] == [
        f"{number:04d}-" for number in range(1, len(records) + 1)
    ]
    for number, record in enumerate(records, 1):
        text = record.read_text(encoding="utf-8")
        assert text.startswith(f"# {number}. ")
        assert all(f"**{part}.**" in text for part in ("Context", "Decision", "Consequences"))
        assert len(text.splitlines()) <= 12


def test_scripts_of_continuous_integration_can_be_run():
    assert all(os.access(ROOT / ".ci" / name, os.X_OK) for name in ("run", "test", "npm"))
