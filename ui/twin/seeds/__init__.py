"""Twenty pairs of networks: is it depth, or luck."""
