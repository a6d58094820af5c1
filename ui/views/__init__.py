"""One file for each page; each reads from top to bottom as its page does."""
