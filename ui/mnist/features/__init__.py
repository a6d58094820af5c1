"""Hidden features: learned, drawn at random, or chosen by hand."""
