"""Environments with chosen libraries, each made once and kept: for tests that run something elsewhere."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

FOLDER = Path(os.environ.get("HIDDEN_LAYERS_ENVIRONMENTS") or Path(__file__).parents[1] / ".venv" / "bounds")
"""Where they are kept; a variable of the environment may say another place."""


def python_of(name: str, wanted: tuple[str, ...], python: str = sys.executable) -> Path:
    """The Python of an environment with these libraries. Where pip cannot fetch them: skipped, under CI=true failed."""
    folder = FOLDER / name
    inside, note = folder / "bin" / "python", folder / "wanted.txt"
    text = "\n".join(wanted)
    if note.exists() and note.read_text() == text:
        return inside
    subprocess.run([python, "-m", "venv", "--clear", str(folder)], check=True)
    install = [str(inside), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *wanted]
    done = subprocess.run(install, capture_output=True, text=True)
    if done.returncode:
        why = f"pip could not fetch {', '.join(wanted)}: {done.stderr[-500:]}"
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(why)
    note.write_text(text)
    return inside
