"""Arrays in, Plotly figures out. Nothing here knows about Streamlit, or about how the arrays came to be."""

from ui.charts.curves import loss_and_accuracy
from ui.charts.overlay import Curve, overlaid
from ui.charts.regions import decision_regions
from ui.charts.templates import templates

__all__ = ["Curve", "decision_regions", "loss_and_accuracy", "overlaid", "templates"]
