"""The law of the house: who may import what, and who may touch what. A new view or page edits none of it.

Between our own packages import-linter decides; the rest is read from the source with ``ast``. Each fault names its file
and line. To change the law, change
the tables here, and say why in ``docs/decisions``.
"""

import ast
import logging.config
import re
import sys
from collections.abc import Callable, Iterator
from fnmatch import fnmatch
from pathlib import Path

import pytest
from click.testing import CliRunner
from importlinter.cli import lint_imports_command

ROOT = Path(__file__).parents[1]

GRANTED = {
    "app.py": "streamlit",
    "ui/*": "",
    "ui/frame/*": "streamlit",
    "ui/*/page.py": "streamlit",
    "ui/*/view.py": "streamlit",
    "ui/*/controls.py": "streamlit",
    "ui/plane/own_points.py": "streamlit",
    "ui/lecture/walk.py": "streamlit",
    "ui/lecture/uploads.py": "threading.Lock",
    "ui/frame/browser_part.py": "streamlit",
    "ui/digits/runs.py": "threading.Lock",
    "ui/charts/*": "plotly",
    "ui/*/figure.py": "plotly",
    "ui/plane/runs.py": "threading",
    "ui/store/valkey.py": "redis",
    "ui/work/finished.py": "threading.Lock",
    "ui/take_away/of_runs.py": "threading.Lock",
    "ui/work/turns.py": "threading.Lock",
    "ui/work/line.py": "threading.Lock",
    "ui/work/needs.py": "threading.Lock",
    "ui/work/jobs.py": "threading.Lock",
    "ui/work/keeper.py": "threading.RLock",
    "ui/work/housekeeping.py": "threading streamlit",
    "ui/work/preparing.py": "threading",
    "datasets/*": "",
    "datasets/mnist.py": "threading.Lock",
    "engine/*": "",
    "benchmarks/*": "anything",
    "docs/*": "playwright",
    "deploy/*": "",
}
"""What files may import beside the standard library, NumPy and the program; the last pattern that fits counts."""

PROGRAM = "benchmarks datasets docs engine numpy tests ui"
"""Which of these may import which is import-linter's to say: see ``LAYERS``."""

PAGES = sorted(path.parent.name for path in ROOT.glob("ui/*/page.py") if path.parent.name != "lecture")
"""Folders of pages. The lecture stands above them: it alone knows every page."""

LAYERS = f"""
    ui.lecture
    {" : ".join(f"ui.{page}" for page in PAGES)}
    ui.take_away
    ui.lab_code
    ui.plane : ui.digits
    ui.work
    ui.frame
    ui.charts : ui.settings : ui.browser
    ui.palette : ui.words : ui.store
    datasets | engine
"""
"""Each line may import what stands below it; a bar parts those of one line from each other, a colon does not."""

ENGINE_LAYERS = """
    questions
    training
    plans
    optimisers
    models : layers : template_layers : errors : initialisers : penalties : learning_rules : architecture
"""
"""The same within the engine: questions ask runs, runs drive plans, plans speed up the vocabulary."""

MODULES = "\n    ".join(f"ui.{page}" for page in PAGES)

LAW = f"""
[importlinter]
root_packages =
    ui
    engine
    datasets

[importlinter:contract:layers]
name = The house: each line imports only what stands below it
type = layers
layers ={LAYERS}
[importlinter:contract:pages]
name = No page imports another
type = independence
modules =
    {
    '''
    '''.join(f"ui.{page}" for page in PAGES)
}

[importlinter:contract:engine]
name = The engine: questions, training, plans, vocabulary
type = layers
containers = engine
layers ={ENGINE_LAYERS}
"""

CONCURRENT = "threading _thread multiprocessing concurrent asyncio subprocess sched signal"
"""Modules of the standard library that a place must be granted by name: in a browser no thread starts."""

USED_FOR_ONE_THING = {
    "ui/plane/runs.py": {"threading": {"Lock"}},
    "ui/work/housekeeping.py": {"threading": {"Thread"}, "st": {"runtime"}},
    "ui/work/preparing.py": {"threading": {"Thread", "Event", "Lock"}},
    "ui/frame/browser_part.py": {"st": {"components", "get_option"}},
}
"""Files that use a module, by the name that it has there, for one thing only."""

