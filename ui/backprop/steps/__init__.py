"""The microscope: back-propagation step by step, each number with its arithmetic."""
