"""Questions that a network answers, trained or not: its scores, its gradients, its templates, the fate of a unit."""
