"""The browser's code as modules: which files a part consists of, and all of them as one text.

A part's script imports what it needs, as any module does. Streamlit gives a script no address that a relative import
could start from. So the imports are followed here, and all files are written into one text, in which each keeps a
scope of its own.
"""

import os
import re
from collections.abc import Callable, Mapping, MutableMapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ui.browser import forward_lines, input_lines

ROOT = Path(__file__).parents[2]

_TOP = f"{ROOT.as_posix()}/"

WRITERS: Mapping[str, Callable[[], str]] = {
    "the forward line of each layer in engine.layers.ACTIVATIONS": forward_lines.table,
    "the line of each input in datasets.derived_inputs.DERIVED_INPUTS": input_lines.table,
}
"""What Python can write into a module, by what the module calls it."""

# Only one form of each is understood, at the beginning of a line: that much can be read without a parser of
# JavaScript. `_OTHER` finds every other import or export, and `module` refuses it.
_IMPORT = re.compile(r'^import\s*\{([^}]*)\}\s*from\s*"([^"]+)";[^\S\n]*\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function\*?|class|const) ([\w$]+))", re.MULTILINE)
_DEFAULT = re.compile(r"^export default ", re.MULTILINE)
_OTHER = re.compile(r"^(?:import|export)\b.*", re.MULTILINE)
# Comments with lines of their own: most are types, and the browser need not load them. A comment behind code stays,
# since `//` may also stand in a text, as in an address.
_COMMENT = re.compile(r"^[^\S\n]*(?://.*|/\*\*[^*]*(?:\*(?!/)[^*]*)*\*/)[^\S\n]*\n", re.MULTILINE)
_WRITTEN = re.compile(r"^[^\S\n]*// Python writes here: (.*)\.\n", re.MULTILINE)
_STYLE = re.compile(r'^@import "([^"]+)";\n', re.MULTILINE)
_SHARED_HTML = re.compile(r"<!-- ([\w./]+\.html) -->")


@dataclass(frozen=True)
class Import:
    """Names that one module takes from another.

    Parameters
    ----------
    path : Path
        The module that exports them.
    names : sequence of (str, str)
        For each, its name in the module that exports it, and its name in the one that imports it.
    """

    path: Path
    names: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Module:
    """One file of JavaScript.

    Parameters
    ----------
    path : Path
        Where it stands.
    imports : sequence of Import
        In the order of the file.
    exports : sequence of str
        Names that others may import.
    text : str
        The rest of the file as the body of a function: without comments, import lines and the word ``export``, and
        without blanks around it.
        ``return`` stands in the place of ``export default``.
    is_part : bool
        Whether it has a default export, as the first module of a part does.
    """

    path: Path
    imports: Sequence[Import]
    exports: Sequence[str]
    text: str
    is_part: bool


def module(path: Path) -> Module:
    """Read one file.

    Raises
    ------
    ValueError
        As ``source`` does, or if the file writes an import or an export in a form that is not understood here.
    """
    bare = _COMMENT.sub("", source(path))
    imports = [Import(_beside(path, where), _named(names)) for names, where in _IMPORT.findall(bare)]
    exports = _EXPORT.findall(bare)
    is_part = "export default " in bare and _DEFAULT.search(bare) is not None
    text = _EXPORT.sub("", _IMPORT.sub("", bare))
    text = (_DEFAULT.sub("return ", text) if is_part else text).strip()
    if strange := _OTHER.search(text):
        raise ValueError(
            f'{_shown(path)} has the line "{strange[0]}"; understood are `import {{ name }} from "./file.js";`, '
            "`export` before a function, class or const, and `export default` with a value"
        )
    return Module(path, imports, exports, text, is_part)


def source(path: Path) -> str:
    """A file of JavaScript with what Python writes into it, in the place of its comments "Python writes here: …".

    Raises
    ------
    ValueError
        If it is not there, or wants something that Python does not write.
    """
    return _WRITTEN.sub(lambda found: _written(path, found[1]), _read(path))


def graph(*firsts: Path, read: MutableMapping[Path, Module] | None = None) -> list[Module]:
    """All modules that the first ones need, each once and behind those that it imports; so the last first comes last.

    Parameters
    ----------
    *firsts : Path
        Where they stand.
    read : mapping of Path to Module, optional
        What was read before, which is not read again; what is read now is put there. Parts share most modules.

    Returns
    -------
    list of Module
        In the order in which they can run.

    Raises
    ------
    ValueError
        If a file or a name is missing, or modules import each other in a circle.
    """
    done: dict[Path, Module] = {}
    known = {} if read is None else read

    def visit(path: Path, way: tuple[Path, ...]) -> Module:
        if path in way:  # each module runs once, in this order: in a circle none could run before the others
            circle = " → ".join(_shown(step) for step in (*way[way.index(path) :], path))
            raise ValueError(f"modules import each other in a circle: {circle}")
        if path not in done:
            if path not in known:
                known[path] = module(path)
            found = known[path]
            for wanted in found.imports:
                exported = visit(wanted.path, (*way, path)).exports
                for name, _ in wanted.names:
                    if name not in exported:
                        raise ValueError(
                            f"{_shown(path)} imports {name} from {_shown(wanted.path)}, which does not export it"
                        )
            done[path] = found
        return done[path]

    for first in firsts:
        visit(first.resolve(), ())
    return list(done.values())


def one_text(first: Path, read: MutableMapping[Path, Module] | None = None) -> str:
    """The modules of a part as one module, which has the part's default export.

    Each file becomes a function that is called once, so that two files may use one name for two things.

    Parameters
    ----------
    first : Path
        The part's first module.
    read : mapping of Path to Module, optional
        As ``graph`` takes it.

    Returns
    -------
    str
        The whole script.

    Raises
    ------
    ValueError
        As ``graph`` does, or if the first module has no default export.
    """
    modules = graph(first, read=read)
    if not modules[-1].is_part:
        raise ValueError(f"{_shown(first)} has no `export default`, which mounts the part")
    names = {each.path: f"module{number}" for number, each in enumerate(modules)}
    return "\n".join(
        [_as_function(each, names) for each in modules] + [f"export default {names[modules[-1].path]};\n"]
    )


def joined(parts: Mapping[str, Path], opener: Path) -> str:
    """Several parts as one script, in which what they share stands once; it ends by opening them.

    Parameters
    ----------
    parts : mapping of str to Path
        The first module of each part by the part's name.
    opener : Path
        A module that exports the function ``open``, which is given what mounts each part, by the part's name.

    Raises
    ------
    ValueError
        As ``one_text`` does.
    """
    modules = graph(*parts.values(), opener)
    names = {each.path: f"module{number}" for number, each in enumerate(modules)}
    mounts = ", ".join(f"{part}: {names[path.resolve()]}" for part, path in parts.items())
    opened = f"{names[opener.resolve()]}.open({{ {mounts} }});\n"
    return "\n".join([*(_as_function(each, names) for each in modules), opened])


def style(path: Path) -> str:
    """A style sheet, with the sheets that it imports in front of it, each once."""
    done: dict[Path, str] = {}

    def visit(where: Path) -> None:
        if where not in done:
            source = _read(where)
            for wanted in _STYLE.findall(source):
                visit(_beside(where, wanted))
            done[where] = _STYLE.sub("", source)

    visit(path.resolve())
    return "\n".join(done.values())


def markup(path: Path) -> str:
    """A part's html. Where a comment names another file, as in ``<!-- ../look.html -->``, that file's html stands."""
    return _SHARED_HTML.sub(lambda found: markup(_beside(path, found[1])).rstrip(), _read(path))


def _as_function(module: Module, names: dict[Path, str]) -> str:
    """One module as a function that is called at once and gives what it exports."""
    taken = [
        f"const {{ {', '.join(there if there == here else f'{there}: {here}' for there, here in each.names)} }}"
        f" = {names[each.path]};"
        for each in module.imports
    ]
    given = "" if module.is_part else f"return {{ {', '.join(module.exports)} }};\n"
    head = f"// {_shown(module.path)}\nconst {names[module.path]} = (() => {{"
    return "\n".join([head, *taken, f"{module.text}\n{given}}})();"])


def _named(names: str) -> list[tuple[str, str]]:
    """Names between the braces of an import, as in ``Import``: ``a as b`` gives ``("a", "b")``."""
    pairs = [name.split(" as ") for name in (part.strip() for part in names.split(",")) if name]
    return [(pair[0].strip(), pair[-1].strip()) for pair in pairs]


def _beside(path: Path, where: str) -> Path:
    """The file that a relative address names; ``path`` is the file in which the address stands."""
    return Path(os.path.normpath(path.parent / where))


def _written(path: Path, what: str) -> str:
    """The text that Python writes for a comment "Python writes here: …"."""
    if what not in WRITERS:
        raise ValueError(f"{_shown(path)} wants {what} written, and Python can write {', '.join(WRITERS)}")
    return WRITERS[what]()


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise ValueError(f"{_shown(path)} is not there, and a part of the page needs it") from error


def _shown(path: Path) -> str:
    """A path as messages write it: within the program, from its root."""
    return path.as_posix().removeprefix(_TOP)
