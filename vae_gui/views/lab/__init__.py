"""The panels of the Lab view."""