NOT_IN_A_BROWSER = (
    "dataframe data_editor table line_chart area_chart bar_chart scatter_chart map image altair_chart"
    " vega_lite_chart pydeck_chart pyplot graphviz_chart"
)
"""What needs pandas, PIL or more, none of which the page has where it runs within a browser."""

WITH_A_KEY = (
    "button checkbox download_button feedback file_uploader form multiselect number_input pills plotly_chart"
    " radio segmented_control select_slider selectbox slider text_area text_input toggle"
)
"""Widgets and charts, which keep what a visitor did only under a name that stays."""

SHORTEST_INTERVAL = 0.2
"""Seconds between two runs of a fragment: more often, and a class of students starves the server."""

CACHES = "lru_cache cache cached_property cache_data cache_resource"
"""Functions of the standard library and of Streamlit that keep values by their number, or for ever."""

CONTAINERS = (
    "dict list set deque defaultdict Counter OrderedDict WeakKeyDictionary WeakValueDictionary WeakSet"
)

HELD = {
    "ui/settings/base.py choices": "a record for each kind of settings",
    "ui/backprop/settings.py choices": "the same",
    "ui/words.py _facts": "facts about each activation, some 500 bytes",
    "ui/frame/wishes.py _KNOWN": "the types of each part's wishes",
    "ui/frame/browser_part.py PARTS": "a name for each part",
    "ui/frame/by_address.py _elsewhere": "one function at most",
    "ui/frame/browser_part.py FILES": "the files of each part",
    "ui/frame/browser_part.py ROOMS": "a height for each part",
    "ui/frame/browser_part.py _read": "empty from the app's first run on",
    "ui/mnist/variability/kept.py load": "a file of the program's own",
    "ui/mnist/features/kept.py load": "a file of the program's own",
    "ui/activations/cliff/kept.py load": "a file of the program's own",
    "ui/mnist/lab/kept.py load": "a file of the program's own",
    "ui/mnist/pros/kept.py load": "a file of the program's own",
    "ui/digits/runs.py sign": "sixteen letters, which go with their network",
    "ui/frame/reconnect/keepsakes.py KEEPSAKES": "a name for each kind of keepsake",
    "ui/plane/runs.py _making": "weak references to locks",
    "ui/work/finished.py _offered": "weak references, a name and a lock for each",
    "ui/work/finished.py _code": "64 letters",
    "ui/mnist/variability/progress.py examples": "a name for each of 40 images",
    "ui/work/keeper.py _beside": "a weak dictionary for each function; the keeper weighs what is in them",
    "datasets/blurred_curves.py _nodes": "goes with its source, which the keeper weighs",
    "datasets/blurred_curves.py bayes_error": "one number, which goes with its source",
    "datasets/toy.py _in_use": "weak references",
    "datasets/mnist.py _loaded": "the images, which are there once for all",
    "engine/plans/used_inputs.py _cuts": "weak references; the keeper counts the cuts",
    "engine/plans/used_inputs.py _first_uses": "a number for each pixel, once for all",
    "engine/plans/products.py _makers": "one function at most",
    "engine/plans/layout.py _in_use": "weak references; the keeper counts the orders",
    "engine/plans/layout.py undone": "goes with its order, which counts it",
    "engine/training/monitor.py _spare": "one forward pass at most, 5 MB for the largest network",
    "engine/questions/assessment.py confusion": "a number for each pair of digits; goes with its assessment",
}
"""What is kept outside the keeper, and why it cannot grow. All else that is made once goes to ``ui.work.keeper``;
tests/ui/work/test_held.py weighs what stands here."""

Fault = tuple[int, str]
Rule = Callable[[str, str], Iterator[Fault]]

INSTALLED = ("engine", "datasets")
"""What ``pip install .`` puts below ``hidden_layers``; imports from itself there name no top: decision 39."""


def granted(path: str) -> list[str] | None:
    """What the last pattern that fits a file grants; None where no pattern does."""
    grants = [grant for pattern, grant in GRANTED.items() if fnmatch(path, pattern)]
    return grants[-1].split() if grants else None


