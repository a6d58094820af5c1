"""The view "Microscope": back-propagation step by step, each number with its arithmetic."""
