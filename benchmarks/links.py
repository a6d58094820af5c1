"""What one link takes at most, the largest of each view: resident memory above a server that has all images already.

``python -m benchmarks.links`` starts the app anew for each link. A visitor first steps an epoch on all 50,000 images
with the smallest network and leaves, so that the images and their one cut, which all share, are there. Then one
visitor opens the link, asks for more as soon as they are answered, steps epochs where it is MNIST, brings files where
the page takes them, until nothing is left to ask for or the time is over. ``--only landscape`` takes what holds it.
"""

import argparse
import asyncio
import os
import time

from websockets.exceptions import ConnectionClosed

from benchmarks.demands import Demand, Demander, table, weights
from benchmarks.floods import LARGEST
from benchmarks.memory import held_by
from benchmarks.serving import Server, serving
from ui.plane import by_hand
from ui.plane.run_settings import MOST_FORKS

GOAL = 150.0
"""Megabytes that one link may take beside the images."""

IMAGES = "mnist?images=50000&batch=1000&epochs=1"
"""Brings in what all who look at images share."""

_DEEP = "depth=3&units=200&images=50000&epochs=20"
_PLANE = "depth=6&units=32&batch=1&epochs=5000&rule=Adam"
_PLANE_SHORT = _PLANE.replace("epochs=5000", "epochs=250").replace("batch=1", "batch=0")
"""A landscape comes when its runs are over."""
_SLIGHT = "vary_images=50000&vary_shift=2&vary_rotation=10&vary_scale=10&vary_skew=10"
_ALL_INPUTS = "inputs=x1,x2,x1x1,x2x2,x1x2,sinx1,sinx2,abs"
_BY_HAND = ":".join(f"{1 + n % 6}-{1 + n % 32}-{n % 8}:0.{1 + n % 9}" for n in range(by_hand.MOST))
_FORKS = ",".join(f"{1 + n}:0.01:tanh:{_BY_HAND}" for n in range(MOST_FORKS))
_PLANE_OWN = f"data=own&{_PLANE}&{_ALL_INPUTS}"

LINKS = {
    "MNIST 3 × 200, batch 1, Adam": Demand(f"mnist?{_DEEP}&batch=1&rule=Adam&rate=0.001", "stepEpoch"),
    "MNIST 3 × 200, batch 1, momentum": Demand(f"mnist?{_DEEP}&batch=1&rule=momentum&rate=0.01", "stepEpoch"),
    "MNIST 3 × 200, batch 1,000, Adam": Demand(f"mnist?{_DEEP}&batch=1000&rule=Adam&rate=0.001", "stepEpoch"),
    "MNIST 512, batch 1,000, Adam": Demand(
        "mnist?depth=1&units=512&images=50000&batch=1000&rule=Adam&rate=0.001", "stepEpoch"
    ),
    "MNIST, how good is it, 3 × 200": Demand(f"mnist?view=quality&set=training&{_DEEP}", "stepEpoch"),
    "MNIST, mean or learned": Demand(f"mnist?view=kinds&{_DEEP}"),
    "MNIST, pros and cons": Demand(f"mnist?view=pros&{_DEEP}"),
    "MNIST, variability, ± 2 px on 50,000 images": Demand(
        f"mnist?view=variability&trained=varied&{_SLIGHT}&{_DEEP}"
    ),
    "MNIST, templates or features, ± 2 px": Demand(
        f"mnist?view=features&trained=varied&templates=8&{_SLIGHT}&{_DEEP}"
    ),
    "MNIST, one layer or two": Demand(f"mnist?view=lab&{_DEEP}"),
    "MNIST, save and load, 3 × 200": Demand(f"mnist?view=keep&{_DEEP}", "stepEpoch"),
    "MNIST, the largest network from a file": Demand("mnist?view=keep&images=1000", file=weights),
    "depth, 6 × 200, full batches, Adam": Demand(f"activations?view=depth&{LARGEST}"),
    "depth, 6 × 200, batch 1, Adam": Demand(
        f"activations?view=depth&{LARGEST.replace('batch=0', 'batch=1')}&epochs=20"
    ),
    "unit biography, 6 × 200, full batches, Adam": Demand(f"activations?view=unit&{LARGEST}"),
    "cliff, 6 × 200, full batches, Adam": Demand(f"activations?view=cliff&{LARGEST}"),
    "autopsies, 6 × 200": Demand(
        f"activations?view=cliff&{LARGEST}&activation=relu&rate=10&examine=1&unit=7"
    ),
    "plane 6 × 32, batch 1, 5,000 epochs, truth": Demand(f"?data=spirals&truth=1&{_PLANE}"),
    "the same, all inputs, a fork": Demand(f"?{_PLANE}&{_ALL_INPUTS}&past=2500:0.3:tanh"),
    "plane, four forks, each with 50 weights by hand, all inputs": Demand(
        f"?{_PLANE}&{_ALL_INPUTS}&past={_FORKS}"
    ),
    "plane, momentum, all inputs": Demand(f"?{_PLANE.replace('Adam', 'momentum')}&{_ALL_INPUTS}"),
    "plane, 5,000 own points, all inputs": Demand(
        f"?{_PLANE_OWN}", file=table, into="RegionSettings.uploaded"
    ),
    "plane, 20 seeds": Demand(f"?view=seeds&{_PLANE}"),
    "plane, 20 seeds, 5,000 own points, all inputs": Demand(
        f"?view=seeds&{_PLANE_OWN}", file=table, into="RegionSettings.uploaded"
    ),
    "plane, landscape of two runs, all inputs": Demand(
        f"?view=landscape&rival=5&points=1000&{_PLANE_SHORT}&{_ALL_INPUTS}"
    ),
    "plane, landscape of two runs, 5,000 own points": Demand(
        f"?view=landscape&rival=5&data=own&{_PLANE_SHORT}&{_ALL_INPUTS}",
        file=table,
        into="RegionSettings.uploaded",
    ),
    "twin, two runs": Demand(f"twin?{_PLANE}"),
    "twin, the wall": Demand(f"twin?view=wall&{_PLANE}"),
    "twin, the wall, 5,000 own points, all inputs": Demand(
        f"twin?view=wall&{_PLANE_OWN}", file=table, into="TwinSettings.uploaded"
    ),
    "twin, 20 seeds of two networks": Demand(f"twin?view=seeds&{_PLANE}"),
    "twin, 20 seeds, 5,000 own points, all inputs": Demand(
        f"twin?view=seeds&{_PLANE_OWN}&a_depth=6&a_units=32", file=table, into="TwinSettings.uploaded"
    ),
    "hands": Demand("hands"),
    "back-propagation": Demand("backprop"),
}
"""For each view the largest that its link can say."""

