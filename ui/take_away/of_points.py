"""The points of a page on the plane, in the visitor's own numbers and names where they have brought some."""

from ui.lab_code.alone import Derived, Exported
from ui.plane import runs
from ui.plane.inputs import are_coordinates
from ui.plane.run_settings import RegionSettings
from ui.plane.settings import PlaneSettings
from ui.take_away import tables
from ui.take_away.of_runs import said_of
from ui.take_away.offers import Offer, named


def points(settings: PlaneSettings, page: str) -> list[Offer]:
    """The points of a page, as CSV and for NumPy.

    Parameters
    ----------
    settings : PlaneSettings
        Of the page.
    page : str
        Its path.

    Returns
    -------
    list of Offer
        Two.
    """
    units = settings.own_units

    def as_csv(_: float | None) -> Exported:
        said = said_of(settings.title, page, settings)
        text = tables.points_csv(runs.points_as_they_came(settings), said, units)
        return Exported(f"{named(settings.title, 'points')}.csv", text.encode())

    def as_npz(_: float | None) -> Exported:
        content = tables.points_npz(runs.points_as_they_came(settings), units)
        return Exported(f"{named(settings.title, 'points')}.npz", content)

    columns = ", ".join(units.axes)
    scaled = "" if units.is_plain else "; inputs of the network: (inputs - origin) / scale"
    return [
        Offer(
            "Points", "CSV", as_csv, f"{columns}, class and part; split and settings in comments above them"
        ),
        Offer(
            "Points",
            "NumPy npz",
            as_npz,
            f"training_inputs, training_labels, validation_inputs, validation_labels{scaled}",
        ),
    ]


def derived_of(settings: RegionSettings) -> Derived | None:
    """What a run's inputs are computed from; None where they are the points themselves."""
    if are_coordinates(settings.inputs):
        return None
    return Derived(settings.inputs, runs.points_of(settings).training.inputs)
