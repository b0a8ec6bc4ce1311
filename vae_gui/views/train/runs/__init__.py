"""The list of past runs, and what can be done with them."""