def drawn(path: str) -> bool:
    """Whether a file is part of the pages."""
    return path.split("/")[0] in ("app.py", "ui")


def imported(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Line and full name of everything that is imported, wherever it stands."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            module = "." * node.level + (f"{node.module}." if node.module else "")
            yield from ((node.lineno, module + alias.name) for alias in node.names)


def streamlit_calls(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    """Each call of something that belongs to Streamlit or to a container of its, by its last name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield node.func.attr, node


def imports_are_granted(path: str, source: str) -> Iterator[Fault]:
    """What is neither the standard library's nor the program's own, and what starts threads, is granted by place."""
    doors = granted(path)
    if doors is None:
        yield 1, "has no place in the house: give it one in GRANTED"
        return
    for line, name in imported(ast.parse(source)):
        top = _top(path, name)
        known = top in PROGRAM.split() or (top in sys.stdlib_module_names and top not in CONCURRENT.split())
        if (
            not known
            and "anything" not in doors
            and not any(f"{name}.".startswith(f"{door}.") for door in doors)
        ):
            yield (
                line,
                f"imports {name}; it may import {' '.join(doors) or 'the standard library and NumPy only'}",
            )


def _top(path: str, name: str) -> str:
    """The top folder or package of what a file imports; in what is installed, dots lead up from the file's folder."""
    dots, folders = len(name) - len(name.lstrip(".")), path.split("/")[:-1]
    if dots and folders[0] in INSTALLED and dots <= len(folders):
        return folders[0]
    return name.split(".")[0]


def what_is_installed_names_no_top(path: str, source: str) -> Iterator[Fault]:
    """Installed, the engine is ``hidden_layers.engine``: what it imports from itself, it finds from where it stands."""
    top = path.split("/")[0]
    for line, name in imported(ast.parse(source)) if top in INSTALLED else ():
        if name.split(".")[0] in INSTALLED:
            yield line, f"imports {name}, which has another name once it is installed; import it relatively"


STATE = ("ui/frame/session.py", "ui/frame/gate.py")
"""The door to a visitor's state, and the gate before it, through which what a browser says comes in."""


def only_session_touches_the_state(path: str, source: str) -> Iterator[Fault]:
    """Whatever is called ``session_state``, under any name of Streamlit."""
    for node in ast.walk(ast.parse(source)):
        name = getattr(node, "attr", None) or getattr(node, "id", None)
        names = [alias.name for alias in node.names] if isinstance(node, ast.ImportFrom) else [name]
        if "session_state" in names and path not in STATE:
            yield node.lineno, f"touches session_state; only {' and '.join(STATE)} do"


def some_modules_serve_one_thing(path: str, source: str) -> Iterator[Fault]:
    """What shares runs draws nothing and starts no thread; what mounts components draws nothing else."""
    modules = USED_FOR_ONE_THING.get(path, {})
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            name = node.value.id
            if node.attr not in modules.get(name, {node.attr}):
                yield node.lineno, f"uses {name}.{node.attr}; of {name} it may use {', '.join(modules[name])}"


def streamlit_has_one_name(path: str, source: str) -> Iterator[Fault]:
    """As ``st`` and as a whole, so that what is used of it can be read. The gate stands within Streamlit itself."""
    for node in ast.walk(ast.parse(source)) if drawn(path) and path != "ui/frame/gate.py" else ():
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "streamlit":
            yield node.lineno, "imports from streamlit; write `import streamlit as st`"


def nothing_that_a_browser_lacks(path: str, source: str) -> Iterator[Fault]:
    """Calls of ``st.…`` that need pandas or PIL, and downloads made by a callable.

    The site within a browser keeps the bytes that a button has, and has no address for what a callable would give: the
    click asks the host for it in vain. What is neither a name that holds bytes nor a call that gives them is refused.
    """
    tree = ast.parse(source if drawn(path) else "")
    functions = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    makers = {
        name.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and is_callable(node.value, functions)
        for name in node.targets
        if isinstance(name, ast.Name)
    }
    for name, call in streamlit_calls(tree):
        if name in NOT_IN_A_BROWSER.split() and isinstance(call.func.value, ast.Name):
            yield call.lineno, f"calls {name}, which needs what is not to be had within a browser"
        if name == "download_button":
            data = [word.value for word in call.keywords if word.arg == "data"] + call.args[1:2]
            if any(is_callable(d, functions | makers) for d in data):
                yield call.lineno, "gives download_button a callable, which does not work within a browser"


def is_callable(node: ast.expr, functions: set[str]) -> bool:
    """Whether an expression stands for a function: a lambda, a partial, a method not called, or one of these names."""
    if isinstance(node, ast.Call):
        maker = getattr(node.func, "attr", None) or getattr(node.func, "id", "")
        return maker in ("partial", "partialmethod", "with_value")
    return isinstance(node, ast.Lambda | ast.Attribute) or getattr(node, "id", None) in functions


def every_widget_has_a_key(path: str, source: str) -> Iterator[Fault]:
    """Also charts: without a key they are made anew whenever something before them changes."""
    for name, call in streamlit_calls(ast.parse(source if drawn(path) else "")):
        if name in WITH_A_KEY.split() and "key" not in {word.arg for word in call.keywords}:
            yield call.lineno, f"calls {name} without a key"


def fragments_leave_time(path: str, source: str) -> Iterator[Fault]:
    """No number below the shortest interval stands in any ``run_every=``, nor behind a name in it."""
    tree = ast.parse(source)
    named = {
        name.id: node.value
        for node in tree.body
        if isinstance(node, ast.Assign)
        for name in node.targets
        if isinstance(name, ast.Name)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword) and node.arg == "run_every":
            for part in ast.walk(node.value):
                number = getattr(named.get(getattr(part, "id", ""), part), "value", None)
                if isinstance(number, int | float) and number < SHORTEST_INTERVAL:
                    yield (
                        part.lineno,
                        f"runs a fragment every {number} s; {SHORTEST_INTERVAL} s is the shortest",
                    )


def app_defines_no_class(path: str, source: str) -> Iterator[Fault]:
    """A class in the entry point would be another class at each rerun."""
    if path == "app.py":
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.ClassDef):
                yield node.lineno, f"defines class {node.name}; at each rerun it would be another class"


def no_folder_is_called_pages(path: str, source: str) -> Iterator[Fault]:
    """Streamlit would make pages of its files by itself."""
    if "pages" in path.split("/")[:-1]:
        yield 1, "stands in a folder called pages, of which Streamlit would make pages by itself"


def nothing_is_fetched_from_elsewhere(path: str, source: str) -> Iterator[Fault]:
    """The program works with no network: no address but the names that SVG needs."""
    for number, text in enumerate(source.splitlines(), 1):
        rest = text.replace("http://www.w3.org/", "")
        if "http://" in rest or "https://" in rest:
            yield number, "names an address elsewhere; the page works with no network"


def what_is_kept_is_weighed(path: str, source: str) -> Iterator[Fault]:
    """No cache by a number of entries, and no container that could fill, but those in ``HELD``."""
    tree = ast.parse(source if path.split("/")[0] in ("app.py", "ui", "engine", "datasets") else "")
    names = {name.rpartition(".")[2] for _, name in imported(tree) if name.startswith("functools.")}
    owners = {
        part: node.name
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef)
        for decorator in node.decorator_list
        for part in ast.walk(decorator)
    }
    found = [
        (node.lineno, owners.get(node, ""))
        for node in ast.walk(tree)
        if (isinstance(node, ast.Name) and node.id in names and node.id in CACHES.split())
        or (
            isinstance(node, ast.Attribute)
            and node.attr in CACHES.split()
            and getattr(node.value, "id", "") in ("functools", "st")
        )
    ]
    for node in tree.body:
        if isinstance(node, ast.Assign | ast.AnnAssign) and _is_empty(node.value):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            found += [(node.lineno, target.id) for target in targets if isinstance(target, ast.Name)]
    for line, name in found:
        if f"{path} {name}" not in HELD:
            yield (
                line,
                f"{name or 'a function'} is kept by nobody who weighs it; use ui.work.keeper, or add it to HELD",
            )


