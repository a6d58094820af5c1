"""The sidebar of each page: settings in, settings out."""
