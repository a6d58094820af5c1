"""The life of one hidden unit: saturated, dead, revived."""
