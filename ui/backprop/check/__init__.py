"""Numbers left blank, to be computed by hand."""
