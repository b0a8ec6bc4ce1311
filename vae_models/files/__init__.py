"""Bytes on disk: one way to read, one to write, one to lock."""
