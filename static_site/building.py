"""The folder, put together: pages at its root, everything else in one folder with the build's hash in its name."""

import gzip
import hashlib
import json
import re
import shutil
from fnmatch import fnmatch
from pathlib import Path

from static_site import packages, packing, parts, trees
from static_site.compiling import compiled
from static_site.packages import BuildError
from static_site.trees import ROOT, Tree

SITE = packages.HERE / "site"

PYODIDE = ("pyodide.mjs", "pyodide.asm.js", "pyodide.asm.wasm", "python_stdlib.zip", "pyodide-lock.json")
"""Files of Pyodide that a browser fetches."""

FIRST = ("core.pack", "app.pack", "product.wasm", "stlite/stlite.js", "stlite/stlite.css")

FIRST_FOLDERS = (
    *("pyodide/", "stlite/index-g", "first/regions.run"),
    *(f"{parts.FOLDER}/{name}.mjs" for name in ("player", *parts.EVERYWHERE)),
)

LIST = "first/list.json"
"""Which link has which first picture: ``first.mjs`` is given it."""

FILLED_IN = ("boot.mjs", "first.mjs", "start.mjs")
"""Modules of the site in which a mark stands for what the build knows."""

NEVER_FETCHED = (
    *(
        "DeckGl*",
        "GraphViz*",
        "*iagram*",
        "mermaid*",
        "cytoscape*",
        "katex*",
        "*.wasm",
        "*.ttf",
        "*.woff",
        "Snow*",
    ),
    *(
        "DataFrame*",
        "wavesurfer*",
        "cynefin*",
        "dagre*",
        "styled-components*",
        "pandasStyler*",
        "number-overlay*",
    ),
    *(
        "CameraInput*",
        "AudioInput*",
        "Arrow*",
        "Video*",
        "IFrame*",
        "railroad*",
        "chunk-*",
        "*layout*",
        "cose*",
    ),
)
"""Parts of Streamlit's front end that no page of this program asks for."""

PAGES = re.compile(r'^    "([a-z]+)": \("', re.MULTILINE)
"""Where ``app.py`` names its pages."""


def site(base: str = "") -> Tree:
    """All files of the site by their paths.

    Parameters
    ----------
    base : str, optional
        The path at which the host serves the folder, such as ``/repo/``. Without it the pages find it themselves.

    Raises
    ------
    BuildError
        If a package or a tool is missing or another than the pinned one, or ``base`` is no path.
    """
    if base and not re.fullmatch(r"/([\w.~-]+/)*", base):
        raise BuildError(f"the base {base!r} is no path with a slash at both ends, such as /repo/.")
    groups = packages.pins()
    npm = {pin.name: dict(packages.in_npm(packages.fetched(pin))) for pin in groups["npm"]}
    pyodide = npm["pyodide"]
    _check(npm)
    app = trees.app()
    made = compiled(
        {
            "core": trees.core(groups["python"], npm),
            "figures": trees.figures(groups["figures"]),
            "app": trees.without_scripts(app),
        },
        {name: pyodide[name] for name in PYODIDE},
    )
    without = _without_python()
    later = trees.later() | {trees.SCRIPTS: trees.scripts(app)}
    site: Tree = {f"pyodide/{name}": pyodide[name] for name in PYODIDE}
    site["pyodide/python_stdlib.zip"] = trees.library(pyodide["python_stdlib.zip"])
    site |= {f"{name}.pack": packing.packed(tree) for name, tree in made.items()}
    site |= later
    site |= _front(npm["@stlite/browser"])
    site |= parts.modules(app)
    site["product.wasm"] = (packages.HERE / "kernel" / "product.wasm").read_bytes()
    site |= {path.name: path.read_bytes() for path in SITE.glob("*.mjs")}
    marks = {
        "@LAZY@": json.dumps({path: len(content) for path, content in later.items()}),
        "@PICTURES@": without.pop(LIST).decode(),
        "@PARTS@": " ".join(parts.EVERYWHERE),
    }
    for name in FILLED_IN:
        site[name] = _filled(site[name].decode(), marks).encode()
    site |= without
    site["paste_worker.js"] = (SITE / "paste_worker.js").read_bytes()
    site["running.py"] = (packages.HERE / "pasted" / "running.py").read_bytes()
    site["files.json"] = _files(site)
    return _around(site, app, base)


def _filled(text: str, marks: dict[str, str]) -> str:
    """A module of the site with what stands for its marks, as they are written within quotes."""
    for mark, value in marks.items():
        text = text.replace(mark, json.dumps(value)[1:-1])
    return text