N_EPOCHS = 5
"""Epochs that a visitor to MNIST steps at most."""

N_FILES = 3
"""How often a file is brought."""

AT_REST = 1.0
"""Seconds in which a server that rests does nearly nothing."""


class Visit(Demander):
    """One visitor to one link, who asks until nothing is left to ask for."""

    async def take(self) -> None:
        """Open the link, and take all that it gives."""
        async with self._opened(2):
            if self._demand.file is not None:
                for _ in range(N_FILES):
                    await self._upload()
            if self._demand.order:
                for start in range(N_EPOCHS):
                    if "templates" not in self._parts:  # trained to its end
                        break
                    await self._give_order(float(start))
            while await self._ask_for_more():
                pass


async def opened(server: Server, demand: Demand, seconds: float) -> tuple[float, int, list[str], bool]:
    """The most megabytes while one visitor takes a link, their answers, what went wrong, whether they took all."""
    visit, most = Visit(server.port, demand), server.megabytes

    async def watch() -> None:
        nonlocal most
        while True:
            most = max(most, server.megabytes)
            await asyncio.sleep(0.01)

    watching = asyncio.create_task(watch())
    try:
        async with asyncio.timeout(seconds):
            await visit.take()
        is_whole = True
    except (TimeoutError, ConnectionClosed) as error:
        is_whole = False
        if isinstance(error, ConnectionClosed):
            visit.errors.append(str(error))
    watching.cancel()
    return most, visit.n_answers, visit.errors, is_whole


def settled(server: Server, least: float) -> float:
    """Megabytes once the server has nothing to do, and has let go of what was left."""
    until = time.monotonic() + least
    while True:
        cpu = server.cpu
        time.sleep(AT_REST)
        if time.monotonic() > until and server.cpu - cpu < 0.05 * AT_REST:
            return server.megabytes


def measured(name: str, seconds: float) -> None:
    """Print the row of a link."""
    with serving(120.0) as server:
        asyncio.run(opened(server, Demand("?"), 120.0))
        _, _, errors, _ = asyncio.run(opened(server, Demand(IMAGES, "stepEpoch"), 120.0))
        before = settled(server, 8.0)
        most, n_answers, more, is_whole = asyncio.run(opened(server, LINKS[name], seconds))
        held = held_by(f"http://127.0.0.1:{server.port}")
    kinds = ", ".join(f"{kind} {megabytes:.0f}" for kind, megabytes in held.items() if megabytes >= 1)
    cells = [name, f"{before:.0f}", f"{most:.0f}", f"{most - before:.0f}", str(n_answers)]
    cells += ["yes" if is_whole else "no", f"{os.getloadavg()[0]:.1f}", kinds]
    cells += ["; ".join(sorted({error[:80] for error in errors + more})) or "none"]
    print(f"| {' | '.join(cells)} |", flush=True)


def main() -> None:
    """A row for each link."""
    parser = argparse.ArgumentParser(description=__doc__, prog="python -m benchmarks.links")
    parser.add_argument("--only", default="", help="what a link's name must hold; several, parted by |")
    parser.add_argument("--seconds", type=float, default=60.0, help="that a visitor stays at most")
    asked = parser.parse_args()
    print(
        "| link | before, MB | at most | above | answers | to its end | load | held then | errors |"
        "\n|---|--:|--:|--:|--:|---|--:|---|---|",
        flush=True,
    )
    for name in LINKS:
        if any(part in name for part in asked.only.split("|")):
            measured(name, asked.seconds)


if __name__ == "__main__":
    main()
