"""From the command line to the first painted window."""
