"""The pages: what a visitor chooses, and the pictures that answer."""

from ui import threads as threads  # first of all, since it speaks to NumPy before that is imported
