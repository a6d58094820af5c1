"""A pack: many files as one, for the browser to fetch at once and to lay out fast.

It is the gzip of a length (uint32), a JSON object from each path to its first byte and its number of bytes, and all
bytes one after the other. Its name says nothing of gzip, so that no host sends it as an encoding.
"""

import gzip
import json
import struct
from collections.abc import Mapping


def packed(tree: Mapping[str, bytes]) -> bytes:
    """A pack of files; the same files give the same bytes."""
    places, at = {}, 0
    for path in sorted(tree):
        places[path] = (at, len(tree[path]))
        at += len(tree[path])
    header = json.dumps(places, separators=(",", ":")).encode()
    body = b"".join(tree[path] for path in sorted(tree))
    return gzip.compress(struct.pack("<I", len(header)) + header + body, compresslevel=9, mtime=0)
