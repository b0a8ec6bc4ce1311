from .terms import (
    kl_to_standard_normal as kl_to_standard_normal,
    reconstruction_loss as reconstruction_loss,
    reparameterise as reparameterise,
)
