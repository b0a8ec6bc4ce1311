"""Measures of a trained model, one a file: pure functions of codes, factors, labels and images.

Each returns a `Measure`: the number together with the convention it was taken by, without which it means little.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
