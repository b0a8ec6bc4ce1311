"""Maximum mean discrepancy between codes and prior, instead of the KL (WAE) or beside it (InfoVAE)."""

from collections.abc import Callable

import torch
from torch import Tensor

from vae_models.models.base import Codes
from vae_models.objectives.base import Batch, CodeObjective

Kernel = Callable[[Tensor, Tensor], Tensor]

SCALES = (0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0)  # of the kernel's width: no single one sees both near and far


def _squared_distances(x: Tensor, y: Tensor) -> Tensor:
    return (x.unsqueeze(1) - y.unsqueeze(0)).square().sum(2)


def inverse_multiquadratics(x: Tensor, y: Tensor) -> Tensor:
    """k(x, y) = C / (C + |x - y|²), C = 2 d s, for a prior of variance 1 (Tolstikhin 2018, section 4); mean over seven scales s.

    Code that sums the seven needs a lambda that is a seventh of the recipe's beta for the same objective.
    x: `(n, d)`, y: `(m, d)`. Returns `(n, m)`, in (0, 1].
    """
    distances = _squared_distances(x, y)
    widths = [2.0 * x.shape[1] * scale for scale in SCALES]
    return torch.stack([width / (width + distances) for width in widths]).mean(0)


def gaussian_kernel(x: Tensor, y: Tensor) -> Tensor:
    """k(x, y) = exp(-|x - y|² / 2 d) (Zhao 2017, section 3), of a width like the prior's own distances. `(n, m)`."""
    return torch.exp(-_squared_distances(x, y) / (2.0 * x.shape[1]))


def mmd(x: Tensor, y: Tensor, kernel: Kernel) -> Tensor:
    """The unbiased estimate of MMD² between two samples (Gretton 2012, eq. 3), `()`; 0 where a sample has no pairs.

    x: `(n, d)`, y: `(m, d)`.
    """
    if min(len(x), len(y)) < 2:
        return x.new_zeros(())
    return _pairs(kernel(x, x)) + _pairs(kernel(y, y)) - 2.0 * kernel(x, y).mean()


def _pairs(matrix: Tensor) -> Tensor:
    """The mean of `(n, n)` without its diagonal."""
    n = len(matrix)
    return (matrix.sum() - matrix.diagonal().sum()) / (n * (n - 1))


def _prior_like(z: Tensor, batch: Batch) -> Tensor:
    return torch.empty_like(z).normal_(generator=batch.generator)


class PriorMMD(CodeObjective):
    """WAE-MMD: reconstruction + lambda MMD²(codes, prior) (Tolstikhin 2018, eq. 4); lambda is the recipe's beta.

    The kernel is the mean of seven inverse multiquadratics.
    """

    def kl_weight(self, weight: float) -> float:
        return 0.0

    def penalty(self, codes: Codes, kl: Tensor, batch: Batch, weight: float) -> Tensor:
        return weight * mmd(codes.z, _prior_like(codes.z, batch), inverse_multiquadratics)


class InfoMMD(CodeObjective):
    """InfoVAE: reconstruction + (1 - alpha) KL + (alpha + lambda - 1) MMD (Zhao 2017, section 3); lambda is the recipe's beta.

    The kernel is the Gaussian one. A schedule lets lambda grow from 0; the MMD is left out until its weight is
    positive, for it is never to be rewarded.
    """

    def kl_weight(self, weight: float) -> float:
        return 1.0 - self.recipe.alpha

    def penalty(self, codes: Codes, kl: Tensor, batch: Batch, weight: float) -> Tensor:
        return max(0.0, self.recipe.alpha + weight - 1.0) * mmd(codes.z, _prior_like(codes.z, batch), gaussian_kernel)
