"""A network from a file on the map: it is read, its regions are drawn, and it rests."""
