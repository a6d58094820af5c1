"""The page "your first change" is true: its change, made in a copy of the program, gives a data set that works."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "your-first-change.md").read_text(encoding="utf-8")


def block(kind: str, number: int) -> str:
    """One of the page's blocks of code."""
    return re.findall(rf"```{kind}\n(.*?)```", PAGE, flags=re.DOTALL)[number]


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the program with the change that the page describes."""
    copy = tmp_path_factory.mktemp("copy")
    folders = ("static", ".streamlit", "engine", "datasets", "benchmarks", "lectures", "ui", "tests")
    for name in ("app.py", "pyproject.toml", *folders):
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, copy / name)
    sources, toy = copy / "datasets" / "sources.py", copy / "datasets" / "toy.py"
    sources.write_text(f"{sources.read_text(encoding='utf-8')}\n\n{block('python', 0)}", encoding="utf-8")
    before = toy.read_text(encoding="utf-8")
    head, entries = before.split("DATASETS: dict[str, Dataset] = {\n")
    entries = entries.replace("\n}\n", "\n" + block("python", 1) + "}\n", 1)
    toy.write_text(f"{head}DATASETS: dict[str, Dataset] = {{\n{entries}", encoding="utf-8")
    return copy


def run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run a command of this Python in a folder."""
    return subprocess.run(
        [sys.executable, *words],
        cwd=folder,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_tests_that_the_page_names_pass_and_there_are_some(changed: Path) -> None:
    (command,) = [line for line in block("sh", 1).splitlines() if line]
    words = command.removeprefix(".venv/bin/python ").split()

    done = run(changed, *words, "-p", "no:cacheprovider")

    found = re.search(r"(\d+) passed", done.stdout)
    assert done.returncode == 0, done.stdout + done.stderr
    assert found is not None
    assert int(found[1]) >= 5


def test_the_new_code_is_as_the_checkers_want_it(changed: Path) -> None:
    files = ("datasets/sources.py", "datasets/toy.py")

    for words in (("check",), ("format", "--check")):
        done = run(changed, "-m", "ruff", *words, "--no-cache", *files)
        assert done.returncode == 0, done.stdout


def test_the_page_offers_it_by_its_name(changed: Path) -> None:
    done = run(
        changed,
        "-c",
        "from tests.ui.conftest import Visitor\n"
        "visitor = Visitor().open(data='waves', epochs='5')\n"
        "print(visitor.block('player')['title'])\n"
        "print(visitor.link['data'])",
    )

    assert done.stdout.splitlines() == ["Waves, one above the other", "waves"], done.stdout + done.stderr
