"""Every choice that a visitor has: its name, its default, its bounds, its place in the URL. No Streamlit here.

``base`` holds what all pages share; each page's own settings are one frozen record in a file of their own.
"""
