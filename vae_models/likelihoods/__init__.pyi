from .terms import (
    bce as bce,
    kl_to_standard_normal as kl_to_standard_normal,
    reparameterise as reparameterise,
    squared_error as squared_error,
)
