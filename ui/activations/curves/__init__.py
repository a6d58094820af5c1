"""The view "Curves": activations, their slopes, and the time that they take."""
