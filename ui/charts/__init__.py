"""Arrays in, Plotly figures out. Nothing here knows about Streamlit, or about how the arrays came to be."""

from ui.charts.curves import loss_and_accuracy
from ui.charts.regions import decision_regions

__all__ = ["decision_regions", "loss_and_accuracy"]