def _is_empty(value: ast.expr | None) -> bool:
    """Whether this makes a container without contents, which somebody will fill."""
    if isinstance(value, ast.Dict | ast.List):
        return not (value.keys if isinstance(value, ast.Dict) else value.elts)
    if not isinstance(value, ast.Call) or value.args or value.keywords:
        return False
    made = value.func.value if isinstance(value.func, ast.Subscript) else value.func
    return getattr(made, "attr", getattr(made, "id", "")) in CONTAINERS.split()


RUNNERS = ("exec", "eval", "compile", "__import__")
"""Names that run a text, or make it ready to be run."""

RUNNING_MODULES = ("runpy", "code", "codeop", "marshal")
"""Modules of the standard library that do the same."""


def no_text_is_run(path: str, source: str) -> Iterator[Fault]:
    """What visitors write is never run here: a pasted layer runs in ``static_site/pasted``, in a visitor's browser."""
    tree = ast.parse(source if path.split("/")[0] in ("app.py", "ui", "engine", "datasets") else "")
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id in RUNNERS:
            yield node.lineno, f"uses {node.id}; no text is run on a server"
        if (
            isinstance(node, ast.Attribute)
            and node.attr in RUNNERS
            and getattr(node.value, "id", "")
            in (
                "builtins",
                "__builtins__",
            )
        ):
            yield node.lineno, f"uses {node.attr}; no text is run on a server"
    for line, name in imported(tree):
        top = name.split(".")[0]
        if top in (*RUNNING_MODULES, "static_site") or name in tuple(f"builtins.{one}" for one in RUNNERS):
            yield line, f"imports {name}, which runs a text; no text is run on a server"


