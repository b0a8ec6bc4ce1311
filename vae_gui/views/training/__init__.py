"""The panels of the Train view."""
