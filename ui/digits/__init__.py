"""The settings, presets and runs that pages on MNIST share."""
