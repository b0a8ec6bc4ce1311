"""A model asked by a person: repair, denoising, how typical an image is."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
