"""Gaussian posteriors of codes: what an encoder's heads mean, a sample that gradients pass through, the KL to the prior."""

import torch
from torch import Tensor

from vae_models.recipe.named import Sigma


def kl_to_standard_normal(mu: Tensor, logvar: Tensor) -> Tensor:
    """KL(N(mu, exp(logvar)) || N(0, 1)) of each dimension (Kingma & Welling 2014, appendix B).

    mu, logvar: `(batch, latent_dim)`. Returns `(batch, latent_dim)`, nats.
    """
    return 0.5 * (mu.square() + logvar.exp() - 1.0 - logvar)


def to_logvar(head: Tensor, sigma: Sigma) -> Tensor:
    """The log variance that an encoder's second head stands for: itself, or twice it when the head is log sigma."""
    return head if sigma == "logvar" else 2.0 * head


def reparameterise(mu: Tensor, logvar: Tensor, eps: Tensor) -> Tensor:
    """z = mu + sigma * eps (Kingma & Welling 2014, eq. 4), all `(batch, latent_dim)`, eps drawn from N(0, I)."""
    return mu + torch.exp(0.5 * logvar) * eps
