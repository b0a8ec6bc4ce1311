"""How errors, numbers and codes are worded, and read back."""
