"""What only the makers of the program run: the shipped models and the tables about them."""
