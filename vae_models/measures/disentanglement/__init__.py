"""Measures of codes against the factors that the images were drawn from."""
