"""The view "Hand-check": numbers left blank, which a student computes by hand."""
