"""The view "Learning-rate cliff": which learning rates and initial weights train at all."""
