"""Which learning rates and initial weights train at all."""
