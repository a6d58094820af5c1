// Compiles Python files by the Python that will run them: `node compiling.mjs PYODIDE FOLDER`. Each .py becomes a .pyc
// beside which no source is looked for. It runs under Node, when the site is built.

import { pathToFileURL } from "node:url";

const [pyodide, folder] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(`${pyodide}/pyodide.mjs`).href);
const python = await loadPyodide({ indexURL: pyodide, env: { PYTHONHASHSEED: "0", HOME: "/home/pyodide" } });
python.FS.mkdirTree("/tree");
python.FS.mount(python.FS.filesystems.NODEFS, { root: folder }, "/tree");
python.runPython(`
import os, pathlib, py_compile, sys
assert sys.version_info[:2] == (3, 13), sys.version
for path in sorted(pathlib.Path("/tree").rglob("*.py")):
    name = str(path.relative_to("/tree"))
    py_compile.compile(
        str(path), cfile=str(path) + "c", dfile=name, doraise=True,
        optimize=1 if name.startswith("core/numpy/_core/") else 2,  # without docstrings, which NumPy's core asks for
        invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH,
    )
    path.unlink()
`);
