"""The app as its own process on a free loopback port, and what the process costs by /proc (Linux)."""

import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

ROOT = Path(__file__).parent.parent

PYTHON = "HIDDEN_LAYERS_SERVED_BY"
"""A variable of the environment: the Python that serves the app, with libraries of its own; else this one does."""


STREAMLIT = """
import faulthandler, signal, sys
faulthandler.register(signal.SIGUSR1, open(sys.argv.pop(1), "a"))
from streamlit.web.cli import main
main(prog_name="streamlit")
"""
"""As ``python -m streamlit``; when it is asked, it writes what its threads do: who waits for whom is seen so."""


@dataclass(frozen=True)
class Server:
    """A running app."""

    port: int
    pid: int
    stacks: Path
    """Where it writes what its threads do, once it is asked."""

    def threads(self, seconds: float = 0.5) -> list[str]:
        """What each of its threads does that is at work on something of ours, the innermost call first."""
        had = self.stacks.stat().st_size
        os.kill(self.pid, signal.SIGUSR1)
        time.sleep(seconds)
        said = self.stacks.read_bytes()[had:].decode("utf-8", "replace").split("\n\n")
        calls = [[line.strip() for line in thread.splitlines() if f'"{ROOT}' in line] for thread in said]
        ours = [[line.replace(f"{ROOT}/", "") for line in lines if ".venv" not in line] for lines in calls]
        return ["\n".join(lines) for lines in ours if lines]

    @property
    def cpu(self) -> float:
        """Processor seconds used so far, all threads."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    @property
    def megabytes(self) -> float:
        """Resident memory."""
        pages = int(Path(f"/proc/{self.pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


@contextmanager
def serving(
    seconds: float = 30.0,
    *,
    script: Path = ROOT / "app.py",
    address: str = "127.0.0.1",
    port: int = 0,
    environment: Mapping[str, str] = MappingProxyType({}),
    log: Path | None = None,
    base: str = "",
) -> Iterator[Server]:
    """Start the app, wait until it is healthy, and end this one process at last.

    Parameters
    ----------
    seconds : float
        How long it may take to start.
    script : Path
        What Streamlit runs, in the project's folder and with its settings.
    address : str
        What the server listens to; it is asked at 127.0.0.1 whether it is healthy.
    port : int
        0 for one that is free.
    environment : mapping
        Variables of its own, beside those of this process.
    log : Path, optional
        The file that its log is written to; else it goes where this process's goes.
    base : str
        The path below which it stands, as the environment tells it; "" for none.

    Yields
    ------
    Server
        Healthy.

    Raises
    ------
    RuntimeError
        If it is not healthy by then, or has ended.
    """
    port = port or free_port()
    options = {"port": port, "address": address, "headless": "true"}
    with tempfile.NamedTemporaryFile() as stacks, log.open("wb") if log else nullcontext() as lines:
        command = [os.environ.get(PYTHON) or sys.executable, "-c", STREAMLIT, stacks.name, "run", str(script)]
        command += [f"--server.{name}={value}" for name, value in options.items()]
        process = subprocess.Popen(
            command, cwd=ROOT, env={**os.environ, **environment}, stdout=subprocess.DEVNULL, stderr=lines
        )
        try:
            _wait_healthy(process, port, seconds, base)
            yield Server(port, process.pid, Path(stacks.name))
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def logged(log: Path) -> tuple[int, list[str], Counter[str]]:
    """How many lines a log has, the last line of each traceback in it, and how often each kind of line came."""
    lines = log.read_text("utf-8", "replace").splitlines()
    ends, kinds, within = [], Counter[str](), False
    for line in lines:
        if line.startswith("Traceback"):
            within = True
        elif within and not line.startswith(" "):
            ends.append(line[:200])
            within = False
        elif not within:
            kinds[" ".join(line.split()[:5])[:60]] += 1
    return len(lines), ends, kinds


def free_port() -> int:
    """A port at which nobody listens.

    None of those that the system gives to connections by itself, at Linux from 32,768 on: one that is free now might be
    another connection's before the app, which starts for seconds, listens at it.
    """
    draw = random.SystemRandom()
    while True:
        with socket.socket() as free, suppress(OSError):
            free.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            free.bind(("127.0.0.1", port := draw.randrange(20_000, 32_000)))
            return port


def _wait_healthy(process: "subprocess.Popen[bytes]", port: int, seconds: float, base: str) -> None:
    """Ask for the server's health until it is well."""
    until = time.monotonic() + seconds
    while process.poll() is None and time.monotonic() < until:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{base}/_stcore/health", timeout=2) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.1)
    if process.poll() is not None:
        raise RuntimeError(f"the app on port {port} ended at once, with {process.returncode}")
    raise RuntimeError(f"the app was not healthy on port {port} within {seconds:g} s")
