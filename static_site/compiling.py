"""Python files compiled for the Python of the browser, by that Python itself, under Node.js.

What was compiled once is kept beside the packages, under the hash of all that it was made from.
"""

import hashlib
import json
import shutil
import subprocess
import tempfile
from pathlib import Path

from static_site.packages import HERE, KEPT, BuildError
from static_site.trees import Tree

AS_SOURCE = ("app.py", "core/anyio/__init__.py")
"""Files that stay source: Streamlit reads the first, and anyio reads its own."""


def compiled(trees: dict[str, Tree], pyodide: Tree) -> dict[str, Tree]:
    """Trees in which each module is compiled; the same modules give the same bytes.

    Raises
    ------
    BuildError
        If Node.js is missing, or a file does not compile.
    """
    if shutil.which("node") is None:
        raise BuildError("Node.js is not installed; the Python files are compiled under it.")
    kept = {group: _place(group, tree, pyodide) for group, tree in trees.items()}
    made = {group: _read(place) for group, place in kept.items() if place.exists()}
    fresh = _compiled({group: tree for group, tree in trees.items() if group not in made}, pyodide)
    for group, tree in fresh.items():
        _keep(kept[group], tree)
    return {group: (made | fresh)[group] for group in trees}


def _place(group: str, tree: Tree, pyodide: Tree) -> Path:
    """Where a compiled tree is kept."""
    digest = hashlib.sha256(group.encode() + (HERE / "compiling.mjs").read_bytes() + repr(AS_SOURCE).encode())
    for path, content in sorted((pyodide | tree).items()):
        digest.update(path.encode() + b"\0" + hashlib.sha256(content).digest())
    return KEPT / "compiled" / f"{group}-{digest.hexdigest()[:32]}"


def _keep(place: Path, tree: Tree) -> None:
    """Keep a tree; of each group the latest alone."""
    place.parent.mkdir(parents=True, exist_ok=True)
    for old in place.parent.glob(f"{place.name.partition('-')[0]}-*"):
        old.unlink()
    sizes = json.dumps({path: len(content) for path, content in tree.items()}).encode()
    beside = place.with_suffix(".new")
    beside.write_bytes(sizes + b"\n" + b"".join(tree.values()))
    beside.replace(place)


def _read(place: Path) -> Tree:
    """The tree that is kept there."""
    sizes, _, content = place.read_bytes().partition(b"\n")
    tree, at = {}, 0
    for path, size in json.loads(sizes).items():
        tree[path] = content[at : at + size]
        at += size
    return tree


def _compiled(trees: dict[str, Tree], pyodide: Tree) -> dict[str, Tree]:
    """The same, by Node.js."""
    if not trees:
        return {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for path, content in pyodide.items():
            _write(folder / "pyodide" / path, content)
        stays = {}
        for group, tree in trees.items():
            for path, content in tree.items():
                if f"{group}/{path}" in AS_SOURCE or path in AS_SOURCE or not path.endswith(".py"):
                    stays[group, path] = content
                else:
                    _write(folder / "tree" / group / path, content)
        run = subprocess.run(
            ["node", HERE / "compiling.mjs", folder / "pyodide", folder / "tree"],
            capture_output=True,
            text=True,
            check=False,
        )
        if run.returncode:
            raise BuildError(f"Python files could not be compiled: {run.stderr.strip().splitlines()[-1]}")
        made: dict[str, Tree] = {group: {} for group in trees}
        for (group, path), content in stays.items():
            made[group][path] = content
        for group in trees:
            for file in sorted((folder / "tree" / group).rglob("*.pyc")):
                made[group][file.relative_to(folder / "tree" / group).as_posix()] = file.read_bytes()
        return made


def _write(path: Path, content: bytes) -> None:
    """A file, with the folders above it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
