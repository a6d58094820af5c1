"""How many workers there are, and where what they share is kept: the environment says both.

Without a word there is one worker, and files in its temporary folder. An address such as ``redis://store:6379/0`` names
a Valkey or a Redis, for workers on several machines.
"""

import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

WORKERS = "HIDDEN_LAYERS_WORKERS"
"""Name of the variable that says how many workers serve the same visitors; 1 without it."""

STORE = "HIDDEN_LAYERS_STORE"
"""Name of the variable that says where: an absolute path of a folder, or an address of Valkey or Redis."""

MOST_WORKERS = 64

SCHEMES = ("redis", "rediss", "valkey", "valkeys", "unix")
"""Of addresses; with an s at their end by TLS, and a socket on the same machine."""


class GoneError(Exception):
    """The store does not answer: why, without an address or a password."""


@dataclass(frozen=True)
class Place:
    """Where what workers share is kept.

    Parameters
    ----------
    folder : Path
        For files; it is made with the first of them.
    address : str
        Of Valkey or Redis, as its client reads it; "" for files.
    n_workers : int
        Workers that serve the same visitors.
    """

    folder: Path
    address: str = ""
    n_workers: int = 1

    @property
    def has_others(self) -> bool:
        """Whether another worker may ask for what this one has made."""
        return self.n_workers > 1


def own_folder() -> Path:
    """The folder in the temporary one; each account of the machine has its own."""
    account = os.getuid() if hasattr(os, "getuid") else 0
    return Path(tempfile.gettempdir()) / f"hidden-layers-{account}"


def place_from(environment: Mapping[str, str]) -> Place:
    """Read the place from an environment.

    Parameters
    ----------
    environment : mapping
        Of the process.

    Returns
    -------
    Place
        Files in the temporary folder where nothing is said.

    Raises
    ------
    ValueError
        If a variable cannot be read: its name, and what it may be. An address is not repeated: it may hold a password.
    """
    said, many = environment.get(STORE, "").strip(), environment.get(WORKERS, "").strip() or "1"
    if not (many.isascii() and many.isdecimal()) or not 1 <= int(many) <= MOST_WORKERS:
        raise ValueError(f"{WORKERS} is {many[:20]!r}; it must be a whole number from 1 to {MOST_WORKERS}")
    if not said or Path(said).is_absolute():
        return Place(Path(said) if said else own_folder(), n_workers=int(many))
    scheme, between, rest = said.partition("://")
    if not between or not rest or scheme not in SCHEMES:
        raise ValueError(
            f"{STORE} is neither the absolute path of a folder nor an address that begins with"
            f" {', '.join(f'{name}://' for name in SCHEMES)}"
        )
    return Place(own_folder(), f"{scheme.replace('valkey', 'redis')}://{rest}", int(many))


def here() -> Place:
    """The place of this process."""
    return place_from(os.environ)
