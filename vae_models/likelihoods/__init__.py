"""Reconstruction terms: how likely an image is, given what a decoder says, in nats per image."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
