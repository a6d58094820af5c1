"""A scene's question, and its answer when it is asked for."""
