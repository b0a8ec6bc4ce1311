"""The importance-weighted autoencoder: several samples of z for an image give a tighter bound (Burda 2016)."""

import math

import torch
from torch import Tensor

from vae_models.likelihoods.reconstruction import reconstruction_loss
from vae_models.models.base import Model
from vae_models.models.gaussian import kl_to_standard_normal, reparameterise
from vae_models.objectives.base import Batch, LossParts, Objective


def log_ratio_to_prior(z: Tensor, eps: Tensor, logvar: Tensor) -> Tensor:
    """log q(z | x) - log p(z) at z = mu + sigma eps, nats. All are `(..., latent_dim)`; returns `(...)`."""
    return 0.5 * (z.square() - eps.square() - logvar).sum(-1)


def importance_weighted_bound(log_weights: Tensor) -> Tensor:
    """log of the mean weight (eq. 8), nats: a bound on log p(x). log_weights: `(samples, batch)`; returns `(batch,)`."""
    return torch.logsumexp(log_weights, 0) - math.log(len(log_weights))


class ImportanceWeighted(Objective):
    """Minus the bound of `samples` samples; log w = log p(x | z) + weight (log p(z) - log q(z | x)), so beta 1 is the paper's.

    Reconstruction and KL are reported as a VAE's; the penalty is by how much the bound is tighter than they.
    """

    def parts(self, model: Model, batch: Batch, weight: float) -> LossParts:
        mu, logvar = model.encode(batch.inputs)
        assert logvar is not None
        eps = batch.eps.view(self.recipe.samples, *mu.shape)
        z = reparameterise(mu, logvar, eps)
        target = batch.target.repeat(self.recipe.samples, 1, 1, 1)
        per_sample = reconstruction_loss(self.recipe.reconstruction, model.decode(z.flatten(0, 1)), target).view(
            len(z), -1
        )
        bound = importance_weighted_bound(-per_sample - weight * log_ratio_to_prior(z, eps, logvar))
        reconstruction, kl = per_sample.mean(0), kl_to_standard_normal(mu, logvar)
        penalty = -bound.mean() - reconstruction.mean() - weight * kl.sum(1).mean()
        return LossParts(reconstruction, kl, weight, penalty)
