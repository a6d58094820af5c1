"""What stands around every page: the visitor's session, the sidebar, the style."""
