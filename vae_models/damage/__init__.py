"""Noise and other damage on images: for training, of several kinds at once, and of one that a person chooses."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
