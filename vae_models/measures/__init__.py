"""Measures of a trained model, one a file: pure functions of codes, factors, labels and images, and who asks them.

Each gives a `Measure`: the number together with the convention it was taken by, without which it means little. `MEASURES`
lists all kinds with what each needs of a model and its data; `evaluate` takes those that suit.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
