"""The discrete codes of a model that has some: whole numbers on a grid, each an entry of its codebook."""

import numpy as np
import torch
from numpy.typing import ArrayLike, NDArray

from vae_models.explore.model_inputs import CHUNK, to_codes, to_float, to_images, to_z
from vae_models.models.base import DiscreteModel
from vae_models.recipe.named import Recipe

Codes = NDArray[np.int64]
Floats = NDArray[np.float32]


class DiscreteCodes:
    """Of a trained model, which never changes. Codes are `(n, rows, columns)`, each from 0 to the recipe's `codes` - 1.

    Every method raises ModelError for an input of the wrong size, or with values that the model does not know.
    """

    def __init__(self, model: DiscreteModel, recipe: Recipe) -> None:
        self._model = model
        self._recipe = recipe

    @torch.inference_mode()
    def encode(self, images: ArrayLike) -> Codes:
        """images: as a Predictor takes them. Returns `(n, rows, columns)`."""
        parts = to_images(self._recipe, images).split(CHUNK)
        return torch.cat([self._model.encode_codes(to_float(part)) for part in parts]).numpy()

    @torch.inference_mode()
    def decode(self, codes: ArrayLike) -> Floats:
        """codes: `(n, rows, columns)` or `(rows, columns)`. Returns `(n, H, W)` in [0, 1]."""
        chunks = to_codes(self._recipe, codes).split(CHUNK)
        logits = [self._model.decode_codes(chunk) for chunk in chunks]
        return torch.sigmoid(torch.cat(logits)).squeeze(1).numpy()

    @torch.inference_mode()
    def nearest(self, z: ArrayLike) -> Codes:
        """The codes nearest to z `(n, latent_dim)` or `(latent_dim,)`: `(n, rows, columns)`."""
        return self._model.codes_of(to_z(self._recipe, z)).numpy()

    @torch.inference_mode()
    def to_z(self, codes: ArrayLike) -> Floats:
        """The z that these codes stand for: `(n, latent_dim)`."""
        return self._model.look_up(to_codes(self._recipe, codes)).flatten(1).numpy()

    @property
    def codebook(self) -> Floats:
        """The entries: `(codes, numbers)`, a copy."""
        return self._model.codebook.numpy().copy()
