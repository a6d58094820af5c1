"""The C library's allocator, set so that memory that was let go of goes back to the system.

As it comes, glibc learns from the first large array that is freed: from then on arrays of that size lie among small
blocks, and what is freed between two of them stays with the process. With fixed thresholds each array from
``ALONE`` bytes on has pages of its own, which go back when it goes.
"""

import ctypes
import os
import sys
from pathlib import Path

ALONE = 1024 * 1024
"""Bytes from which a block gets pages of its own."""

TRIM = 32 * 1024 * 1024
"""Bytes free at the end of the heap from which they are given back at once; ``trim`` gives back the rest later. With
128 kB, pages that the next answer needs went and came: a run on MNIST took 2.4 times as long to make."""

ARENAS = 2
"""Heaps that threads share: each thread would get its own, and keep what is free in it."""

_OPTIONS = {-3: ALONE, -1: TRIM, -8: ARENAS}
"""By glibc's numbers: M_MMAP_THRESHOLD, M_TRIM_THRESHOLD, M_ARENA_MAX."""


_LIBRARY = ctypes.CDLL(None) if sys.platform.startswith("linux") else None
"""What this process is linked with, opened once."""


def fix() -> bool:
    """Fix the thresholds for this process; returns whether there is glibc and it took them."""
    if _LIBRARY is None or not hasattr(_LIBRARY, "gnu_get_libc_version"):
        return False
    taken = [_LIBRARY.mallopt(option, value) for option, value in _OPTIONS.items()]
    return taken == [1] * len(_OPTIONS)


def trim() -> None:
    """Give back what is free within the heaps, too, where there is glibc."""
    if _LIBRARY is not None and hasattr(_LIBRARY, "malloc_trim"):
        _LIBRARY.malloc_trim(0)


_PAGES = Path("/proc/self/statm")


def resident() -> int:
    """Bytes of memory that this process takes of the machine; 0 where the system does not say."""
    if not sys.platform.startswith("linux"):
        return 0
    return int(_PAGES.read_text("ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")
