"""Arrays in, Plotly figures out. Nothing here knows about Streamlit, or about how the arrays came to be."""
