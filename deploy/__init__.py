"""A teaching server: several workers behind nginx. docs/teaching-server.md explains it."""
