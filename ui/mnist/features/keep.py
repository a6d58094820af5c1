"""Trains the networks of ``kept.json`` and writes it: ``python -m ui.mnist.features.keep``, some minutes."""

from ui.digits.variability_settings import MOST_TEMPLATES
from ui.mnist.features import families, kept
from ui.mnist.features.families import NAMES, Banks
from ui.mnist.variability import progress
from ui.work.machine import machine

COMMAND = "python -m ui.mnist.features.keep"


def keep() -> None:
    """Train all pairs, and write the file."""
    settings = kept.settings()
    lesson, found = progress.lesson_of(settings), dict[int, Banks]()
    for n_templates in range(1, MOST_TEMPLATES + 1):
        for share, banks in families.train(n_templates, lesson):
            print(f"\r{n_templates} of {MOST_TEMPLATES}: {100 * share:.0f} %", end="", flush=True)
            found[n_templates] = banks
    made = kept.Kept(
        {name: {n: banks[name].accuracy for n, banks in found.items()} for name in NAMES},
        {
            name: kept.Pictures(bank.pictures, bank.weights, bank.leaving)
            for name, bank in found[settings.templates].items()
        },
        families.RECIPE.init_seed,
        machine(),
        COMMAND,
    )
    kept.FILE.write_text(kept.written(made), "utf-8")
    print(f"\r{len(found)} pairs: {kept.FILE}")


if __name__ == "__main__":
    keep()
