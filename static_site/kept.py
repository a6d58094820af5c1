"""Trees of files that take long to make, kept beside the packages from one build to the next.

The name of a tree has the hash of all that it was made from, so that what has changed is made anew.
"""

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path

from static_site.packages import KEPT
from static_site.trees import Tree


def place(group: str, tree: Tree, more: Iterable[bytes] = ()) -> Path:
    """Where the tree of a group is kept that is made from these files, and from more bytes in their order."""
    digest = hashlib.sha256(b"\0".join([group.encode(), *more]))
    for path, content in sorted(tree.items()):
        digest.update(path.encode() + b"\0" + hashlib.sha256(content).digest())
    return KEPT / "compiled" / f"{group}-{digest.hexdigest()[:32]}"


def keep(where: Path, tree: Tree) -> None:
    """Keep a tree; of each group the latest alone."""
    where.parent.mkdir(parents=True, exist_ok=True)
    for old in where.parent.glob(f"{where.name.partition('-')[0]}-*"):
        old.unlink(missing_ok=True)
    sizes = json.dumps({path: len(content) for path, content in tree.items()}).encode()
    beside = where.with_suffix(".new")
    beside.write_bytes(sizes + b"\n" + b"".join(tree.values()))
    beside.replace(where)


def read(where: Path) -> Tree | None:
    """The tree that is kept there; None where there is none."""
    if not where.exists():
        return None
    sizes, _, content = where.read_bytes().partition(b"\n")
    tree, at = {}, 0
    for path, size in json.loads(sizes).items():
        tree[path] = content[at : at + size]
        at += size
    return tree
