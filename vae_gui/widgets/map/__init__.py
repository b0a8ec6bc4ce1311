"""The map: points, tiles, layers, and the hand that moves it."""
