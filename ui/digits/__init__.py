"""What pages on MNIST share: their settings, presets and runs."""
