"""The view "Same sign": why inputs of one sign make weights move together."""
