"""What one visitor's long work does to the others, and who of many waits longest.

``python -m benchmarks.fairness`` starts the app itself, as ``benchmarks.visitors`` does. First one visitor steps an
epoch of 784-200-200-200-10 in batches of 1 on 50,000 images. Meanwhile others change to seeds that were trained before,
and one steps on MNIST to and fro. Then visitors of three pages change to seeds that nobody has had, all at once.
"""

import argparse
import asyncio
import itertools
import time

import numpy as np

from benchmarks.protocol import Visitor
from benchmarks.serving import serving
from benchmarks.visitors import SEEN, SETTING, UNSEEN

LARGE = "mnist?depth=3&units=200&batch=1&rate=0.01"
SMALL = "mnist?images=1000&epochs=2"
MIXED = {"regions": "", "twin": "twin", "wall": "twin?view=wall"}
PATIENCE = 60.0


async def opened(port: int, link: str) -> Visitor:
    """A visitor at a link, its page before the question mark."""
    page, _, query = link.partition("?") if "?" in link else (link, "", "")
    visitor = await Visitor.open(port, query, page)
    visitor.patience = PATIENCE
    return visitor


def spread(seconds: list[float]) -> str:
    """Median, 95th percentile and largest, in ms."""
    if not seconds:
        return "none"
    return " / ".join(f"{1000 * value:.0f}" for value in [*np.percentile(seconds, [50, 95]), max(seconds)])


async def beside_long_work(n_visitors: int, seconds: float, *, is_stepping: bool) -> str:
    """Seen changes of some visitors, and steps of one on MNIST, while another steps an epoch of the large network."""
    with serving() as server:
        others = [await opened(server.port, "") for _ in range(n_visitors)]
        for seed in SEEN:
            await others[0].change(SETTING, seed)
        on_mnist, stepper = await opened(server.port, SMALL), await opened(server.port, LARGE)
        for what in ("stepEpoch", "stepEpoch"):
            await on_mnist.order(what, 0.0 if on_mnist.order_answered == 0 else 1.0)
        long = asyncio.create_task(stepper.order("stepEpoch", 0.0)) if is_stepping else None
        until, changes, steps = time.perf_counter() + seconds, [], []

        async def change(visitor: Visitor, first: int) -> None:
            for seed in itertools.islice(itertools.cycle(SEEN), first, None):
                if time.perf_counter() > until:
                    return
                answer = await visitor.change(SETTING, seed)
                changes.append(answer.whole if answer else PATIENCE)
                await asyncio.sleep(0.3)

        async def step() -> None:
            for number in itertools.count():
                if time.perf_counter() > until:
                    return
                steps.append(await on_mnist.order("stepBatch", (number % 9) / 10) or PATIENCE)
                await asyncio.sleep(0.3)

        await asyncio.gather(step(), *(change(visitor, 3 * i + 1) for i, visitor in enumerate(others)))
        if long is not None:
            done = "done" if long.done() else "under way"
            long.cancel()
        else:
            done = "none"
        for visitor in [*others, on_mnist, stepper]:
            await visitor.leave()
        errors = [error for visitor in [*others, on_mnist, stepper] for error in visitor.errors]
    return f"| {done} | {len(changes)} | {spread(changes)} | {len(steps)} | {spread(steps)} | {len(errors)} |"


async def mixed(n_visitors: int) -> list[str]:
    """Changes of visitors of three pages at one moment: how long until each has the whole run."""
    with serving() as server:
        names = list(itertools.islice(itertools.cycle(MIXED), n_visitors))
        visitors = [await opened(server.port, MIXED[name]) for name in names]
        answers = await asyncio.gather(
            *(visitor.change(SETTING, UNSEEN + i) for i, visitor in enumerate(visitors))
        )
        waits = [answer.whole if answer else PATIENCE for answer in answers]
        rows = []
        for name in [*MIXED, ""]:
            mine = [wait for wait, of in zip(waits, names, strict=True) if name in ("", of)]
            late = sum(wait >= PATIENCE for wait in mine)
            rows.append(
                f"| {name or 'all'} | {len(mine)} | {spread(mine)} | {max(mine) / np.median(mine):.2f} | {late} |"
            )
        for visitor in visitors:
            await visitor.leave()
        errors = [error for visitor in visitors for error in visitor.errors]
        return [*rows, f"\n{len(errors)} errors{''.join(f'{chr(10)}- {e}' for e in errors[:20])}"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, prog="python -m benchmarks.fairness")
    parser.add_argument("--visitors", type=int, default=15)
    parser.add_argument("--seconds", type=float, default=12.0, help="of long work")
    asked = parser.parse_args()
    print(
        "| an epoch of the large network | seen changes | p50 / p95 / most, ms "
        "| steps on MNIST | p50 / p95 / most, ms | errors |"
    )
    print("|---|---|---|---|---|---|")
    for is_stepping in (False, True):
        print(asyncio.run(beside_long_work(3, asked.seconds, is_stepping=is_stepping)), flush=True)
    print(
        "\n| page | N | whole run p50 / p95 / most, ms | slowest ÷ median | not whole in 60 s |\n|---|---|---|---|---|"
    )
    print("\n".join(asyncio.run(mixed(asked.visitors))), flush=True)


if __name__ == "__main__":
    main()
