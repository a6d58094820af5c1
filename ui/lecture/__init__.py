"""The lecture around every page: scenes, the walk from one to the next, the link, the question. It knows every page."""
