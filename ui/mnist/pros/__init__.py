"""The pros and cons of a single layer, as questions with trained evidence."""
