"""Parts of a page as one file that opens from disk, without Python and without a network."""
