"""The view "Unit biography": the life of one hidden unit, saturated, dead or revived."""