def only_the_worker_tries_layers(path: str, source: str) -> Iterator[Fault]:
    """The trial of a layer calls a stranger's methods: nothing that a server imports may import it."""
    if path.startswith("engine/layer_trial/"):
        return
    for line, name in imported(
        ast.parse(source if path.split("/")[0] in ("app.py", "ui", "engine", "datasets") else "")
    ):
        if "layer_trial" in name.split("."):
            yield line, f"imports {name.lstrip('.')}; only static_site/pasted tries layers"


PYTHON_RULES: list[Rule] = [
    imports_are_granted,
    what_is_installed_names_no_top,
    only_session_touches_the_state,
    some_modules_serve_one_thing,
    streamlit_has_one_name,
    nothing_that_a_browser_lacks,
    every_widget_has_a_key,
    fragments_leave_time,
    app_defines_no_class,
    no_folder_is_called_pages,
    what_is_kept_is_weighed,
    no_text_is_run,
    only_the_worker_tries_layers,
]
BROWSER_RULES: list[Rule] = [
    no_folder_is_called_pages,
    nothing_is_fetched_from_elsewhere,
]


def files(*patterns: str) -> list[str]:
    """Paths of the program's own files, from the root."""
    return sorted(path.relative_to(ROOT).as_posix() for pattern in patterns for path in ROOT.glob(pattern))


PYTHON = files(
    "app.py", *(f"{top}/**/*.py" for top in ("ui", "engine", "datasets", "benchmarks", "docs", "deploy"))
)
BROWSER = files(*(f"ui/**/*.{kind}" for kind in ("js", "css", "html")), "static/**/*.svg")


def faults(rule: Rule, paths: list[str]) -> list[str]:
    """Every breach of a rule as ``file:line: what is wrong``."""
    return [
        f"{path}:{line}: {words}"
        for path in paths
        for line, words in rule(path, (ROOT / path).read_text(encoding="utf-8"))
    ]


@pytest.mark.parametrize("rule", PYTHON_RULES, ids=lambda rule: rule.__name__)
def test_python_files_keep_the_law(rule):
    found = faults(rule, PYTHON)

    assert not found, "\n".join(["", *found])


@pytest.mark.parametrize("rule", BROWSER_RULES, ids=lambda rule: rule.__name__)
def test_browser_files_keep_the_law(rule):
    found = faults(rule, BROWSER)

    assert not found, "\n".join(["", *found])


