"""Questions to a network, trained or not: its scores, its gradients, its templates, the life of its units."""
