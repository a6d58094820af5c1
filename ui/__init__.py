"""The pages: what a visitor chooses, and the pictures that answer."""
