"""A board to draw on."""
