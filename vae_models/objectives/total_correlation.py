"""beta-TCVAE: the KL taken apart, and its total correlation weighted alone (Chen 2018, "Isolating sources")."""

import math

import torch
from torch import Tensor

from vae_models.models.base import Codes
from vae_models.objectives.base import Batch, CodeObjective


def log_density_pairs(z: Tensor, mu: Tensor, logvar: Tensor) -> Tensor:
    """log q(z_j of sample i | image k), nats: `(batch, batch, latent_dim)`, samples first. All are `(batch, latent_dim)`."""
    squares = (z.unsqueeze(1) - mu.unsqueeze(0)).square() * torch.exp(-logvar).unsqueeze(0)
    return -0.5 * (squares + logvar.unsqueeze(0) + math.log(2.0 * math.pi))


def stratified_weights(batch: int, images: int, like: Tensor) -> Tensor:
    """log of the weights `(batch, batch)` that make q(z) of sample i a mean over images k (appendix C.2).

    The image that the sample came from stands for itself alone, 1/N; M - 1 others for the rest of the data, 1/M each; the
    last one for what is left, (N - M) / (N M), with M = batch - 1. Each row sums to 1.
    """
    others = batch - 1
    weights = like.new_full((batch, batch), 1.0 / others)
    rows = torch.arange(batch, device=like.device)
    weights[rows, (rows + 1) % batch] = max(images - others, 0) / (images * others)
    weights[rows, rows] = 1.0 / images
    return weights.log()


def total_correlation(z: Tensor, mu: Tensor, logvar: Tensor, images: int) -> Tensor:
    """KL(q(z) || product of q(z_j)) by minibatch stratified sampling from `images` in all, `()`, nats; 0 for a batch of 1.

    z, mu, logvar: `(batch, latent_dim)`.
    """
    if len(z) < 2:
        return z.new_zeros(())
    pairs = log_density_pairs(z, mu, logvar)
    weights = stratified_weights(len(z), max(images, len(z)), z)
    joint = torch.logsumexp(pairs.sum(2) + weights, 1)
    marginals = torch.logsumexp(pairs + weights.unsqueeze(2), 1)
    return (joint - marginals.sum(1)).mean()


class TotalCorrelation(CodeObjective):
    """reconstruction + mutual information + beta TC + dimension-wise KL (eq. 4), which is the ELBO + (beta - 1) TC."""

    def penalty(self, codes: Codes, kl: Tensor, batch: Batch, weight: float) -> Tensor:
        assert codes.logvar is not None
        return (weight - 1.0) * total_correlation(codes.z, codes.mu, codes.logvar, self.images)
