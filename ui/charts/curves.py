"""The course of a run as a figure to keep: loss above, accuracy below, the epoch as their common axis."""

import numpy as np
import numpy.typing as npt
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from ui.charts.frame import framed, palette

Floats = npt.NDArray[np.floating]


def loss_and_accuracy(
    epoch: Floats, loss: dict[str, Floats], accuracy: dict[str, Floats], theme: str
) -> go.Figure:
    """Loss above accuracy, with the epoch as their common axis.

    Parameters
    ----------
    epoch : ndarray of shape (n_records,)
        Moment of each record.
    loss : dict of str to ndarray of shape (n_records,)
        Mean cross-entropy error in nats of "training" (drawn solid) and "validation" (dashed).
    accuracy : dict of str to ndarray of shape (n_records,)
        Share of right answers, from 0 to 1, of the same sets.
    theme : {"light", "dark"}
        Whose palette is used.

    Returns
    -------
    plotly.graph_objects.Figure
        Two panels with a line for each set. Before training there is only one record, which is a dot.
    """
    ink = palette(theme)["ink"]
    figure = make_subplots(
        rows=2,
        cols=1,
        shared_xaxes=True,
        vertical_spacing=0.14,
        subplot_titles=("loss (cross-entropy error)", "accuracy"),
    )
    for row, (title, curves) in enumerate((("loss", loss), ("accuracy", accuracy)), start=1):
        for name, values in curves.items():
            dash = "solid" if name == "training" else "dash"
            line = {"color": ink, "width": 2.6 if name == "training" else 2, "dash": dash}
            dot = {"color": ink, "size": 9, "symbol": "circle"}
            if name != "training":
                dot = {"color": ink, "size": 15, "symbol": "circle-open"}
            shape = (
                {"mode": "lines", "line": line}
                if len(epoch) > 1
                else {"mode": "markers", "marker": dot, "cliponaxis": False}
            )
            trace = go.Scatter(x=epoch, y=values, name=name, showlegend=row == 1, **shape)
            trace.hovertemplate = f"epoch %{{x:g}}: {title} %{{y:.3f}}<extra>{name}</extra>"
            figure.add_trace(trace, row=row, col=1)
    figure.update_yaxes(rangemode="tozero", row=1, col=1)
    figure.update_yaxes(range=[0, 1.02], tickformat=".0%", row=2, col=1)
    end = max(float(np.max(epoch, initial=0)), 1.0)
    figure.update_xaxes(range=[-0.01 * end, 1.01 * end])
    figure.update_xaxes(title="epoch", row=2, col=1)
    return framed(figure, theme, height=640, hovermode="x")
