"""Claims about pinned packages: another byte than the pinned one stops the build with a sentence."""

import base64
import hashlib
import io
import os
import re
import zipfile
from pathlib import Path

import pytest

from static_site import building, packages
from static_site.packages import BuildError, Pin


def wheel(files: dict[str, bytes], listed: dict[str, bytes] | None = None) -> bytes:
    """A wheel of files whose list RECORD has the hashes of ``listed``; by default of the same files."""
    made = io.BytesIO()
    rows = [
        f"{name},sha256={base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b'=').decode()},"
        for name, content in (files if listed is None else listed).items()
    ]
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
        archive.writestr("it-1.dist-info/RECORD", "\n".join([*rows, "it-1.dist-info/RECORD,,"]))
    return made.getvalue()


def test_every_pin_has_an_exact_version_and_a_whole_hash():
    pins = packages.pins()
    assert set(pins) == {"npm", "python", "figures"}
    for pin in [pin for group in pins.values() for pin in group]:
        assert re.fullmatch(r"\d+(\.\d+)+", pin.version)
        whole = (
            len(base64.b64decode(pin.digest)) == 64 if pin.is_npm else len(bytes.fromhex(pin.digest)) == 32
        )
        assert whole, pin


def test_a_wheel_gives_its_files_if_they_are_those_that_its_list_promises():
    files = {"it/__init__.py": b"x = 1\n", "it/more.py": b""}
    assert packages.in_wheel(wheel(files), "it").items() >= files.items()


@pytest.mark.parametrize(
    ("files", "listed", "said"),
    [
        ({"it.py": b"1"}, {"it.py": b"2"}, "it has another it.py than its RECORD lists"),
        ({}, {"it.py": b"2"}, "it lacks it.py, which its RECORD lists"),
        ({"it.py": b"1"}, {}, "it has it.py, which its RECORD does not list"),
    ],
)
def test_a_wheel_that_differs_from_its_list_is_refused(files, listed, said):
    with pytest.raises(BuildError, match=said):
        packages.in_wheel(wheel(files, listed), "it")


def registry(folder: Path, content: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """A command ``npm`` that brings these bytes."""
    (folder / "brought").write_bytes(content)
    npm = folder / "npm"
    npm.write_text(f'#!/bin/sh\ncp "{folder}/brought" "$5/it-1.0.tgz"\n')
    npm.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setattr(packages, "KEPT", folder / "kept")


def test_a_package_is_fetched_once_and_kept(tmp_path, monkeypatch):
    registry(tmp_path, b"right", monkeypatch)
    pin = Pin("@a/it", "1.0", "sha512", base64.b64encode(hashlib.sha512(b"right").digest()).decode())
    assert packages.fetched(pin) == b"right"
    (tmp_path / "brought").write_bytes(b"not asked again")
    assert packages.fetched(pin) == b"right"


def test_another_package_than_the_pinned_one_stops_the_build(tmp_path, monkeypatch):
    registry(tmp_path, b"wrong", monkeypatch)
    pin = Pin("@a/it", "1.0", "sha512", base64.b64encode(hashlib.sha512(b"right").digest()).decode())
    with pytest.raises(BuildError, match=r"@a/it@1\.0 is not the file that pins\.toml names"):
        packages.fetched(pin)
    assert not pin.place.exists()


def test_packages_that_do_not_fit_each_other_stop_the_build():
    lock = b'{"info": {"python": "3.14.0"}}'
    with pytest.raises(BuildError, match=r"Python 3\.14\.0; Streamlit's modules are compiled for 3\.13"):
        building._check({"pyodide": {"pyodide-lock.json": lock}, "@stlite/browser": {}})
    fits = {"pyodide": {"pyodide-lock.json": b'{"info": {"python": "3.13.2"}}'}}
    old = {"build/wheels/streamlit-1.60.0-cp313-none-any.whl": b""}
    with pytest.raises(BuildError, match=r"streamlit-1\.60\.0.*streamlit>=1\.62"):
        building._check({**fits, "@stlite/browser": old})
    building._check({**fits, "@stlite/browser": {"build/wheels/streamlit-1.62.0-cp313-none-any.whl": b""}})


@pytest.mark.parametrize("base", ["repo", "/repo", "repo/", "//", "/a b/", '/"/'])
def test_a_base_that_is_no_path_is_refused(base):
    with pytest.raises(BuildError, match="is no path with a slash at both ends"):
        building.site(base)


def test_a_folder_that_holds_something_else_is_not_overwritten(tmp_path):
    (tmp_path / "mine.txt").write_text("dear")
    with pytest.raises(BuildError, match="holds something that is no earlier build"):
        building.write({"index.html": b""}, tmp_path)
    assert (tmp_path / "mine.txt").exists()


def test_an_earlier_build_is_replaced_whole(tmp_path):
    building.write({"index.html": b"1", "build-1/x": b"", ".nojekyll": b""}, tmp_path / "out")
    building.write({"index.html": b"2", ".nojekyll": b""}, tmp_path / "out")
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [".nojekyll", "index.html"]
