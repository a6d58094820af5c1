"""Firefox, driven by WebDriver BiDi over its own socket: Debian has the browser, and no geckodriver."""

import json
import os
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from websockets.sync.client import connect

from tests.browser.engines.engine import PATIENCE, Engine, Spot

NAMES = ("firefox-esr", "firefox")

PREFERENCES = """
user_pref("app.normandy.enabled", false);
user_pref("app.update.disabledForTesting", true);
user_pref("browser.shell.checkDefaultBrowser", false);
user_pref("browser.startup.page", 0);
user_pref("datareporting.policy.dataSubmissionEnabled", false);
user_pref("extensions.update.enabled", false);
user_pref("network.captive-portal-service.enabled", false);
user_pref("network.connectivity-service.enabled", false);
user_pref("services.settings.server", "data:,#remote-settings-dummy/v1");
user_pref("toolkit.telemetry.server", "");
"""
"""It calls nobody outside."""

SAVES = """
user_pref("browser.download.folderList", 2);
user_pref("browser.download.dir", "{folder}");
"""
"""It saves files in a folder without asking."""

PRIVATE = """
user_pref("privacy.resistFingerprinting", true);
"""
"""It gives a page noise instead of what stands on a canvas, as the Tor Browser does."""

LISTENS = re.compile(r"WebDriver BiDi listening on (ws://\S+)")


def find() -> str | None:
    """Where Firefox stands."""
    return next((found for name in NAMES if (found := shutil.which(name))), None)


class Firefox(Engine):
    """Firefox without a window.

    Parameters
    ----------
    path : str
        Where it stands.
    width, height : int
        CSS pixels of its viewport.
    preferences : str, default ""
        More lines for its profile.

    Attributes
    ----------
    downloads : Path
        The folder that it saves files in.
    """

    def __init__(self, path: str, width: int = 1280, height: int = 860, preferences: str = "") -> None:
        self._home = tempfile.TemporaryDirectory(prefix="firefox-", ignore_cleanup_errors=True)
        self.downloads = Path(self._home.name, "downloads")
        self.downloads.mkdir()
        lines = PREFERENCES + SAVES.format(folder=self.downloads) + preferences
        Path(self._home.name, "user.js").write_text(lines, encoding="utf-8")
        command = [
            path,
            "--headless",
            "--no-remote",
            "--profile",
            self._home.name,
            "--remote-debugging-port",
            "0",
        ]
        environment = os.environ | {"HOME": self._home.name, "MOZ_CRASHREPORTER_DISABLE": "1"}
        said = Path(self._home.name, "said")
        with said.open("w", encoding="utf-8") as errors:
            self._process = subprocess.Popen(
                command, stdout=subprocess.DEVNULL, stderr=errors, env=environment
            )
        address = self._listens_at(said)
        self._open = ExitStack()
        self._socket = self._open.enter_context(connect(f"{address}/session", max_size=None, open_timeout=60))
        self._count = 0
        self._send("session.new", capabilities={})
        self._page = self._send("browsingContext.getTree")["contexts"][0]["context"]
        self._send(
            "browsingContext.setViewport", context=self._page, viewport={"width": width, "height": height}
        )

    def _listens_at(self, said: Path) -> str:
        """The address that Firefox says it listens at."""
        end = time.monotonic() + PATIENCE
        while self._process.poll() is None and time.monotonic() < end:
            if found := LISTENS.search(said.read_text(encoding="utf-8", errors="replace")):
                return found[1]
            time.sleep(0.1)
        raise RuntimeError("Firefox has not come to listen")

    def _send(self, method: str, **params: Any) -> Any:
        self._count += 1
        self._socket.send(json.dumps({"id": self._count, "method": method, "params": params}))
        while True:
            answer = json.loads(self._socket.recv(timeout=120))
            if answer.get("id") == self._count:
                break
        if answer["type"] != "success":
            raise RuntimeError(f"{method}: {answer.get('error')}: {answer.get('message')}")
        return answer["result"]

    def open(self, address: str) -> None:
        """Go to an address."""
        self._send("browsingContext.navigate", context=self._page, url=address, wait="complete")

    def run(self, script: str) -> Any:
        """What the body of a function returns in the page."""
        body = f"JSON.stringify((() => {{ {script} }})())"
        answer = self._send(
            "script.evaluate", expression=body, target={"context": self._page}, awaitPromise=True
        )
        if answer["type"] == "exception":
            raise RuntimeError(answer["exceptionDetails"]["text"])
        text = answer["result"].get("value")
        return None if text is None else json.loads(text)

    def stroke(self, spots: Sequence[Spot]) -> None:
        """Press the mouse, move it, and let go."""
        moves = [{"type": "pointerMove", "x": round(x), "y": round(y), "duration": 20} for x, y in spots]
        down, up = {"type": "pointerDown", "button": 0}, {"type": "pointerUp", "button": 0}
        self._act({"type": "pointer", "id": "mouse", "actions": [moves[0], down, *moves[1:], up]})

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
        self._send("input.performActions", context=self._page, actions=[source])

    def close(self) -> None:
        """End it."""
        self._open.close()
        self._process.terminate()
        self._process.wait(30)
        self._home.cleanup()
