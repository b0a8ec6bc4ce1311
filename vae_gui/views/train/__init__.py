"""The Train view: what is trained, what one sees, what it means."""
