"""Pins: on the map, in their list, on disk."""
