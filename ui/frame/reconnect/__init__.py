"""The server goes and comes back: the page stays, says so in a line, and brings what only its session knew."""
