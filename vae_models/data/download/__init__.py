"""Data sets fetched from the network."""
