"""What all figures have in common: fonts, axes, the palette of the theme that the visitor sees."""

from typing import Any

import plotly.graph_objects as go

from ui.palette import PALETTES, Palette

SYMBOLS = ("circle", "x", "triangle-up")
"""The second sign of each class, beside its colour."""


def palette(theme: str) -> Palette:
    """Colours of the theme "light" or "dark"."""
    return PALETTES["dark" if theme == "dark" else "light"]


def framed(figure: go.Figure, theme: str, **layout: Any) -> go.Figure:
    """The same figure with the fonts, grounds and margins that all figures share."""
    colours = palette(theme)
    figure.update_layout(
        font={"size": 14, "color": colours["ink"], "family": "Source Sans, sans-serif"},
        paper_bgcolor=colours["page"],
        plot_bgcolor=colours["page"],
        margin={"l": 50, "r": 12, "t": 64, "b": 44},
        legend={"orientation": "h", "y": 1.05, "yanchor": "bottom", "x": 0},
        hoverlabel={"bgcolor": colours["page"], "font": {"color": colours["ink"]}},
        **layout,
    )
    axis = {"gridcolor": colours["line"], "linecolor": colours["line"], "zeroline": False}
    figure.update_xaxes(**axis)
    figure.update_yaxes(**axis)
    return figure
