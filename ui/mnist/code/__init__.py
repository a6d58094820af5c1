"""The view "Code": the run as cells of a notebook."""
