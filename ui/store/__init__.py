"""What the workers of a server share: rooms, lectures that were brought, finished runs. In files, or in Valkey."""