def _without_python() -> Tree:
    """What is there without Python: the pictures that stand there before it, and scenes as files."""
    try:
        from static_site import first_pictures, scene_pages
    except ImportError as error:
        raise BuildError(f"{error.name} is not installed: pip install -r requirements.txt.") from error
    return first_pictures.pictures() | scene_pages.pages()


def _check(npm: dict[str, Tree]) -> None:
    """Stop where the packages do not fit each other."""
    lock = json.loads(npm["pyodide"]["pyodide-lock.json"])["info"]
    if not lock["python"].startswith("3.13."):
        raise BuildError(f"Pyodide has Python {lock['python']}; Streamlit's modules are compiled for 3.13.")
    wheels = [Path(path).name for path in npm["@stlite/browser"] if "/streamlit-" in path]
    floor = re.search(r"^streamlit>=(\d+)\.(\d+)", (ROOT / "requirements.txt").read_text(), re.MULTILINE)
    found = re.match(r"streamlit-(\d+)\.(\d+)\.", wheels[0]) if wheels else None
    if not found or not floor or tuple(map(int, found.groups())) < tuple(map(int, floor.groups())):
        raise BuildError(f"@stlite/browser has {wheels}; requirements.txt asks for {floor and floor[0]}.")


def _front(stlite: Tree) -> Tree:
    """Streamlit's front end, without maps of its sources and without the wheels that are in ``core`` already."""
    return {
        f"stlite/{path.removeprefix('build/')}": content
        for path, content in stlite.items()
        if path.startswith("build/") and not path.endswith((".map", ".whl", ".d.ts"))
    }


def _is_first(path: str) -> bool:
    """Whether the first page waits for a file."""
    is_module = path.endswith(".mjs") and "/" not in path
    return is_module or path in FIRST or path.startswith(FIRST_FOLDERS)


def _weight(path: str, content: bytes) -> int:
    """Bytes that a file takes on its way, where the host compresses what can be."""
    return (
        len(content) if path.endswith((".pack", ".gz", ".woff2", ".zip")) else len(gzip.compress(content, 6))
    )


def _files(parts: Tree) -> bytes:
    """What is kept for offline: what the first page waits for, and the rest that the program can ask for."""
    first = sorted(path for path in parts if _is_first(path))
    rest = sorted(
        path
        for path in parts
        if path not in first
        and not path.startswith("scenes/")  # for devices that could keep none of the rest
        and not any(fnmatch(path.rpartition("/")[2], name) for name in NEVER_FETCHED)
    )
    beside = sorted(f"app/{path}" for path in trees.served())
    megabytes = round(sum(_weight(path, parts[path]) for path in rest) / 1e6)
    return json.dumps({"first": first, "rest": rest, "beside": beside, "megabytes": megabytes}).encode()


def _around(parts: Tree, app: Tree, base: str) -> Tree:
    """The parts below the build's name, and the pages that name it."""
    pages = PAGES.findall(app["app.py"].decode())
    if not pages:
        raise BuildError("app.py names no pages where they are looked for.")
    index = (SITE / "index.html").read_text(encoding="utf-8")
    worker = (SITE / "sw.js").read_text(encoding="utf-8")
    served = {f"app/{path}": content for path, content in trees.served().items()}
    digest = hashlib.sha256(index.encode() + worker.encode() + base.encode())
    for path, content in sorted((parts | served).items()):
        digest.update(path.encode() + hashlib.sha256(content).digest())
    name = digest.hexdigest()[:12]
    megabytes = round(sum(_weight(path, parts[path]) for path in parts if _is_first(path)) / 1e6)
    marks = {"@HASH@": name, "@PAGES@": " ".join(pages), "@BASE@": base, "@MEGABYTES@": str(megabytes)}
    for mark, value in marks.items():
        index, worker = index.replace(mark, value), worker.replace(mark, value)
    made = {f"build-{name}/{path}": content for path, content in parts.items()} | served
    for path in ("index.html", "404.html", *(f"{page}/index.html" for page in pages)):
        made[path] = index.encode()
    made["sw.js"], made[".nojekyll"] = worker.encode(), b""
    return made


def write(files: Tree, out: Path) -> None:
    """Write the files into a folder that is empty, or holds an earlier build, which they replace.

    Raises
    ------
    BuildError
        If the folder holds something else.
    """
    if out.exists() and (not out.is_dir() or (any(out.iterdir()) and not (out / ".nojekyll").exists())):
        raise BuildError(f"{out} holds something that is no earlier build: name another folder, or empty it.")
    if out.exists():
        shutil.rmtree(out)
    for path, content in files.items():
        place = out / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
