"""Images in grids, strips and films."""
