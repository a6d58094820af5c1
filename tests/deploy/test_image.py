"""The steps of the Dockerfile, run as a script: a worker that is nobody, and can write to two folders alone.

No image is built: there is no Docker here. This machine's system stands in for the base image.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.amount import IS_QUICK
from tests.deploy.image import ROOT, steps
from tests.stores import missing
from tests.ui.frame.test_wishes import PARTS

NEEDED = ("unshare", "mount", "chroot", "setpriv")


def built(folder: Path, *options: str) -> dict[str, object]:
    """What was found of a worker that the steps have made."""
    if os.geteuid() or not sys.platform.startswith("linux"):
        missing("only root can lay folders over each other, on Linux")
    tried = subprocess.run(
        ["unshare", "--mount", "/usr/bin/python3", "-c", "import ensurepip, venv"], capture_output=True
    )
    if tried.returncode:
        missing(f"no mount namespace, or no python3-venv: {tried.stderr.decode()[-200:]}")
    (folder / "image").mkdir()
    command = ["unshare", "--mount", sys.executable, "-m", "tests.deploy.image", str(folder), *options]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    log = folder / "log"
    said = log.read_text("utf-8", "replace") if log.is_file() else ""
    assert done.returncode == 0, done.stderr[-3000:] + said[-3000:]
    assert "Traceback" not in said, said
    assert "Read-only" not in said, said
    found: dict[str, object] = json.loads((folder / "found.json").read_text())
    return found


def check(found: dict[str, object]) -> None:
    status = found["status"]
    assert isinstance(status, dict)
    assert status["Uid"] == status["Gid"] == ["10001"] * 4
    assert status["CapEff"] == status["CapBnd"] == status["CapPrm"] == ["0" * 16]
    assert status["NoNewPrivs"] == ["1"]
    assert found["visit"] == "whole"
    assert (found["health"], found["health after"]) == (0, 1)
    denied = {name: said for name, said in found.items() if name.startswith("touch")}
    assert denied == {
        "touch /srv/hidden-layers/x": "Read-only file system",
        "touch /srv/venv/x": "Read-only file system",
        "touch /x": "Read-only file system",
        "touch /etc/x": "Read-only file system",
        "touch /tmp/x": "",
        "touch /shared/x": "",
    }
    assert found["scripts"] == len(PARTS)
    shared = found["shared"]
    assert isinstance(shared, list)
    assert "shared.sqlite" in shared


@pytest.mark.skipif(IS_QUICK, reason="half a minute: not before each commit")
def test_the_steps_make_a_worker_that_is_nobody_and_writes_to_two_folders(tmp_path: Path) -> None:
    packages = [path for path in sys.path if path.endswith("site-packages")]
    check(built(tmp_path, "--packages", *packages))


@pytest.mark.full
def test_the_same_with_what_pip_fetches(tmp_path: Path) -> None:
    check(built(tmp_path))


def test_what_is_copied_is_there_and_what_is_ignored_is_not() -> None:
    text = (ROOT / "deploy" / "Dockerfile").read_text(encoding="utf-8")
    copied = [argument.split()[:-1] for instruction, argument in steps(text) if instruction == "COPY"]
    sources = [source for several in copied for source in several]
    let_in = {
        line[1:] for line in (ROOT / "deploy/Dockerfile.dockerignore").read_text().split() if line[0] == "!"
    }
    assert all((ROOT / source).exists() for source in sources)
    assert set(sources) == let_in
