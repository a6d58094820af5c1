"""The view "Variability": digits shifted, turned, scaled and skewed, and the accuracy that this costs."""
