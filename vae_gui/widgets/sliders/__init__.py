"""Sliders and the bar of how much a dimension is used."""
