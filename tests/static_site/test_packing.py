"""Claims about packs: what goes in comes out, and twice the same is the same."""

import gzip
import json
import struct

from static_site import trees
from static_site.packing import packed


def test_a_pack_holds_each_file_and_is_the_same_whatever_their_order():
    tree = {"b/x.pyc": b"\0\1", "a.txt": b"", "c": b"three"}
    whole = packed(tree)
    assert whole == packed(dict(reversed(tree.items())))
    content = gzip.decompress(whole)
    (length,) = struct.unpack_from("<I", content)
    places = json.loads(content[4 : 4 + length])
    body = content[4 + length :]
    assert {name: body[at : at + size] for name, (at, size) in places.items()} == tree


def test_the_site_has_nothing_that_a_running_program_wrote(tmp_path, monkeypatch):
    for name in ("static/scenes/one.svg", "static/parts/player.0.js"):
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).write_bytes(b"x")
    monkeypatch.setattr(trees, "ROOT", tmp_path)
    assert trees.served() == {"static/scenes/one.svg": b"x"}


def test_what_lessons_were_taught_beforehand_comes_when_it_is_read_and_not_with_the_program():
    later = trees.later()
    assert {"ui/mnist/variability/kept.json", "datasets/mnist/train-images-idx3-ubyte.gz"} <= later.keys()
    assert not later.keys() & trees.app().keys()
