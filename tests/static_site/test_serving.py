"""Claims about the host of the built site: what it sends is what a plain web host would."""

import gzip
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from static_site.serving import serving


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, content in {
        "index.html": "first",
        "404.html": "lost",
        "a/index.html": "a",
        "x.js": "1;",
    }.items():
        (tmp_path / "out" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "out" / name).write_text(content)
    (tmp_path / "secret").write_text("mine")
    return tmp_path / "out"


def got(port: int, path: str, **headers: str) -> tuple[int, bytes, str]:
    """Status, content and address of an answer, redirections followed."""
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers=headers)
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, answer.read(), answer.url
    except urllib.error.HTTPError as error:
        return error.code, error.read(), error.url


def test_files_folders_and_what_is_not_there_are_answered_as_by_a_web_host(folder):
    with serving(folder, "/repo/") as host:
        assert got(host.port, "/repo/")[:2] == (200, b"first")
        status, content, address = got(host.port, "/repo/a?x=1")
        assert (status, content) == (200, b"a")
        assert address.endswith("/repo/a/?x=1")
        for lost in ("/repo/b", "/", "/repo/../secret", "/repo/%2e%2e/secret"):
            assert got(host.port, lost)[:2] == (404, b"lost")
        assert host.sent["/repo/"] == 5


def test_what_compresses_is_sent_compressed_to_who_takes_it(folder):
    with serving(folder) as host:
        assert gzip.decompress(got(host.port, "/x.js", **{"Accept-Encoding": "gzip"})[1]) == b"1;"
        assert got(host.port, "/x.js")[1] == b"1;"
