"""The bar on a phone: the page's name with the menu of pages, and the settings."""
