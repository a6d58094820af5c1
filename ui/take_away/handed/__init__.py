"""A file that is made once its button has been pressed, of what the page's fields say then."""
