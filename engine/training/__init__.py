"""Training: a run that can be stopped, rewound and forked, with its history, order of batches, stops and redraws."""

from .run import TrainingRun

__all__ = ["TrainingRun"]
