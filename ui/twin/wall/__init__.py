"""Up to twelve runs side by side."""
