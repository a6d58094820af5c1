"""Runs side by side in one chart: the one that is looked at in ink, the kept ones soft, each named at its end."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from ui.charts.frame import framed, palette
from ui.regions.kept.curve import Curve

DASHES = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot")
"""The second sign of a kept run, beside its name."""


NAME_HEIGHT = 0.07
"""Height of a name, as a share of the chart's."""


def overlaid(curves: Sequence[Curve], title: str, share: bool, theme: str) -> go.Figure:
    """Curves over a common axis of epochs.

    Parameters
    ----------
    curves : sequence of Curve
        The runs.
    title : str
        The measure's name, above the chart.
    share : bool
        Whether the values are shares, from 0 to 1. Else they are losses, whose axis ends where the usual range does.
    theme : {"light", "dark"}
        Whose palette is used.

    Returns
    -------
    plotly.graph_objects.Figure
        A line for each curve.
    """
    colours = palette(theme)
    figure = go.Figure()
    for number, curve in enumerate(curves):
        dash = "solid" if curve.present else DASHES[number % len(DASHES)]
        colour = colours["ink"] if curve.present else colours["soft"]
        line = {"color": colour, "width": 2.8 if curve.present else 2, "dash": dash}
        trace = go.Scatter(x=curve.epoch, y=curve.values, name=curve.name, line=line, mode="lines")
        trace.hovertemplate = f"{curve.words}<br>epoch %{{x:g}}: %{{y:.3f}}<extra>{curve.name}</extra>"
        figure.add_trace(trace)
    _name_ends(figure, curves, 1.02 if share else _ceiling(curves), theme)
    figure.update_xaxes(title="epoch", rangemode="tozero")
    figure.update_yaxes(title=None, range=[0, 1.02 if share else _ceiling(curves)])
    if share:
        figure.update_yaxes(tickformat=".0%")
    framed(figure, theme, height=360, showlegend=False)
    figure.update_layout(title={"text": title, "font": {"size": 16}, "x": 0}, margin={"t": 48, "r": 48})
    return figure


def _name_ends(figure: go.Figure, curves: Sequence[Curve], top: float, theme: str) -> None:
    """Write each curve's name behind its end; names that would lie on each other are moved apart."""
    colours = palette(theme)
    ends = []
    for curve in curves:
        finite = np.flatnonzero(np.isfinite(curve.values))
        if finite.size:
            ends.append((float(min(curve.values[finite[-1]], top)), float(curve.epoch[finite[-1]]), curve))
    lowest = -np.inf
    for value, epoch, curve in sorted(ends, key=lambda end: end[0]):
        height = max(value / top, lowest + NAME_HEIGHT)
        lowest = height
        figure.add_annotation(
            x=epoch,
            y=height * top,
            text=curve.name,
            showarrow=False,
            xanchor="left",
            xshift=6,
            font={
                "color": colours["ink"] if curve.present else colours["soft"],
                "weight": 650 if curve.present else 400,
            },
        )


def _ceiling(curves: Sequence[Curve]) -> float:
    """A top that the usual range fills: a loss that explodes leaves the axis."""
    values = np.concatenate([curve.values[np.isfinite(curve.values)] for curve in curves] or [np.ones(1)])
    return max(0.05, 1.1 * float(np.quantile(values, 0.97))) if values.size else 1.0
