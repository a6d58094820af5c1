"""The kind of machine that results were computed on, in words, for files that keep them."""

import platform
from pathlib import Path

import numpy as np


def machine() -> str:
    """The kind of machine that this is: its processor, system and libraries."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text("utf-8").splitlines() if info.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    processor = names[0] if names else platform.machine()
    return f"{processor}, {platform.system()}, NumPy {np.__version__}, Python {platform.python_version()}"
