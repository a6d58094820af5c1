"""Weight templates as a figure to keep: one heat map for all, on one scale, each picture named."""

import numpy as np
import numpy.typing as npt
import plotly.graph_objects as go

from ui.charts.frame import framed, palette

Floats = npt.NDArray[np.floating]

GAP = 3
"""Empty places between two pictures beside each other."""

LABEL = 9
"""Empty places above a picture: its name stands there, also on a phone, where a place is one pixel high."""

LABEL_SIZE = 11
"""Pixels of the names' letters; digits and capitals are 8 high."""


def templates(weights: Floats, names: list[str], theme: str) -> go.Figure:
    """Pictures of weights, up to ten in a row.

    Parameters
    ----------
    weights : ndarray of shape (n_units, side, side)
        Row 0 of each picture is on top.
    names : list of str
        A name for each.
    theme : {"light", "dark"}
        Whose palette is used.

    Returns
    -------
    plotly.graph_objects.Figure
        A heat map that shows the weight under the pointer.
    """
    colours, (n_units, side, _) = palette(theme), weights.shape
    columns = min(10, n_units)
    rows, pitch, tall = -(-n_units // columns), side + GAP, side + LABEL
    field = np.full((rows * tall, columns * pitch), np.nan, np.float32)
    for unit, picture in enumerate(weights):
        top, left = unit // columns * tall + LABEL, unit % columns * pitch
        field[top : top + side, left : left + side] = picture
    limit = float(np.quantile(np.abs(weights), 0.995)) or 1.0
    is_cut = bool(np.abs(weights).max() > limit)
    figure = go.Figure(
        go.Heatmap(
            z=field,
            zmin=-limit,
            zmax=limit,
            colorscale=[(i / 4, str(stop)) for i, stop in enumerate(colours["weights"])],
            colorbar={
                "thickness": 12,
                "len": 1,
                "tickvals": [-limit, 0, limit],
                "ticktext": _ends(limit, is_cut),
            },
            hovertemplate="weight %{z:.3f}<extra></extra>",
            hoverongaps=False,
        )
    )
    # All at once: each annotation that is added by itself checks all before it again, 2 s for 200 of them.
    figure.update_layout(
        annotations=[
            {
                "text": name,
                "x": unit % columns * pitch + side / 2 - 0.5,
                "y": unit // columns * tall + LABEL - 1,
                "font": {"size": LABEL_SIZE},
                "borderpad": 0,
                "showarrow": False,
                "yanchor": "bottom",
            }
            for unit, name in enumerate(names)
        ]
    )
    figure.update_xaxes(visible=False, constrain="domain")
    figure.update_yaxes(visible=False, autorange="reversed", scaleanchor="x", constrain="domain")
    framed(figure, theme, height=50 + 120 * rows)
    return figure.update_layout(margin={"l": 4, "r": 4, "t": 24, "b": 8})


def _ends(limit: float, is_cut: bool) -> list[str]:
    """Labels of the scale: at its lower end, in the middle, at its upper end; weights may lie beyond its ends."""
    low, high = ("≤ ", "≥ ") if is_cut else ("", "")
    return [f"{low}−{limit:.2g}", "0", f"{high}+{limit:.2g}"]
