"""Curves, bars, scatters."""
