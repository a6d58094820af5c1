"""Runs the steps of deploy/Dockerfile as a script, then its command: unprivileged, and read-only but for two folders.

``unshare --mount python -m tests.deploy.image FOLDER [--packages PATH ...]``, as root, in a mount namespace of its own.
In place of the base image stands this machine, with what the steps write laid over it; no image is built. With
``--packages`` these folders stand in for what the step with pip would fetch. The findings go to FOLDER/found.json.
"""

import argparse
import fcntl
import json
import os
import re
import shlex
import shutil
import socket
import struct
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
PATH = "/usr/local/bin:/usr/bin:/bin"
CHROOT = shutil.which("chroot", path=f"{PATH}:/usr/sbin:/sbin") or "chroot"
VISIT = """
import asyncio
from benchmarks.protocol import Visitor

async def visit():
    for query, page, epochs in (("epochs=40", "", 40), ("images=1000&epochs=1&at=1", "mnist", 1)):
        visitor = await Visitor.open(8501, query, page, 300)
        assert await visitor.has(epochs) and not visitor.errors, visitor.errors
        await visitor.leave()

asyncio.run(visit())
print("whole")
"""


def steps(text: str) -> list[tuple[str, str]]:
    """Instructions and what stands behind them, without comments."""
    lines = re.sub(r"\\\n", " ", re.sub(r"^#.*\n", "", text, flags=re.MULTILINE)).splitlines()
    return [(line.split()[0], line.partition(" ")[2].strip()) for line in lines if line.strip()]


def run(*command: object, **options: Any) -> str:
    """What a command says; where it fails, what it said."""
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, **options)
    if done.returncode:
        raise RuntimeError(f"{shlex.join(map(str, command))}: {done.stdout[-2000:]}{done.stderr[-2000:]}")
    return done.stdout


class Image:
    """What the steps have made so far.

    Parameters
    ----------
    folder : Path
        Where the machine stands once more, with what is written laid over it.
    packages : list of str
        What stands in for the step with pip; [] where it is done.
    """

    def __init__(self, folder: Path, packages: list[str]) -> None:
        run("mount", "-t", "tmpfs", "tmpfs", folder)
        for name in ("upper", "work", "root"):
            (folder / name).mkdir()
        self.root, self.packages = folder / "root", packages
        layers = f"lowerdir=/,upperdir={folder / 'upper'},workdir={folder / 'work'}"
        run("mount", "-t", "overlay", "overlay", "-o", layers, self.root)
        for name in ("proc", "dev"):
            run("mount", "--rbind", f"/{name}", self.root / name)
        run("mount", "-t", "tmpfs", "tmpfs", self.root / "tmp")
        (self.root / "usr/local/bin").mkdir(parents=True, exist_ok=True)
        python = self.root / "usr/local/bin/python"  # of the base image
        python.unlink(missing_ok=True)
        python.symlink_to("/usr/bin/python3")
        self.env: dict[str, str] = {"PATH": PATH}
        self.folder, self.user = "/", "0:0"
        self.command: list[str] = []
        self.health: list[str] = []

    def take(self, instruction: str, argument: str) -> None:
        """Take a step."""
        if instruction == "ENV":
            self.env |= dict(pair.split("=", 1) for pair in shlex.split(argument))
        elif instruction == "WORKDIR":
            self.folder = argument
            (self.root / argument.lstrip("/")).mkdir(parents=True, exist_ok=True)
        elif instruction == "COPY":
            *sources, target = shlex.split(argument)
            for source in sources:
                self._copy(source, target)
        elif instruction == "RUN":
            self._run(argument)
        elif instruction == "USER":
            self.user = argument
        elif instruction == "HEALTHCHECK":
            self.health = json.loads(argument.partition("CMD ")[2])
        elif instruction == "CMD":
            self.command = json.loads(argument)
        elif instruction not in ("FROM", "EXPOSE", "VOLUME"):
            raise ValueError(f"nobody has said what {instruction} does")

    def _copy(self, source: str, target: str) -> None:
        """Copy what git knows of a file or a folder."""
        into = self.root / self.folder.lstrip("/") / target
        git = f"git -c safe.directory={ROOT} ls-files -z --cached --others --exclude-standard"
        listed = run(*git.split(), source, cwd=ROOT)
        for name in filter(None, listed.split("\0")):
            is_file = name == source
            place = into / Path(name).name if is_file else into / Path(name).relative_to(source)
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, place)

    def _run(self, command: str) -> None:
        if self.packages and " install " in command:
            site = next((self.root / "srv/venv/lib").glob("python3.*/site-packages"))
            for number, path in enumerate(self.packages):
                place = self.root / f"packages/{number}/site-packages"  # by its name Streamlit knows itself
                place.mkdir(parents=True)
                run("mount", "--bind", path, place)
            lines = [f"/packages/{number}/site-packages\n" for number in range(len(self.packages))]
            (site / "packages.pth").write_text("".join(lines))
            return
        run(CHROOT, self.root, "/bin/sh", "-c", f"cd {self.folder} && {command}", env=self.env)

    def close(self) -> None:
        """From now on nothing can be written but in two folders of memory, as the compose file has it."""
        run("mount", "-o", "remount,ro", self.root)
        owner = dict(zip(("uid", "gid"), self.user.split(":"), strict=True))
        for name, options in (
            ("tmp", "size=64m,mode=1777"),
            ("shared", f"size=300m,mode=0700,uid={owner['uid']},gid={owner['gid']}"),
        ):
            run("mount", "-t", "tmpfs", "-o", f"{options},nosuid,nodev", "tmpfs", self.root / name)

    def unprivileged(self, command: list[str], extra: dict[str, str]) -> list[str]:
        """A command as the image's user, who can become nobody else."""
        uid, gid = self.user.split(":")
        lowered = ["setpriv", "--reuid", uid, "--regid", gid, "--clear-groups", "--no-new-privs"]
        lowered += ["--bounding-set=-all", "--inh-caps=-all"]
        said = [f"{name}={value}" for name, value in (self.env | extra).items()]
        inside = ["/bin/sh", "-c", f"cd {self.folder} && exec {shlex.join(command)}"]
        return [CHROOT, str(self.root), *lowered, "env", "-i", *said, *inside]


