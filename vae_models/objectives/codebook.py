"""The loss of a VQ-VAE, and how its codebook learns (van den Oord 2017)."""

from typing import cast

import torch
from torch import Tensor

from vae_models.likelihoods.reconstruction import reconstruction_loss
from vae_models.models.base import DiscreteModel, Model
from vae_models.objectives.base import Batch, LossParts, Objective
from vae_models.recipe.recipe import Recipe

REMEMBERED = 0.95  # of a code's use, from one step to the next
DEAD_SHARE = 0.03  # a code that is used less than this share of its fair part is dead


class Codebook(Objective):
    """reconstruction + |sg(e) - z|² for the codebook + beta |e - sg(z)|² for the encoder (eq. 3); sg stops gradients.

    The decoder's gradient goes straight through to the encoder, past the choice of the code. Squared lengths are summed
    over an image. Codes that nobody uses move to where the encoder's vectors are.
    """

    def __init__(self, recipe: Recipe, images: int, device: torch.device | None = None) -> None:
        super().__init__(recipe, images, device)
        self._seen: tuple[Tensor, Tensor] | None = None

    def parts(self, model: Model, batch: Batch, weight: float) -> LossParts:
        model = cast(DiscreteModel, model)
        vectors = model.vectors(batch.inputs)
        codes = model.nearest(vectors.detach())
        entries = model.look_up(codes)
        self._seen = (vectors.detach(), codes)
        straight = vectors + (entries - vectors).detach()
        reconstruction = reconstruction_loss(self.recipe.reconstruction, model.decode_vectors(straight), batch.target)
        to_entries = (vectors.detach() - entries).square().flatten(1).sum(1)
        to_vectors = (vectors - entries.detach()).square().flatten(1).sum(1)
        penalty = (to_entries + weight * to_vectors).mean()
        return LossParts(reconstruction, reconstruction.new_empty(len(vectors), 0), 0.0, penalty)

    @torch.no_grad()
    def after_backward(self, model: Model, batch: Batch) -> None:
        """Counts the codes, and puts each dead one on a vector of this batch, chosen at random."""
        model = cast(DiscreteModel, model)
        assert self._seen is not None
        vectors, codes = self._seen[0].flatten(0, 2), self._seen[1].flatten()
        fair = len(codes) / self.recipe.codes
        now = torch.bincount(codes, minlength=self.recipe.codes) / fair
        model.usage.lerp_(now.to(model.usage.dtype), 1.0 - REMEMBERED)
        chosen = torch.randint(len(vectors), (self.recipe.codes,), generator=batch.generator, device=vectors.device)
        dead = (model.usage < DEAD_SHARE).unsqueeze(1)
        model.codebook.data.copy_(torch.where(dead, vectors[chosen], model.codebook.data))
        model.usage.copy_(torch.where(dead.squeeze(1), torch.ones_like(model.usage), model.usage))
