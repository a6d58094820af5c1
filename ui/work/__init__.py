"""Work that takes longer than one answer: turns, jobs, and the bar that says how far they are."""
