"""WebKitGTK, driven by its own WebDriver, on a screen that nobody sees.

Its window is never narrower than about 450 px. A phone's page therefore stands in a frame of the phone's size.
"""

import json
import os
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tests.browser.engines.engine import Engine, Spot

BROWSERS = "/usr/lib/*/webkit2gtk-4.*/MiniBrowser"
SCRIPTLESS = "/_stcore/health"
"""A page of the app's server that the frame stands in."""


def find() -> str | None:
    """Where the browser stands that its driver starts; None where it, the driver or the screen is missing."""
    if not (shutil.which("WebKitWebDriver") and shutil.which("Xvfb")):
        return None
    return next((str(path) for path in sorted(Path("/").glob(BROWSERS.lstrip("/")))), None)


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


class WebKit(Engine):
    """WebKitGTK in a window of 1280 × 900.

    Parameters
    ----------
    path : str
        Where its browser stands.
    frame : tuple of int, optional
        CSS pixels of the frame that pages stand in; without one they fill the window.
    """

    def __init__(self, path: str, frame: tuple[int, int] | None = None) -> None:
        self._frame = frame
        told, tells = os.pipe()
        self._screen = subprocess.Popen(
            ["Xvfb", "-displayfd", str(tells), "-screen", "0", "1600x1200x24", "-nolisten", "tcp"],
            pass_fds=[tells],
            stderr=subprocess.DEVNULL,
        )
        os.close(tells)
        with os.fdopen(told) as line:
            display = line.readline().strip()
        self._root = f"http://127.0.0.1:{_free_port()}"
        self._driver = subprocess.Popen(
            ["WebKitWebDriver", f"--port={urlsplit(self._root).port}"],
            env=os.environ | {"DISPLAY": f":{display}", "LIBGL_ALWAYS_SOFTWARE": "1"},
            stderr=subprocess.DEVNULL,
        )
        self._session = ""
        options = {"webkitgtk:browserOptions": {"binary": path, "args": ["--automation"]}}
        self._session = self._begin({"capabilities": {"alwaysMatch": options}})
        self._call("POST", "/window/rect", {"width": 1280, "height": 900})

    def _begin(self, wanted: dict[str, Any]) -> str:
        end = time.monotonic() + 60
        while True:
            try:
                return f"/session/{self._call('POST', '/session', wanted)['sessionId']}"
            except urllib.error.URLError:  # the driver does not listen yet
                if time.monotonic() > end:
                    raise
                time.sleep(0.1)

    def _call(self, method: str, path: str, body: object = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self._root + self._session + path, data, method=method)
        try:
            with urllib.request.urlopen(request, timeout=120) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            raise RuntimeError(f"{path}: {error.read().decode()[:500]}") from None

    def open(self, address: str) -> None:
        """Go to an address, in the frame where there is one."""
        if not self._frame:
            self._call("POST", "/url", {"url": address})
            return
        width, height = self._frame
        parts = urlsplit(address)
        self._call("POST", "/frame", {"id": None})
        self._call("POST", "/url", {"url": f"{parts.scheme}://{parts.netloc}{SCRIPTLESS}"})
        frame = f'<iframe width="{width}" height="{height}" style="border: 0"></iframe>'
        begin = "document.body.style.margin = 0; document.body.innerHTML = arguments[0];"
        begin += "document.querySelector('iframe').src = arguments[1];"
        self._call("POST", "/execute/sync", {"script": begin, "args": [frame, address]})
        self._call("POST", "/frame", {"id": 0})
        end = time.monotonic() + 60
        while self.run("return location.href === 'about:blank'") and time.monotonic() < end:
            time.sleep(0.05)

    def run(self, script: str) -> Any:
        """What the body of a function returns in the page."""
        return self._call("POST", "/execute/sync", {"script": script, "args": []})

    def stroke(self, spots: Sequence[Spot]) -> None:
        """Press the mouse, move it, and let go."""
        moves = [
            {"type": "pointerMove", "x": round(x), "y": round(y), "duration": 20, "origin": "viewport"}
            for x, y in spots
        ]
        down, up = {"type": "pointerDown", "button": 0}, {"type": "pointerUp", "button": 0}
        mouse = {"pointerType": "mouse"}
        actions = [moves[0], down, *moves[1:], up]
        self._act({"type": "pointer", "id": "mouse", "parameters": mouse, "actions": actions})

    def key(self, value: str) -> None:
        """Press a key."""
        self._act(
            {
                "type": "key",
                "id": "keys",
                "actions": [{"type": t, "value": value} for t in ("keyDown", "keyUp")],
            }
        )

    def _act(self, source: dict[str, Any]) -> None:
        self._call("POST", "/actions", {"actions": [source]})

    def close(self) -> None:
        """End the session, the driver and the screen."""
        with suppress(Exception):
            self._call("DELETE", "", None)
        for process in (self._driver, self._screen):
            process.terminate()
            process.wait(30)
