"""The decision regions as a figure to keep: hover gives z and y of each class, and it can be saved as SVG or PNG."""

from collections.abc import Sequence
from html import escape as escaped

import numpy as np
import numpy.typing as npt
import plotly.graph_objects as go

from ui.charts.frame import SYMBOLS, framed, palette
from ui.palette import Palette

Floats = npt.NDArray[np.floating]
Labels = npt.NDArray[np.integer]


def decision_regions(
    x: Floats,
    y: Floats,
    scores: Floats,
    points: dict[str, tuple[Floats, Labels]],
    theme: str = "light",
    names: Sequence[str] = ("1", "2", "3"),
    axes: Sequence[str] = ("x₁", "x₂"),
    ratio: float = 1.0,
) -> go.Figure:
    """Regions of two or three classes over a grid, the boundary between them, and the points.

    Parameters
    ----------
    x, y : ndarray of shape (n,)
        Places of the grid along each axis, rising.
    scores : ndarray of shape (n, n, n_classes)
        z of each class at ``(y[row], x[column])``.
    points : dict of str to (inputs, labels)
        From "training" and "validation" to inputs of shape (n_points, 2) and labels of shape (n_points,).
    theme : {"light", "dark"}
        Whose palette is used.
    names : sequence of str
        Of the classes, as plain text.
    axes : sequence of str
        Names of both axes, as plain text.
    ratio : float, default 1
        Length of a unit of y in units of x.

    Returns
    -------
    plotly.graph_objects.Figure
        A heat map that pales where the classes are equally likely, contours where two scores are equal, and a
        scatter for each class and set.
    """
    colours, n_classes = palette(theme), scores.shape[-1]
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    probabilities = powers / powers.sum(axis=-1, keepdims=True)
    best = probabilities.argmax(axis=-1)
    sureness = (probabilities.max(axis=-1) * n_classes - 1) / (n_classes - 1)
    names, axes = [list(map(escaped, words)) for words in (names, axes)]
    lines = [
        f"{names[k]}: z %{{customdata[{k}]:.2f}}, y %{{customdata[{n_classes + k}]:.3f}}"
        for k in range(n_classes)
    ]
    figure = go.Figure(
        go.Heatmap(
            x=x,
            y=y,
            z=best + 0.98 * sureness,
            zmin=0,
            zmax=n_classes,
            colorscale=_scale(colours, n_classes),
            showscale=False,
            customdata=np.concatenate([scores, probabilities], axis=-1).astype(np.float32),
            hovertemplate=f"{axes[0]} %{{x:.4~g}}, {axes[1]} %{{y:.4~g}}<br>"
            + "<br>".join(lines)
            + "<extra></extra>",
        )
    )
    for k in range(n_classes - 1):
        rival = np.delete(scores, k, axis=-1).max(axis=-1)
        figure.add_trace(_boundary(x, y, scores[..., k] - rival, str(colours["boundary"])))
    for name, (inputs, labels) in points.items():
        for k in range(n_classes):
            figure.add_trace(_class_points(inputs[labels == k], k, f"{names[k]}, {name}", colours))
    figure.update_xaxes(title=axes[0], range=[x[0], x[-1]], constrain="domain", showgrid=False)
    figure.add_annotation(text=axes[1], xref="paper", yref="paper", x=-0.05, y=1, showarrow=False)
    figure.update_yaxes(
        range=[y[0], y[-1]], scaleanchor="x", scaleratio=ratio, constrain="domain", showgrid=False
    )
    return framed(figure, theme, height=640)


def _scale(colours: Palette, n_classes: int) -> list[tuple[float, str]]:
    """The scale of colours: for each class a stretch from the page's colour (a tie) to the region's (certain)."""
    scale = []
    for k, region in enumerate(colours["regions"][:n_classes]):
        scale += [(k / n_classes, str(colours["page"])), ((k + 1) / n_classes - 1e-6, region)]
    scale[-1] = (1.0, scale[-1][1])
    return scale


def _boundary(x: Floats, y: Floats, difference: Floats, colour: str) -> go.Contour:
    """The line on which the scores of a class and of its best rival are equal."""
    return go.Contour(
        x=x,
        y=y,
        z=difference,
        contours={"start": 0, "end": 0, "size": 1, "coloring": "lines"},
        colorscale=[(0, colour), (1, colour)],
        line={"width": 2},
        showscale=False,
        showlegend=False,
        hoverinfo="skip",
    )


def _class_points(inputs: Floats, k: int, name: str, colours: Palette) -> go.Scatter:
    """Points of one class: filled for training, hollow for all others."""
    hollow = not name.endswith(", training")
    return go.Scatter(
        x=inputs[:, 0],
        y=inputs[:, 1],
        mode="markers",
        name=name,
        marker={
            "symbol": SYMBOLS[k] + ("-open" if hollow else ""),
            "size": 9,
            "color": colours["points"][k],
            "line": {
                "width": 2 if hollow else 1,
                "color": colours["points"][k] if hollow else colours["halo"],
            },
        },
        hoverinfo="skip",
    )
