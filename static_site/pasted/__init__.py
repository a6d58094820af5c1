"""A visitor's layer, run where only the visitor's browser is: this folder is the only place that runs such a text."""