def loopback() -> None:
    """A network of this process's own, in which port 8501 is free: its loopback interface alone."""
    os.unshare(0x40000000) if hasattr(os, "unshare") else _unshare_network()
    with socket.socket() as any_socket:
        fcntl.ioctl(
            any_socket, 0x8914, struct.pack("16sh14x", b"lo", 0x1 | 0x40)
        )  # SIOCSIFFLAGS: up, running


def _unshare_network() -> None:
    import ctypes

    if ctypes.CDLL(None, use_errno=True).unshare(0x40000000):  # CLONE_NEWNET; Python 3.11 has no os.unshare
        raise OSError(ctypes.get_errno(), "no network namespace")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--packages", nargs="*", default=[])
    asked = parser.parse_args()
    image = Image(asked.folder / "image", asked.packages)
    for instruction, argument in steps((ROOT / "deploy/Dockerfile").read_text(encoding="utf-8")):
        image.take(instruction, argument)
    image.close()
    loopback()
    extra = {"HIDDEN_LAYERS_WORKERS": "4", "HIDDEN_LAYERS_STORE": "/shared"}
    found: dict[str, Any] = {}
    with (asked.folder / "log").open("wb") as log:
        server = subprocess.Popen(image.unprivileged(image.command, extra), stdout=log, stderr=log)
        try:
            until, healthy = time.monotonic() + 240, 1
            while healthy and time.monotonic() < until and server.poll() is None:
                time.sleep(0.2)
                healthy = subprocess.run(
                    image.unprivileged(image.health, extra), capture_output=True
                ).returncode
            found["health"] = healthy
            status = Path(f"/proc/{server.pid}/status").read_text()
            found["status"] = {
                name: value.split() for name, value in re.findall(r"^(\w+):\s*(.*)$", status, re.MULTILINE)
            }
            found["visit"] = run(sys.executable, "-c", VISIT, cwd=ROOT).strip()
            for name in (f"{image.folder}/x", "/srv/venv/x", "/x", "/tmp/x", "/shared/x", "/etc/x"):
                done = subprocess.run(image.unprivileged(["touch", name], {}), capture_output=True, text=True)
                found[f"touch {name}"] = done.stderr.rpartition(": ")[2].strip()
            until = time.monotonic() + 60
            while time.monotonic() < until and not (image.root / "shared/shared.sqlite").is_file():
                time.sleep(0.2)
            found["scripts"] = len(list((image.root / "srv/hidden-layers/static/parts").glob("*.js")))
            found["shared"] = sorted(path.name for path in (image.root / "shared").iterdir())
        finally:
            server.terminate()
            with suppress(subprocess.TimeoutExpired):
                server.wait(20)
            server.kill()
            found["health after"] = subprocess.run(
                image.unprivileged(image.health, extra), capture_output=True
            ).returncode
    (asked.folder / "found.json").write_text(json.dumps(found), encoding="utf-8")


if __name__ == "__main__":
    main()
