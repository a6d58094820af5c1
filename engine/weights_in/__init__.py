"""Anyone's weights: from the bytes of a stranger's file to a network of ours, or to one sentence that says why not.

``files`` gives the arrays in a file by their names, ``naming`` tells weights from biases and one layer from the next,
``network`` fits them together. Nothing is ever unpickled.
"""
