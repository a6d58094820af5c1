"""Builds ``product.wasm`` from ``product.c``: the same clang gives the same bytes."""

import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent

CLANG = "14.0.6"
"""The version that made the file that lies here."""

FLAGS = (
    *("--target=wasm32", "-msimd128", "-O2", "-ffreestanding", "-nostdlib"),
    "-Wl,--no-entry,--import-memory,--strip-all",
)


def version() -> str | None:
    """The version of the clang that is installed; None where there is none, or no linker for WebAssembly."""
    try:
        said = subprocess.run(["clang", "--version"], capture_output=True, text=True, check=True).stdout
        subprocess.run(["wasm-ld", "--version"], capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return None
    return next((word for word in said.split() if word[:1].isdigit()), None)


def built() -> bytes:
    """The product in WebAssembly."""
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "product.wasm"
        subprocess.run(["clang", *FLAGS, "-o", made, HERE / "product.c"], check=True)
        return made.read_bytes()


if __name__ == "__main__":
    if version() is None:
        sys.exit("clang and wasm-ld are not installed; on Debian: apt-get install clang lld")
    (HERE / "product.wasm").write_bytes(built())
