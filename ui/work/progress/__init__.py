"""Long work on a page: a slice of it in each answer, and a bar that says how far it is."""
