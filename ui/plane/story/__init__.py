"""The story of a run: the moments at which something happened, each with a sentence."""
