"""The twenty runs as a file to take away."""

from collections.abc import Callable, Sequence

from ui.lab_code.alone import Exported
from ui.plane.seeds.repeats import Repeats
from ui.settings.base import Settings
from ui.take_away import tables
from ui.take_away.of_runs import said_of
from ui.take_away.offers import Offer, named
from ui.work.jobs import Job


def offer(
    find: Callable[[], Job[Repeats]], names: Sequence[str], title: str, page: str, settings: Settings
) -> Offer:
    """The seeds, losses and errors of all runs so far, a row for each run."""

    def make(_: float | None) -> Exported:
        found = find().result
        if found is None or not found.n_done:
            raise ValueError("No run is trained yet.")
        return Exported(
            f"{named(title, 'seeds')}.csv", as_csv(found, names, said_of(title, page, settings)).encode()
        )

    return Offer(
        "Seeds", "CSV", make, "a row for each run: its seeds, how it ended, both losses and its error"
    )


def as_csv(found: Repeats, names: Sequence[str], said: dict[str, str]) -> str:
    """A table of the runs so far.

    Parameters
    ----------
    found : Repeats
        The runs.
    names : sequence of str
        What the page calls the networks.
    said : dict of str to str
        What they are: a line of comment each.

    Returns
    -------
    str
        Losses are in nats, the error is the share of ``n_judged`` patterns of the kind ``judged_on`` that is wrong.
    """
    heading = [
        *("run", "network", "data_seed", "init_seed", "order_seed", "last_epoch", "ended"),
        *("training_loss", "validation_loss", "error", "n_judged", "judged_on"),
    ]
    rows = [
        (
            number,
            name,
            *(getattr(run.settings, seed) for seed in ("data_seed", "init_seed", "order_seed")),
            f"{run.epoch:g}",
            "" if run.stop is None else run.stop.kind,
            float(run.training_error[-1]),
            float(run.validation_error[-1]),
            run.n_wrong / found.n_judged,
            found.n_judged,
            found.kind,
        )
        for number, row in enumerate(found.rows, start=1)
        for name, run in zip(names, row, strict=True)
    ]
    return tables.written(heading, rows, said)
