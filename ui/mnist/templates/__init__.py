"""Weight templates and what they answer to an image."""
