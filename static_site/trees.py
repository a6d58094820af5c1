"""What lies in the browser's file system: three trees of files, each a dict from a path to its content.

``core`` is Streamlit, NumPy and what they need, ``figures`` is Plotly, ``app`` is this program. Modules that no page
can come to import are left out.
"""

import io
import json
import re
import subprocess
import zipfile
from fnmatch import fnmatch
from pathlib import Path

from static_site import packages
from static_site.packages import BuildError, Pin

ROOT = Path(__file__).parents[1]

Tree = dict[str, bytes]

LEFT_OUT = (
    "*.pyi",
    "*.a",
    "*.h",
    "*.dist-info/*",
    "*/tests/*",
    "*.data/*",
    "numpy/_core/include/*",
    "numpy/_core/lib/*",
    "numpy/_pyinstaller/*",
    "numpy/f2py/*",
    "numpy/fft/_pocketfft_umath*",
    "numpy/linalg/lapack_lite.*",
    "numpy/random/lib/*",
    "numpy/random/_examples/*",
    "numpy/testing/*",
    "numpy/doc/*",
    "*.pxd",
    "numpy/conftest.*",
    "numpy/ctypeslib.*",
    "numpy/ma/mrecords.*",
    "numpy/ma/test*",
    "numpy/ma/timer_comparison.*",
    "anyio/_backends/_trio*",
    "anyio/pytest_plugin*",
    "plotly/package_data/*.js",
    "plotly/labextension/*",
    "plotly/figure_factory/*",
    "plotly/matplotlylib/*",
    "plotly/express/*",
    "plotly/data/*",
    "google/protobuf/compiler/*",
    "google/protobuf/internal/message_benchmark*",
    "packaging/licenses/*",
    "packaging/pylock.*",
    "starlette/testclient.*",
    "streamlit/.agents/*",
    "streamlit/hello/*",
    "streamlit/vendor/pympler/*",
    "streamlit/web/skills.*",
    "streamlit/static/*",
    "streamlit/testing/*",
)
"""Patterns of what is not in the trees: types, headers, tests, and what no page imports."""

LIBRARY_LEFT_OUT = (
    *(
        "_pyrepl/*",
        "curses/*",
        "dbm/*",
        "ensurepip/*",
        "idlelib/*",
        "lib2to3/*",
        "multiprocessing/*",
        "pydoc_data/*",
    ),
    *("sqlite3/*", "tkinter/*", "turtledemo/*", "unittest/*", "venv/*", "wsgiref/*", "xmlrpc/*"),
    *("doctest.*", "ftplib.*", "imaplib.*", "mailbox.*", "optparse.*", "pdb.*", "pickletools.*", "poplib.*"),
    *("profile.*", "pydoc.*", "smtplib.*", "tabnanny.*", "trace.*", "turtle.*", "webbrowser.*"),
    *(
        "encodings/*jp*",
        "encodings/*kr*",
        "encodings/big5*",
        "encodings/gb*",
        "encodings/hz*",
        "encodings/mac_*",
    ),
    *("encodings/cp[1-9]*", "encodings/iso*", "encodings/koi8*", "encodings/johab*", "encodings/shift*"),
)
"""The same of Python's standard library. The one encoding that files are read in is UTF-8."""

NEWER = re.compile(rb"padding(Top|Bottom) ?=")
"""Settings that came after the Streamlit that runs here, which would warn of them four times."""

VERSION = re.compile(r"(Metadata-Version|Name|Version): ")
"""What packages are asked for about themselves at run time."""

APP = ("app.py", ".streamlit/config.toml", "datasets", "engine", "lectures", "static", "ui")
"""What of this repository the app is made of."""

WRITTEN = Path("static", "parts")
"""Where a running program writes its parts' scripts; no page of the site asks for them."""

LATER = ("datasets/mnist/*.gz", "ui/mnist/*/kept.json")
"""What of these is fetched when it is first read: MNIST's images, and what its lessons were taught beforehand."""

NOT_APP = ("*.test.js", *LATER, "static/scenes/*", "static/signs/*")
"""What of these is not in the browser's file system: tests, MNIST's images, and what the host serves by address."""


