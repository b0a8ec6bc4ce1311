"""What the map is of: plane, codes, tiles, points and facts."""
