"""What two views use."""
