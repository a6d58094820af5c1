"""The table of one number of threads, as Markdown: each contest's times, ratios and goals."""

import os
import platform
import sys
from importlib import metadata

import numpy as np

from benchmarks import peers
from benchmarks.contest import Contest, Goal
from benchmarks.contests import FLOORS, all_contests

PEERS = {"torch": "PyTorch", "scikit-learn": "scikit-learn"}


def main() -> int:
    """Print the table; 1 if a goal is missed."""
    older = bool(os.environ.get("OPENBLAS_CORETYPE"))
    print(f"\n### {peers.N_THREADS} thread{'s' * (peers.N_THREADS > 1)}\n\n{machine()}\n", flush=True)
    print("| work | ours | peer | peer's | ratio | goal | holds |\n|---|--:|---|--:|--:|--:|---|", flush=True)
    missed = 0
    for contest in all_contests(quick="--quick" in sys.argv):
        medians = contest.measure()
        for goal in contest.goals:
            line, holds = row(contest, goal, medians, older)
            missed += not holds
            print(line, flush=True)
    return int(missed > 0)


def machine() -> str:
    """Processor, kernel of the matrix products, versions: what the numbers depend on."""
    versions = [f"Python {platform.python_version()}", f"NumPy {np.__version__}"]
    for package, name in PEERS.items():
        try:
            versions.append(f"{name} {metadata.version(package)}")
        except metadata.PackageNotFoundError:
            versions.append(f"{name} not installed (see benchmarks/requirements.txt)")
    pinned = os.environ.get("OPENBLAS_CORETYPE")
    kernel = f"kernel pinned by OPENBLAS_CORETYPE={pinned}" if pinned else "kernel chosen by OpenBLAS"
    return f"{processor()}, {os.cpu_count()} cores, {kernel}; {', '.join(versions)}."


def processor() -> str:
    """Name of the processor, as far as the system tells."""
    try:
        with open("/proc/cpuinfo") as lines:
            return next(line.split(":")[1].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor() or platform.machine()


def row(contest: Contest, goal: Goal, medians: dict[str, float], older: bool) -> tuple[str, bool]:
    """A line of the table, and whether its goal holds (also where there is none, or no peer)."""
    unit, factor = contest.unit
    ours = f"| {contest.name} | {factor * medians['ours']:.3g} {unit} | {goal.peer} "
    if goal.peer not in medians:
        return f"{ours}| not installed | | | |", True
    ratio = medians[goal.peer] / medians["ours"]
    bound, sign, holds = goal.older_bound if older else goal.bound, "≥", True
    if goal.peer in FLOORS:
        ratio, sign = 1 / ratio, "≤"
    if bound is not None:
        holds = ratio <= bound if sign == "≤" else ratio >= bound
    verdict = f"{sign} {bound:g} | {'yes' if holds else '**no**'}" if bound is not None else "| "
    return f"{ours}| {factor * medians[goal.peer]:.3g} {unit} | {ratio:.2f} | {verdict} |", holds


if __name__ == "__main__":
    sys.exit(main())