def core(python: list[Pin], npm: dict[str, Tree]) -> Tree:
    """Modules of Streamlit, NumPy, and all that they import, by their paths below ``site-packages``."""
    name = packages.NUMPY.removeprefix("package/")
    wheel = npm["@bentopdf/pymupdf-wasm"].get(name)
    if wheel is None:
        raise BuildError(f"@bentopdf/pymupdf-wasm holds no {name}: pin the version that does.")
    tree = packages.in_wheel(wheel, Path(name).name)
    for path, content in npm["@stlite/browser"].items():
        if path.endswith(".whl"):
            tree |= packages.unpacked_wheel(content)
    for pin in python:
        tree |= packages.in_wheel(packages.fetched(pin), f"{pin.name} {pin.version}")
    stubs = packages.HERE / "stubs"
    tree |= {file.relative_to(stubs).as_posix(): file.read_bytes() for file in sorted(stubs.rglob("*.py"))}
    return _wanted(tree)


def figures(python: list[Pin]) -> Tree:
    """Modules of Plotly and of what it imports."""
    tree: Tree = {}
    for pin in python:
        tree |= packages.in_wheel(packages.fetched(pin), f"{pin.name} {pin.version}")
    return _wanted(tree)


def served() -> Tree:
    """What the host serves by address, by its paths below the repository; not what a running program wrote there."""
    listed = sorted(path for path in (ROOT / "static").rglob("*") if path.is_file())
    return {
        path.relative_to(ROOT).as_posix(): path.read_bytes()
        for path in listed
        if WRITTEN not in path.relative_to(ROOT).parents
    }


def later() -> Tree:
    """Files that the browser fetches when the program first reads them, by their paths below the repository."""
    listed = sorted(path for pattern in LATER for path in ROOT.glob(pattern))
    return {path.relative_to(ROOT).as_posix(): path.read_bytes() for path in listed}


def app() -> Tree:
    """The program, by its paths below the repository: what git knows of it, as it lies there now."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", *APP],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    names = [name for name in listed.stdout.split("\0") if name and (ROOT / name).exists()]
    if "app.py" not in names:
        raise BuildError(
            f"git does not list the program's files in {ROOT}: build in a clone of the repository."
        )
    tree = {
        name: (ROOT / name).read_bytes()
        for name in sorted(names)
        if not any(fnmatch(name, pattern) for pattern in NOT_APP)
    }
    config = ".streamlit/config.toml"
    tree[config] = b"".join(line for line in tree[config].splitlines(keepends=True) if not NEWER.match(line))
    return tree


SCRIPTS = "ui/browser/scripts.json"
"""The program's JavaScript as ``ui.browser.modules`` reads it; fetched when a page is saved."""


def without_scripts(tree: Tree) -> Tree:
    """The program without its JavaScript: parts have modules of their own, and ``SCRIPTS`` has the rest."""
    return {name: content for name, content in tree.items() if not _is_script(name)}


def _is_script(name: str) -> bool:
    """Whether a file of the program is JavaScript of its pages."""
    return name.startswith("ui/") and name.endswith(".js")


def scripts(tree: Tree) -> bytes:
    """The content of ``SCRIPTS``: to read the scripts in a browser would take a third of the program's start.

    Raises
    ------
    BuildError
        If the program's own requirements are not installed.
    """
    try:
        from ui.browser import modules
    except ImportError as error:
        raise BuildError(f"{error.name} is not installed: pip install -r requirements.txt.") from error
    found = {}
    for name in filter(_is_script, tree):
        read = modules.module(ROOT / name)
        imports = [(one.path.relative_to(ROOT).as_posix(), list(one.names)) for one in read.imports]
        found[name] = [imports, list(read.exports), read.text, read.is_part]
    return json.dumps(found).encode()


def library(archive: bytes) -> bytes:
    """Pyodide's standard library without what no page imports."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as given, zipfile.ZipFile(made, "w") as smaller:
        for name in sorted(given.namelist()):
            if not any(fnmatch(name, pattern) for pattern in LIBRARY_LEFT_OUT):
                info = zipfile.ZipInfo(name)
                smaller.writestr(info, given.read(name), zipfile.ZIP_DEFLATED, 9)
    return made.getvalue()


def _wanted(tree: Tree) -> Tree:
    """A tree without what is left out, and sorted; of each package's description its name and version stay."""
    wanted = {}
    for path in sorted(tree):
        if path.endswith(".dist-info/METADATA"):
            lines = tree[path].decode().splitlines(keepends=True)
            wanted[path] = "".join(line for line in lines[:20] if VERSION.match(line)).encode()
        elif not any(fnmatch(path, pattern) for pattern in LEFT_OUT):
            wanted[path] = tree[path]
    return wanted
