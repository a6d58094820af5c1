"""Trains the evidence of ``kept.json`` and writes it: ``python -m ui.mnist.pros.keep``, some seconds."""

from datetime import date

from ui.mnist.pros import evidence, kept
from ui.work.machine import machine

COMMAND = "python -m ui.mnist.pros.keep"


def keep() -> None:
    """Train both networks, and write the file."""
    found = evidence.Evidence()
    for share, so_far in evidence.work(kept.FIRST):
        print(f"\r{100 * share:.0f} %", end="", flush=True)
        found = so_far
    made = kept.Kept(found, kept.FIRST, date.today().isoformat(), machine(), COMMAND)
    kept.FILE.write_text(kept.written(made), "utf-8")
    print(f"\r{kept.FILE}")


if __name__ == "__main__":
    keep()
