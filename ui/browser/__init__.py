"""Parts of the page that run in the browser: how one is made from its files, and what several of them share."""
