"""What a run is, without torch: its values, their limits, its schedules, and the recipes that have a name."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
