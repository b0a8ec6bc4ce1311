"""The parts of the Compare view."""
