"""Why inputs of one sign make weights move together."""
