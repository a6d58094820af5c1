"""Several workers behind the nginx that ``deploy.write`` configures, on free ports of this machine."""

import os
import re
import secrets
import shutil
import signal
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from types import MappingProxyType

from benchmarks.serving import Server, free_port, serving
from deploy import write
from ui.store.place import STORE, WORKERS

SECONDS_TO_START = 300.0
"""On a busy machine, and several at once; a worker that does not start at all says so at once."""

GIVEN = re.compile(rf"{write.COOKIE}=(w\d+)")


def nginx_path() -> str | None:
    """Where nginx stands; None where it does not."""
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")


class Stack:
    """Workers that can be killed and started again, and nginx in front of them.

    Parameters
    ----------
    folder : Path
        For logs, and for what the workers share.
    n_workers : int
        How many.
    environment : mapping
        More variables of the workers.
    base : str
        The path below which the program stands; "" for none.
    certificate : tuple of str
        Files of a certificate and its key; two times "" for none.
    """

    def __init__(
        self,
        folder: Path,
        n_workers: int,
        environment: Mapping[str, str] = MappingProxyType({}),
        base: str = "",
        certificate: tuple[str, str] = ("", ""),
    ) -> None:
        self.folder = folder
        self.store = folder / "shared"
        self._environment = {
            WORKERS: str(n_workers),
            STORE: str(self.store),
            "STREAMLIT_SERVER_COOKIE_SECRET": secrets.token_hex(32),
            "STREAMLIT_SERVER_BASE_URL_PATH": base.lstrip("/"),
            **environment,
        }
        self._running, self._nginx = ExitStack(), ExitStack()
        self._port_of_workers = [free_port() for _ in range(n_workers)]
        self.workers: dict[str, Server] = {}
        self.port, self.plain_port = free_port(), free_port()
        self._base, self._certificate = base, certificate
        self.url = f"http{'s' if certificate[0] else ''}://127.0.0.1:{self.port}{base}"

    def __enter__(self) -> "Stack":
        """Start all of it."""
        with ThreadPoolExecutor(4) as at_once:
            list(at_once.map(self.start, range(len(self._port_of_workers))))
        addresses = tuple(f"127.0.0.1:{port}" for port in self._port_of_workers)
        server = write.Server(
            addresses,
            f"127.0.0.1:{self.port}",
            self._base,
            *self._certificate,
            plain=f"127.0.0.1:{self.plain_port}",
            folder=str(self.folder),
        )
        self._configuration = write.nginx(server)
        self.start_nginx()
        return self

    def __exit__(self, *why: object) -> None:
        """End all of it, the workers at once: nobody asks them any more."""
        for worker in self.workers.values():
            with suppress(ProcessLookupError):
                os.kill(worker.pid, signal.SIGKILL)
        self._nginx.close()
        self._running.close()

    def start_nginx(self) -> None:
        """Start nginx, or start it anew: every connection ends."""
        self._nginx.close()
        self._nginx.enter_context(running_nginx(self.folder, self._configuration, self.port))

    def start(self, number: int) -> None:
        """Start a worker, and wait until it is healthy."""
        port, log = self._port_of_workers[number], self.folder / f"w{number}-{time.monotonic():.0f}.log"
        worker = serving(SECONDS_TO_START, port=port, environment=self._environment, log=log, base=self._base)
        self.workers[f"w{number}"] = self._running.enter_context(worker)

    def kill(self, name: str) -> None:
        """End a worker at once, as a power cut would."""
        os.kill(self.workers[name].pid, signal.SIGKILL)
        with suppress(ChildProcessError):
            os.waitid(os.P_PID, self.workers[name].pid, os.WEXITED | os.WNOWAIT)

    def get(self, path: str, worker: str = "") -> tuple[int, str]:
        """Ask for a path with a worker's cookie: the status, and the worker of the cookie that was given back."""
        headers = {"Cookie": f"{write.COOKIE}={worker}"} if worker else {}
        request = urllib.request.Request(f"{self.url}{path}", headers=headers)
        with urllib.request.urlopen(request, timeout=60) as answer:
            given = GIVEN.search(" ".join(answer.headers.get_all("Set-Cookie") or []))
            return answer.status, given[1] if given else ""

    def logs(self) -> str:
        """What the workers have logged."""
        return "".join(path.read_text("utf-8", "replace") for path in self.folder.glob("w*.log"))


@contextmanager
def running_nginx(folder: Path, configuration: str, port: int) -> Iterator[None]:
    """An nginx of one's own, until the context ends; it writes to a folder alone."""
    file = folder / "nginx.conf"
    file.write_text(configuration, encoding="utf-8")
    with (folder / "nginx.log").open("wb") as log:
        command = [nginx_path() or "nginx", "-p", str(folder), "-c", str(file), "-g", "daemon off;"]
        process = subprocess.Popen(command, stderr=log, stdout=log)
        try:
            _wait(process, port, folder / "nginx.log")
            yield
        finally:
            process.terminate()
            process.wait(20)


def _wait(process: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
    """Wait until somebody listens."""
    until = time.monotonic() + 60
    while process.poll() is None and time.monotonic() < until:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/none-such", timeout=2)
            return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError(f"nginx did not start: {log.read_text()[-2000:]}")
