"""The map: points, tiles, layers, and how mouse and keys move it."""
