"""The run as cells of a notebook."""
