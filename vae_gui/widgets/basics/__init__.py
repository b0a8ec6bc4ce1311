"""Small controls, labels and messages."""
