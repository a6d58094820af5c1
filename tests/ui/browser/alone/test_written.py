"""A file of parts: what is kept in it, and what cannot be."""

import base64
import gzip
import json
import re
import struct

import numpy as np
import pytest

from ui.browser.alone.written import Build, Mounted, in_html, packed, written
from ui.browser.blocks import pack, unpack
from ui.frame.browser_part import FILES
from ui.twin.pair import part  # registers the part "twin"

ARRAY = np.arange(12, dtype=np.float32)


def twin(**header):
    return Mounted("twin", pack(header, {"params": ARRAY}))


def test_arrays_of_several_builds_stand_in_the_file_once():
    builds = [Build([twin(at=1)]), Build([twin(at=2)], count=1, said={"epochs": "9"})]

    data = gzip.decompress(packed(builds))
    (length,) = struct.unpack_from("<I", data)
    kept, bodies = json.loads(data[4 : 4 + length]), data[4 + length :]

    assert [(each["count"], each["said"]) for each in kept] == [(0, {}), (1, {"epochs": "9"})]
    assert [each["parts"][0]["header"]["at"] for each in kept] == [1, 2]
    assert kept[0]["parts"][0]["body"] == kept[1]["parts"][0]["body"] == [0, ARRAY.nbytes]
    assert bodies == ARRAY.tobytes()


def test_a_block_comes_back_as_it_was_packed():
    header, arrays = unpack(pack({"words": "ü"}, {"a": ARRAY, "b": ARRAY[:3].astype(np.int8)}))

    assert header == {"words": "ü"}
    np.testing.assert_array_equal(arrays["a"], ARRAY)
    np.testing.assert_array_equal(arrays["b"], [0, 1, 2])


def test_the_file_holds_the_pack_and_ends_no_script_early():
    assert part is not None
    page = written("A & B </title>", [Build([twin(at=1)])], FILES, "../app/twin?scene=a&at=1").decode()

    (kept,) = re.findall(r'<script id="pack" type="text/plain">(.*?)</script>', page)
    assert base64.b64decode(kept) == packed([Build([twin(at=1)])])
    assert "<title>A &amp; B &lt;/title&gt;</title>" in page
    assert 'href="../app/twin?scene=a&amp;at=1"' in page
    assert page.count("<script") == page.count("</script>") == 2


@pytest.mark.parametrize("text", ['"</script>"', '"</SCRIPT "', "`<!-- `", '"<script>"'])
def test_a_text_in_a_script_cannot_end_it(text):
    assert re.search(r"<[/!s]", in_html(f"const a = {text};"), re.IGNORECASE) is None


@pytest.mark.parametrize("link", ["javascript:alert(1)", "data:text/html,x", "http://[half"])
def test_a_source_that_is_no_address_is_refused(link):
    with pytest.raises(ValueError, match="no address of the program"):
        written("A", [Build([twin(at=1)])], FILES, link)


def test_a_page_without_a_picture_is_no_file():
    with pytest.raises(ValueError, match="no picture that the browser draws"):
        written("Code", [Build([])], FILES)
