"""Python files compiled for the Python of the browser, by that Python itself, under Node.js.

What was compiled once is kept beside the packages, under the hash of all that it was made from.
"""

import shutil
import subprocess
import tempfile
from pathlib import Path

from static_site import kept
from static_site.packages import HERE, BuildError
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
    more = [(HERE / "compiling.mjs").read_bytes(), repr(AS_SOURCE).encode()]
    places = {group: kept.place(group, pyodide | tree, more) for group, tree in trees.items()}
    made = {group: tree for group, where in places.items() if (tree := kept.read(where)) is not None}
    fresh = _compiled({group: tree for group, tree in trees.items() if group not in made}, pyodide)
    for group, tree in fresh.items():
        kept.keep(places[group], tree)
    return {group: (made | fresh)[group] for group in trees}


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
