"""Samples from several origins, side by side."""