def test_the_law_is_read_over_real_files():
    assert {"app.py", "ui/frame/session.py", "engine/plans/plan.py", "datasets/toy.py"} <= set(PYTHON)
    assert {"ui/regions/player/player.js", "ui/regions/player/player.html"} <= set(BROWSER)


def test_imports_go_one_way_and_no_page_imports_another(tmp_path, monkeypatch):
    law = tmp_path / "law.ini"
    law.write_text(LAW, encoding="utf-8")
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr(
        logging.config, "dictConfig", lambda config: None
    )  # it would silence the loggers of other tests

    verdict = CliRunner().invoke(lint_imports_command, [str(law), "--no-cache"])

    assert "Contracts: 3 kept, 0 broken." in verdict.output, verdict.output


def test_the_law_knows_every_page_without_being_told():
    assert {"regions", "mnist"} <= set(PAGES)
    assert f"ui.{PAGES[0]} : ui.{PAGES[1]}" in LAYERS


@pytest.mark.parametrize("pattern", GRANTED)
def test_every_grant_is_for_a_file_that_exists(pattern):
    assert any(fnmatch(path, pattern) for path in PYTHON)


@pytest.mark.parametrize("held", HELD)
def test_what_is_held_for_ever_is_there(held):
    path, name = held.split()

    assert re.search(rf"^(    )?(def )?{name}\b", (ROOT / path).read_text(encoding="utf-8"), re.MULTILINE)


def test_requirements_name_three_packages_with_lower_bounds_only():
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").split()

    assert [line.split(">=")[0] for line in lines] == ["numpy", "streamlit", "plotly"]
    assert all(line.replace(".", "").split(">=")[1].isdigit() for line in lines)


