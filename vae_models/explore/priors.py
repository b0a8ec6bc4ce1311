"""What a model's prior is called, and what it is to the model."""

from typing import TYPE_CHECKING

from vae_models.explore.samplers import NOT_ITS_PRIOR, SAMPLERS

if TYPE_CHECKING:
    from vae_models.explore.predictor import Predictor


def prior_title(predictor: "Predictor") -> str:
    """What a model's `prior` draws, in a few words."""
    if predictor.code_grid is not None:
        return "Random codebook entries"
    return SAMPLERS["prior"].title if predictor.has_prior else NOT_ITS_PRIOR


def prior_tip(predictor: "Predictor") -> str:
    """What a model's `prior` draws, and what it is to the model."""
    if predictor.code_grid is not None:
        return "z from random entries of the codebook, all equally likely: the prior that the model was trained with"
    if predictor.has_prior:
        return "z from N(0, I), which training asked the codes to look like"
    return "z from N(0, I), which nothing asked this model's codes to look like: to show what a prior is good for"
