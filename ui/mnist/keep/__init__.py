"""The view "Save and load": a trained network as files and pictures, and a network from a file."""
