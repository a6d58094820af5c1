"""Claims about packs and first pictures: what goes in comes out, and twice the same is the same."""

import gzip
import json
import struct

import numpy as np

from static_site import first_pictures
from static_site.packing import packed
from tests.ui.conftest import unpack
from ui.browser.blocks import pack


def test_a_pack_holds_each_file_and_is_the_same_whatever_their_order():
    tree = {"b/x.pyc": b"\0\1", "a.txt": b"", "c": b"three"}
    whole = packed(tree)
    assert whole == packed(dict(reversed(tree.items())))
    content = gzip.decompress(whole)
    (length,) = struct.unpack_from("<I", content)
    places = json.loads(content[4 : 4 + length])
    body = content[4 + length :]
    assert {name: body[at : at + size] for name, (at, size) in places.items()} == tree


def test_a_first_picture_has_fewer_moments_and_those_that_matter():
    epochs = np.arange(251, dtype=np.float32)
    arrays = {
        "snapshot_epoch": epochs,
        "snapshot_params": np.repeat(epochs, 3),
        "history_epoch": epochs,
        "training_labels": np.zeros(5, np.uint8),
    }
    made = unpack(first_pictures._thinned(pack({"id": "x"}, arrays), at=101.2))
    kept = made["arrays"]["snapshot_epoch"]
    assert {0, 101, 250} <= set(kept.tolist())
    assert len(kept) <= first_pictures.MOST_SNAPSHOTS + 1
    np.testing.assert_array_equal(made["arrays"]["snapshot_params"], np.repeat(kept, 3))
    np.testing.assert_array_equal(made["arrays"]["history_epoch"], epochs)