BREACHES = [
    (imports_are_granted, "engine/layers.py", "import threading", 1),
    (imports_are_granted, "engine/plans/wide.py", "from concurrent.futures import ThreadPoolExecutor", 1),
    (imports_are_granted, "datasets/toy.py", "import numpy\nimport scipy", 2),
    (imports_are_granted, "datasets/mnist.py", "from threading import Lock, Thread", 1),
    (imports_are_granted, "ui/charts/curves.py", "def draw():\n    import streamlit as st", 2),
    (imports_are_granted, "ui/regions/page.py", "import pandas as pd", 1),
    (imports_are_granted, "ui/regions/page.py", "from PIL import Image", 1),
    (imports_are_granted, "ui/regions/page.py", "from . import kept", 1),
    (imports_are_granted, "engine/layers.py", "from ..datasets import mnist", 1),
    (imports_are_granted, "more/regions.py", "", 1),
    (what_is_installed_names_no_top, "engine/plans/wide.py", "from engine.layers import Layer", 1),
    (what_is_installed_names_no_top, "datasets/toy.py", "import datasets.points", 1),
    (
        only_session_touches_the_state,
        "ui/regions/page.py",
        "import streamlit as st\nst.session_state['a'] = 1",
        2,
    ),
    (only_session_touches_the_state, "ui/plane/runs.py", "from streamlit import session_state", 1),
    (
        some_modules_serve_one_thing,
        "ui/plane/runs.py",
        "import threading\nthreading.Thread(target=train).start()",
        2,
    ),
    (
        some_modules_serve_one_thing,
        "ui/work/housekeeping.py",
        "import streamlit as st\nst.write('trained')",
        2,
    ),
    (some_modules_serve_one_thing, "ui/frame/browser_part.py", "st.slider('a')", 1),
    (streamlit_has_one_name, "ui/regions/page.py", "from streamlit import slider", 1),
    (nothing_that_a_browser_lacks, "ui/regions/page.py", "st.dataframe(rows)", 1),
    (nothing_that_a_browser_lacks, "ui/regions/page.py", "st.image(digit)", 1),
    (nothing_that_a_browser_lacks, "ui/regions/page.py", "st.download_button('Save', lambda: b'')", 1),
    (
        nothing_that_a_browser_lacks,
        "ui/twin/page.py",
        "def make(): ...\nst.download_button('Save', data=make)",
        2,
    ),
    (
        nothing_that_a_browser_lacks,
        "ui/plane/own_points.py",
        "from functools import partial\nst.download_button('Save', partial(to_csv, own))",
        2,
    ),
    (
        nothing_that_a_browser_lacks,
        "ui/twin/page.py",
        "import functools\nmake = functools.partial(to_csv, own)\nst.download_button('Save', data=make)",
        3,
    ),
    (nothing_that_a_browser_lacks, "ui/mnist/page.py", "st.download_button('Save', own.written)", 1),
    (every_widget_has_a_key, "ui/regions/controls.py", "st.slider('Noise', 0, 1)", 1),
    (every_widget_has_a_key, "ui/regions/page.py", "with a:\n    left.plotly_chart(figure)", 2),
    (fragments_leave_time, "ui/regions/page.py", "st.fragment(f, run_every=None if done else 0.1)", 1),
    (
        fragments_leave_time,
        "ui/mnist/templates/view.py",
        "TICK = 0.05\nst.fragment(f, run_every=TICK if a else None)",
        2,
    ),
    (app_defines_no_class, "app.py", "import streamlit\nclass Visitor: ...", 2),
    (no_folder_is_called_pages, "ui/pages/regions.py", "", 1),
    (
        what_is_kept_is_weighed,
        "ui/plane/truth.py",
        "from functools import lru_cache\n\n@lru_cache(maxsize=64)\ndef boundary(truth): ...",
        3,
    ),
    (
        what_is_kept_is_weighed,
        "ui/plane/runs.py",
        "import functools as f, functools\nrun = functools.cache(make)",
        2,
    ),
    (
        what_is_kept_is_weighed,
        "ui/regions/page.py",
        "import streamlit as st\n@st.cache_data\ndef f(): ...",
        2,
    ),
    (what_is_kept_is_weighed, "engine/plans/plan.py", "plans: dict[int, str] = {}", 1),
    (
        what_is_kept_is_weighed,
        "datasets/toy.py",
        "import collections\nkept = collections.OrderedDict[int, str]()",
        2,
    ),
    (no_text_is_run, "ui/backprop/paste/view.py", "def run(text):\n    exec(text)", 2),
    (no_text_is_run, "engine/questions/probe.py", "import builtins\nrun = builtins.eval", 2),
    (no_text_is_run, "ui/frame/wishes.py", "run = [compile]", 1),
    (no_text_is_run, "app.py", "import runpy", 1),
    (no_text_is_run, "ui/backprop/paste/part.py", "from static_site.pasted import running", 1),
    (only_the_worker_tries_layers, "ui/backprop/paste/view.py", "from engine.layer_trial import trying", 1),
    (
        only_the_worker_tries_layers,
        "engine/questions/probe.py",
        "from ..layer_trial.trying import findings",
        1,
    ),
    (
        nothing_is_fetched_from_elsewhere,
        "ui/regions/player/player.css",
        "\nurl(https://fonts.example/a)",
        2,
    ),
]


@pytest.mark.parametrize(
    ("rule", "path", "source", "line"), BREACHES, ids=[f"{b[0].__name__}-{b[1]}" for b in BREACHES]
)
def test_a_breach_is_found_with_its_line(rule, path, source, line):
    assert [found for found, _ in rule(path, source)] == [line]


def test_every_rule_is_proved_to_bite():
    assert {rule for rule, *_ in BREACHES} == {*PYTHON_RULES, *BROWSER_RULES}


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("engine/layers.py", "import math\nfrom .arrays import Array\nimport numpy as np"),
        ("ui/plane/runs.py", "import threading\nfrom datasets import toy\nfrom ui.settings import Settings"),
        ("ui/regions/page.py", "from ui import charts, session\nst.plotly_chart(figure, key='loss')"),
        ("ui/regions/page.py", "EVERY = 0.4\nst.fragment(watch, run_every=None if finished else EVERY)"),
        (
            "ui/plane/runs.py",
            "from functools import partial\n\ndef f(cache):\n    kept = {}\n    return cache",
        ),
        ("ui/regions/page.py", "data = to_bytes(run)\nst.download_button('Save', data, key='save')"),
    ],
)
def test_what_the_law_allows_is_no_breach(path, source):
    assert not [fault for rule in PYTHON_RULES for fault in rule(path, source)]
