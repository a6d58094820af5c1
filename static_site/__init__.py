"""The whole app as a folder of files that any web host serves: Python runs in the visitor's browser.

Nothing here is needed to run the app on a server. ``python -m static_site OUT`` builds the folder.
"""
