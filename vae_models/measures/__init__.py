"""Measures of a trained model, one a file: pure functions of codes, factors, labels and images.

Each returns a `Measure`: the number together with the convention it was taken by, without which it means little.
"""

from vae_models.measures.disentanglement.factors import Factors
from vae_models.measures.measure import Measure

__all__ = ["Factors", "Measure"]
