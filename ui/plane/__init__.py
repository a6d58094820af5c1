"""What pages on data in the plane share: their settings, points, runs, truth and controls."""
