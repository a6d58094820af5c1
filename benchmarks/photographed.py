"""How many photographs of digits a network reads as it reads the originals: ``python -m benchmarks.photographed``.

784-100-10 is trained on 50,000 images for 4 epochs. Photographs of test images (``benchmarks.photographs``) are made
into 28 × 28 pixels by ``datasets.photos``. One counts where the network answers to it as to the test image itself.
The exit code is 1 if fewer than 85 % count.
"""

import argparse
import sys
from collections import Counter

import numpy as np

from benchmarks.photographs import KINDS, photographs
from datasets import mnist
from datasets.photos.prepare import prepare
from engine.questions import probe
from ui.digits.runs import own_run
from ui.digits.settings import MnistSettings

GOAL = 0.85


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.photographed", description=__doc__.split("\n")[0]
    )
    parser.add_argument("--count", type=int, default=200, help="photographs; default 200")
    parser.add_argument("--seed", type=int, default=16, help="of the photographs; default 16")
    options = parser.parse_args()
    settings, _ = MnistSettings.from_url({"depth": "1", "units": "100", "epochs": "4", "images": "50000"})
    run, test = own_run(settings).run, mnist.load().test
    while run.epoch < settings.epochs:
        run.advance_epoch()
    _, accuracy = probe.error_and_accuracy(run.architecture, run.params, test.inputs, test.labels)
    said = probe.class_scores(run.architecture, run.params[np.newaxis], test.inputs)[0].argmax(axis=-1)
    alike: Counter[str] = Counter()
    right: Counter[str] = Counter()
    asked: Counter[str] = Counter()
    for kind, number, photo in photographs(test.inputs, options.count, options.seed):
        asked[kind] += 1
        try:
            image = prepare(photo).image.reshape(1, -1)
        except ValueError as error:
            print(f"refused: {kind}, test image {number} {error}")
            continue
        answer = probe.class_scores(run.architecture, run.params[np.newaxis], image)[0, 0].argmax()
        alike[kind] += int(answer == said[number])
        right[kind] += int(answer == test.labels[number])
    print(f"784-100-10, 4 epochs: {100 * accuracy:.1f} % of the test images right")
    print("\n| photographs | of | read as the originals | right |\n|---|--:|--:|--:|")
    for kind in KINDS:
        print(
            f"| {kind} | {asked[kind]} | {_percent(alike[kind], asked[kind])} | {_percent(right[kind], asked[kind])} |"
        )
    n_alike, n_asked = alike.total(), asked.total()
    print(f"| all | {n_asked} | {_percent(n_alike, n_asked)} | {_percent(right.total(), n_asked)} |")
    return int(n_alike < GOAL * n_asked)


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} %" if whole else "–"


if __name__ == "__main__":
    sys.exit(main())
