"""Take away: on every page, the files that the visitor may take home, made when they ask for them.

Points, weights, histories and code are made in Python, and go to the browser as bytes; the browser makes pictures.
"""
