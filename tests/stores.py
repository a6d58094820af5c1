"""A Redis or Valkey of a test's own, on a free port of this machine: started, stopped and started again."""

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from benchmarks.serving import free_port

SERVERS = ("valkey-server", "redis-server")


def missing(reason: str) -> None:
    """Skip a test with a reason; under CI=true it fails."""
    if os.environ.get("CI") == "true":
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


class Store:
    """A server, and its address.

    Parameters
    ----------
    folder : Path
        Where it may write.
    """

    def __init__(self, folder: Path) -> None:
        try:
            import redis
        except ImportError:
            missing("the Python package redis is not installed")
        found = next(filter(None, map(shutil.which, SERVERS)), None)
        if found is None:
            missing("neither valkey-server nor redis-server is on this machine")
        self.port = free_port()
        self.address = f"redis://127.0.0.1:{self.port}/0"
        self._command = [str(found), "--port", str(self.port), "--bind", "127.0.0.1", "--save", ""]
        self._command += ["--dir", str(folder), "--appendonly", "yes"]
        self._client = redis.Redis.from_url(self.address)
        self.start()

    def start(self) -> None:
        """Start it, with what it had written before."""
        self._process = subprocess.Popen(self._command, stdout=subprocess.DEVNULL)
        until = time.monotonic() + 30
        while time.monotonic() < until and self._process.poll() is None:
            with suppress(Exception):
                if self._client.ping():
                    return
            time.sleep(0.02)
        raise RuntimeError(f"the store at port {self.port} did not start")

    def stop(self) -> None:
        """End it at once."""
        self._process.kill()
        self._process.wait()

    def everything(self) -> dict[str, bytes]:
        """Each key with all that stands under it, as bytes that the store would write to a file."""
        return {key.decode(): self._client.dump(key) or b"" for key in self._client.scan_iter()}

    def seconds_left(self, key: str) -> float:
        """Seconds until the store forgets a key by itself; negative where it never does."""
        return int(self._client.ttl(key))

    def empty(self) -> None:
        """Forget all."""
        self._client.flushall()


@contextmanager
def a_store(folder: Path) -> Iterator[Store]:
    """A store for as long as the context lasts."""
    store = Store(folder)
    try:
        yield store
    finally:
        store.stop()
