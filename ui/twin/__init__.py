"""The page that compares a single layer with several: two networks, or a wall of them, on one clock."""
