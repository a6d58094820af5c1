"""Rooms: a hall that votes from its phones, and the stage that counts."""
