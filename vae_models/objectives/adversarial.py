"""Objectives with a discriminator: the adversarial autoencoder, and FactorVAE's total correlation."""

import torch
from torch import Tensor
from torch.nn import functional

from vae_models.models.base import Codes, Model
from vae_models.objectives.base import Batch, CodeObjective
from vae_models.objectives.discriminator import Discriminator
from vae_models.recipe.recipe import Recipe


def permute_dimensions(z: Tensor, generator: torch.Generator | None) -> Tensor:
    """Each dimension shuffled over the batch for itself: a sample of the product of q(z_j) (Kim 2018, algorithm 1).

    z: `(batch, latent_dim)`; the same shape comes back.
    """
    order = torch.rand(z.shape, generator=generator, device=z.device).argsort(0)
    return z.gather(0, order)


class AgainstDiscriminator(CodeObjective):
    """The model's step and then, on the same codes, the discriminator's."""

    def __init__(self, recipe: Recipe, images: int, device: torch.device | None = None) -> None:
        super().__init__(recipe, images, device)
        self.discriminator = Discriminator(recipe.latent_dim, recipe.learning_rate, device)
        self._codes: Tensor | None = None

    def other_codes(self, z: Tensor, batch: Batch) -> Tensor:
        """What the discriminator must tell z from, `(batch, latent_dim)`."""
        raise NotImplementedError

    def pressure(self, logits: Tensor) -> Tensor:
        """What the model pays for the discriminator's logits `(batch,)` of its codes, `()`."""
        raise NotImplementedError

    def penalty(self, codes: Codes, kl: Tensor, batch: Batch, weight: float) -> Tensor:
        self._codes = codes.z.detach()
        return weight * self.pressure(self.discriminator(codes.z))

    def after_backward(self, model: Model, batch: Batch) -> None:
        if self._codes is not None:
            self.discriminator.learn(self._codes, self.other_codes(self._codes, batch))

    def set_learning_rate(self, learning_rate: float) -> None:
        self.discriminator.set_learning_rate(learning_rate)

    def state(self) -> dict[str, Tensor]:
        return self.discriminator.state()

    def load_state(self, tensors: dict[str, Tensor]) -> None:
        self.discriminator.load_state(tensors)


class Adversarial(AgainstDiscriminator):
    """Adversarial autoencoder: codes that no discriminator tells from the prior, in place of the KL (Makhzani 2015).

    The encoder pays -log of the chance that its code is taken for one of the prior (Goodfellow 2014, section 3).
    """

    def kl_weight(self, weight: float) -> float:
        return 0.0

    def other_codes(self, z: Tensor, batch: Batch) -> Tensor:
        return torch.empty_like(z).normal_(generator=batch.generator)

    def pressure(self, logits: Tensor) -> Tensor:
        return functional.softplus(logits).mean()


class DensityRatio(AgainstDiscriminator):
    """FactorVAE: ELBO + gamma TC, the total correlation read off a discriminator's density ratio (Kim 2018, eq. 2, 3).

    Gamma is the recipe's beta. The shuffled codes come from the same batch, which spares a second pass of the encoder.
    """

    def other_codes(self, z: Tensor, batch: Batch) -> Tensor:
        return permute_dimensions(z, batch.generator)

    def pressure(self, logits: Tensor) -> Tensor:
        return logits.mean()
