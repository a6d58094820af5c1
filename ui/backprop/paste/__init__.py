"""The view "Your layer": a pasted layer, tried in a worker of the visitor's own browser; a server never sees it."""
