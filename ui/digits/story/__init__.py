"""The story of a run on images of digits: the moments at which something happened, each with a sentence."""
