"""Pinned packages: fetched once from npm's registry and from PyPI, checked against their hashes, kept beside the build.

The ordinary clients fetch them, so a mirror that ``npm`` or ``pip`` is told of serves too. They are kept in a folder of
the user's, never in the repository. A hash decides whether a kept file is the right one; its name does not.
"""

import base64
import csv
import hashlib
import io
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import tomllib
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent

KEPT = Path(os.environ.get("HIDDEN_LAYERS_STATIC", Path.home() / ".cache" / "hidden-layers-static"))
"""Where packages are kept from one build to the next."""

NUMPY = "package/assets/numpy-2.2.5-cp313-cp313-pyodide_2025_0_wasm32.whl"
"""The wheel in npm's package: NumPy for WebAssembly is not on PyPI."""


class BuildError(Exception):
    """The site cannot be built: one sentence says why."""


@dataclass(frozen=True)
class Pin:
    """A package that is pinned.

    Parameters
    ----------
    name, version : str
        As its registry has them.
    algorithm, digest : str
        The hash of its one file, as the registry writes it: base64 of sha512 in npm, hexadecimal sha256 in PyPI.
    """

    name: str
    version: str
    algorithm: str
    digest: str

    @property
    def is_npm(self) -> bool:
        """Whether npm has it, not PyPI."""
        return self.algorithm == "sha512"

    @property
    def place(self) -> Path:
        """Where its file is kept."""
        ending = ".tgz" if self.is_npm else "-py3-none-any.whl"
        return KEPT / f"{self.name.strip('@').replace('/', '-')}-{self.version}{ending}"

    def fits(self, content: bytes) -> bool:
        """Whether these bytes are the pinned ones."""
        digest = hashlib.new(self.algorithm, content)
        written = base64.b64encode(digest.digest()).decode() if self.is_npm else digest.hexdigest()
        return written == self.digest


def pins(path: Path = HERE / "pins.toml") -> dict[str, list[Pin]]:
    """All pins by their group: "npm", "python", "figures"."""
    groups = tomllib.loads(path.read_text(encoding="utf-8"))
    return {
        group: [
            Pin(name, pin["version"], *next((a, pin[a]) for a in ("sha512", "sha256") if a in pin))
            for name, pin in sorted(named.items())
        ]
        for group, named in groups.items()
    }


def fetched(pin: Pin) -> bytes:
    """The package's one file, from the kept ones or from its registry.

    Raises
    ------
    BuildError
        If its registry cannot be reached, does not have it, or gives other bytes.
    """
    if pin.place.exists() and pin.fits(content := pin.place.read_bytes()):
        return content
    KEPT.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=KEPT) as folder:
        asked = f"{pin.name}@{pin.version}" if pin.is_npm else f"{pin.name}=={pin.version}"
        command = (
            ["npm", "pack", asked, "--silent", "--pack-destination", folder]
            if pin.is_npm
            else [
                *(sys.executable, "-m", "pip", "download", asked, "--no-deps", "--quiet", "--dest", folder),
                *("--only-binary=:all:", "--platform=any", "--python-version=3.13"),
            ]
        )
        if shutil.which(command[0]) is None:
            raise BuildError(f"{command[0]} is not installed; it fetches {asked}.")
        run = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        files = [path for path in Path(folder).iterdir() if path.suffix in (".tgz", ".whl")]
        if run.returncode or len(files) != 1:
            said = (run.stderr or run.stdout).strip().splitlines()
            last = said[-1] if said else "it said nothing"
            raise BuildError(f"{asked} could not be fetched from {'npm' if pin.is_npm else 'PyPI'}: {last}")
        content = files[0].read_bytes()
        if not pin.fits(content):
            raise BuildError(
                f"{asked} is not the file that pins.toml names: its {pin.algorithm} is not {pin.digest[:16]}…"
            )
        shutil.move(files[0], pin.place)
    return content


def in_npm(content: bytes) -> Iterator[tuple[str, bytes]]:
    """Name and content of each file in npm's archive, without the folder ``package``."""
    with tarfile.open(fileobj=io.BytesIO(content), mode="r:gz") as archive:
        for member in archive:
            file = archive.extractfile(member) if member.isfile() else None
            if file is not None:
                yield member.name.removeprefix("package/"), file.read()


def in_wheel(content: bytes, name: str) -> dict[str, bytes]:
    """Content of each file in a wheel, checked file by file against the wheel's own ``RECORD``.

    Raises
    ------
    BuildError
        If a file is altered, missing, or not in the list.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        files = {info.filename: archive.read(info) for info in archive.infolist() if not info.is_dir()}
    records = [path for path in files if path.endswith(".dist-info/RECORD")]
    if len(records) != 1:
        raise BuildError(f"{name} has {len(records)} lists RECORD instead of one.")
    promised = {
        path: digest for path, digest, _ in csv.reader(files[records[0]].decode().splitlines()) if digest
    }
    for path in files.keys() | promised.keys():
        if path not in files:
            raise BuildError(f"{name} lacks {path}, which its RECORD lists.")
        if path not in promised:
            if path != records[0] and not path.endswith((".jws", ".p7s", "/PYODIDE")):
                raise BuildError(f"{name} has {path}, which its RECORD does not list.")
            continue
        digest = base64.urlsafe_b64encode(hashlib.sha256(files[path]).digest()).rstrip(b"=").decode()
        if promised[path] != f"sha256={digest}":
            raise BuildError(f"{name} has another {path} than its RECORD lists.")
    return files


def unpacked_wheel(content: bytes) -> dict[str, bytes]:
    """Content of each file in a wheel whose own list does not fit it; the package that it lies in was checked."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {info.filename: archive.read(info) for info in archive.infolist() if not info.is_dir()}
