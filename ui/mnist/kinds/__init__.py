"""Templates side by side: mean images and learned ones."""
