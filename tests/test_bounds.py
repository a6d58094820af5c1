"""The suite's core holds with the oldest libraries that requirements.txt admits, and with every newer Python there is.

Each push tries the core with the oldest libraries; ``bash .ci/test full`` tries it with each newer Python that is
found.

Each case makes an environment of its own within ``.venv``, once; pip fetches what is not there yet. The newest
libraries with this Python are what every other test runs with.
"""

import os
import re
import subprocess
import sys
from pathlib import Path
from shutil import which

import pytest

from tests import environments

pytestmark = pytest.mark.elsewhere

ROOT = Path(__file__).parents[1]

CORE = [
    "tests/engine",
    "tests/datasets",
    "tests/ui/settings",
    "tests/ui/frame",
    "tests/ui/charts",
    "tests/ui/lecture/test_scenes.py",
    "tests/ui/regions",
    "tests/ui/twin",
    "tests/ui/hands",
    "tests/ui/mnist/test_mnist_page.py",
    "tests/ui/backprop/test_backprop_page.py",
    "tests/ui/activations/test_activations_page.py",
]
"""The engine, the links, and each page and scene as a visitor without a browser opens it."""

NOT_IN_1_62 = " or ".join(
    (
        "wish_of_another_type",
        "gets_everything_anew",
        "sends_one_more_moment",
        "a_click_that_was",
        "granted_as_they_come",
        "what_a_block_has_to_answer",
    )
)
"""What the AppTest of Streamlit 1.62 cannot do: it calls no callback of a component. In its server they are called."""

TOOLS = ("pytest>=8", "hypothesis>=6.100", "pytest-xdist>=3.6")

NEWER = ("3.12", "3.13", "3.14")
"""Pythons beside the oldest that the program runs with, which is the one that runs the suite."""


def lowest() -> tuple[str, ...]:
    """The oldest versions that requirements.txt admits."""
    lines = (ROOT / "requirements.txt").read_text().split()
    return tuple(re.sub(r">=([0-9.]+)", r"==\1.*", line) for line in lines)


def newest() -> tuple[str, ...]:
    return tuple((ROOT / "requirements.txt").read_text().split())


def found(version: str) -> str | None:
    """Where a Python stands, on the path or among pyenv's; pyenv's names on the path may lead nowhere."""
    ours = sorted(Path.home().glob(f".pyenv/versions/{version}.*/bin/python"))
    for python in filter(None, (which(f"python{version}"), *map(str, ours))):
        if subprocess.run([python, "-c", ""], capture_output=True).returncode == 0:
            return python
    return None


def environment(name: str, python: str, wanted: tuple[str, ...]) -> Path:
    """The Python of an environment with these libraries, and what runs the tests."""
    return environments.python_of(name, (*wanted, *TOOLS), python)


def oldest() -> Path:
    """The Python of the environment with the oldest libraries that may be installed."""
    return environment("lowest", sys.executable, lowest())


def core_holds(python: Path) -> None:
    command = [
        str(python),
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "--no-header",
        "-k",
        f"not ({NOT_IN_1_62})",
    ]
    hidden = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    hidden["HIDDEN_LAYERS_TESTS"] = "quick"  # all cases of a kind are tried with the libraries of this run
    done = subprocess.run([*command, *CORE], cwd=ROOT, env=hidden, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]


def test_the_core_holds_with_the_oldest_libraries() -> None:
    core_holds(oldest())


@pytest.mark.full
@pytest.mark.parametrize("version", NEWER)
def test_the_core_holds_with_a_newer_python(version: str) -> None:
    if sys.version.startswith(f"{version}."):
        pytest.skip(f"Python {version} runs the whole suite")
    python = found(version)
    if python is None:
        pytest.skip(f"Python {version} is not on this machine")
    core_holds(environment(f"python{version}", python, newest()))
