"""A host for the built site on this machine, as plain as a web host may be: ``python -m static_site.serving OUT``.

It sends files, compresses what compresses, and answers what it does not have with ``404.html``. Nothing else runs.
"""

import argparse
import functools
import gzip
import mimetypes
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

TYPES = {
    ".mjs": "text/javascript",
    ".js": "text/javascript",
    ".wasm": "application/wasm",
    ".html": "text/html",
}

ZIPPED = ("text/", "application/wasm", "application/json", "image/svg", "font/ttf")
"""Beginnings of the types that are sent compressed, as GitHub Pages does."""


@functools.lru_cache(maxsize=1024)
def _zipped(path: Path, _changed: float) -> bytes:
    """A file's gzip."""
    return gzip.compress(path.read_bytes(), compresslevel=6, mtime=0)


@dataclass
class Host:
    """A host that serves a folder.

    Parameters
    ----------
    folder : Path
        What it serves.
    base : str
        The path at which it serves it, with a slash at both ends.
    sent : dict
        Bytes that went out for each path, without headers.
    """

    folder: Path
    base: str = "/"
    sent: dict[str, int] = field(default_factory=dict)
    port: int = 0

    def answer(self, path: str, *, takes_gzip: bool) -> tuple[int, dict[str, str], bytes]:
        """Status, headers and content for a path."""
        wanted, status = unquote(urlsplit(path).path), 200
        file = self.folder / wanted.removeprefix(self.base)
        inside = wanted.startswith(self.base) and file.resolve().is_relative_to(self.folder.resolve())
        if inside and file.is_dir():
            if not wanted.endswith("/"):
                query = urlsplit(path).query
                return 301, {"Location": f"{wanted}/{'?' + query if query else ''}"}, b""
            file = file / "index.html"
        if not inside or not file.is_file():
            file, status = self.folder / "404.html", 404
        kind = TYPES.get(file.suffix) or mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        headers = {"Content-Type": kind, "Cache-Control": "max-age=600"}
        if takes_gzip and kind.startswith(ZIPPED):
            return status, headers | {"Content-Encoding": "gzip"}, _zipped(file, file.stat().st_mtime)
        return status, headers, file.read_bytes()


def _handler(host: Host) -> type[BaseHTTPRequestHandler]:
    """The class that answers for a host."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            """Answer with a file."""
            takes_gzip = "gzip" in self.headers.get("Accept-Encoding", "")
            status, headers, content = host.answer(self.path, takes_gzip=takes_gzip)
            host.sent[urlsplit(self.path).path] = len(content)
            self.send_response(status)
            for name, value in (headers | {"Content-Length": str(len(content))}).items():
                self.send_header(name, value)
            self.end_headers()
            if self.command != "HEAD":
                with suppress(ConnectionError):  # a page that is left wants no more
                    self.wfile.write(content)

        do_HEAD = do_GET  # noqa: N815

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    return Handler


@contextmanager
def serving(folder: Path, base: str = "/", port: int = 0) -> Iterator[Host]:
    """Serve a folder at a path of this machine until the block ends."""
    host = Host(folder, base)
    server = ThreadingHTTPServer(("127.0.0.1", port), _handler(host))
    server.daemon_threads = True
    host.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield host
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def main() -> None:
    """Serve until the keyboard interrupts."""
    parser = argparse.ArgumentParser(prog="python -m static_site.serving", description=__doc__)
    parser.add_argument("folder", type=Path, metavar="OUT")
    parser.add_argument("--base", default="/", metavar="/repo/")
    parser.add_argument("--port", type=int, default=8000)
    asked = parser.parse_args()
    with serving(asked.folder, asked.base, asked.port) as host:
        print(f"http://localhost:{host.port}{asked.base}")
        with suppress(KeyboardInterrupt):
            threading.Event().wait()


if __name__ == "__main__":
    main()
