"""The browser's code in Node.js: a test gives values to a module's functions, and gets values back.

Tests use it for code that needs no browser. The reference stays in Python, as it does in the browser tests.
"""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from ui.browser import modules

ROOT = Path(__file__).parents[1]

TYPED = {
    "float32": "Float32Array",
    "float64": "Float64Array",
    "uint8": "Uint8Array",
    "int8": "Int8Array",
    "int16": "Int16Array",
}

LOOP = """
import readline from "node:readline";
const typed = (_, value) => (value && value.$ ? new globalThis[value.$](value.values) : value);
const plain = (_, value) => (ArrayBuffer.isView(value) ? Array.from(value) : value);
for await (const line of readline.createInterface({ input: process.stdin })) {
  const { module, expression, values } = JSON.parse(line, typed);
  let answer;
  try {
    const names = { ...(await import(module)), ...values };
    answer = { value: new Function(...Object.keys(names), `return ${expression}`)(...Object.values(names)) };
  } catch (error) {
    answer = { error: String(error) };
  }
  console.log(JSON.stringify(answer, plain));
}
"""


class Node:
    """A process of Node.js that answers until it is closed.

    Parameters
    ----------
    folder : Path
        An empty folder. Modules are copied into it as the browser gets them, with the lines that Python writes.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._copies: dict[str, str] = {}
        (folder / "package.json").write_text('{"type": "module"}', encoding="utf-8")
        self._process = subprocess.Popen(
            ["node", "--input-type=module", "--eval", LOOP],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )

    def __call__(self, module: str, expression: str, **values: Any) -> Any:
        """Value of an expression in JavaScript, which calls a module's exports and the given values by their names.

        Arrays of NumPy arrive as typed arrays, flat; typed arrays come back as lists.
        """
        assert self._process.stdin
        assert self._process.stdout
        if module not in self._copies:
            self._copies[module] = self._written(ROOT / module).as_uri()
        asked = {"module": self._copies[module], "expression": expression, "values": values}
        self._process.stdin.write(json.dumps(asked, default=_typed) + "\n")
        self._process.stdin.flush()
        answer = json.loads(self._process.stdout.readline(), parse_int=_number)
        if "error" in answer:
            raise RuntimeError(answer["error"])
        return answer.get("value")

    def _written(self, path: Path) -> Path:
        """Copy a module, and all that it imports, into the folder; give the path of its copy."""
        for needed in modules.graph(path):
            place = self._folder / needed.path.relative_to(ROOT)
            if not place.exists():
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_text(modules.source(needed.path), encoding="utf-8")
        return self._folder / path.relative_to(ROOT)

    def close(self) -> None:
        """End the process."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.close()
        self._process.wait()
        self._process.stdout.close()


@pytest.fixture(scope="session")
def node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Node]:
    """Run the browser's code without a browser; skipped where there is no Node.js, but a failure under CI=true."""
    if shutil.which("node") is None:
        if os.environ.get("CI") == "true":
            pytest.fail("no Node.js found", pytrace=False)
        pytest.skip("no Node.js found")
    running = Node(tmp_path_factory.mktemp("modules"))
    yield running
    running.close()


EXACT = 2**53
"""Up to here JavaScript's whole numbers are written in full."""


def _number(digits: str) -> int | float:
    """A whole number; a float where it is so large that its digits only say which float is meant."""
    whole = int(digits)
    return whole if abs(whole) <= EXACT else float(digits)


def _typed(value: Any) -> Any:
    """An array of NumPy as JSON that the other side makes a typed array of."""
    array = np.asarray(value)
    return {"$": TYPED[array.dtype.name], "values": array.ravel().tolist()}
