"""The player: a training run on 2-D data, drawn in the browser."""
