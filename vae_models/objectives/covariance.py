"""Disentangled inferred prior: the aggregate posterior's covariance is drawn to the identity (Kumar 2018)."""

import torch
from torch import Tensor

from vae_models.models.base import Codes
from vae_models.objectives.base import Batch, CodeObjective


def aggregate_covariance(mu: Tensor, logvar: Tensor) -> Tensor:
    """Cov of z under the batch's mixture of posteriors: Cov[mu] + E[Sigma] (eq. 5), `(latent_dim, latent_dim)`."""
    centred = mu - mu.mean(0)
    return centred.t() @ centred / len(mu) + torch.diag(logvar.exp().mean(0))


class Moments(CodeObjective):
    """DIP-VAE-II: ELBO + lambda (sum of squared off-diagonals + sum of (diagonal - 1)²) of that covariance (eq. 7).

    Both of the paper's lambdas are the recipe's beta, as it recommends for the second form (section 4).
    """

    def penalty(self, codes: Codes, kl: Tensor, batch: Batch, weight: float) -> Tensor:
        assert codes.logvar is not None
        covariance = aggregate_covariance(codes.mu, codes.logvar)
        return weight * (covariance - torch.eye(len(covariance), device=covariance.device)).square().sum()
