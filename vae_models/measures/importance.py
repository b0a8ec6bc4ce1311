"""Importance-weighted estimate of log p(x), and the ELBO it starts from (Burda 2016)."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Self

import torch
from torch import Generator, Tensor

from vae_models.objectives import reparameterise

ROWS = 512  # codes decoded at a time: their images stay in the processor's cache

# log p(x | z) of images `(m, ...)` and codes `(m, latent_dim)`, row by row: `(m,)`, nats.
LogLikelihood = Callable[[Tensor, Tensor], Tensor]
# A code of each image `(m, ...)`, made from eps `(m, latent_dim)` ~ N(0, I), and the log variance it was drawn with.
Proposal = Callable[[Tensor, Tensor], tuple[Tensor, Tensor]]
Tick = Callable[[float], None]


@dataclass(frozen=True, eq=False)
class Bound:
    """One number an image, each `(n,)` float64, nats.

    `log_likelihood` is log (1/K) sum_k w_k with w_k = p(x, z_k) / q(z_k | x), which is log p(x) at most on average (eq. 8);
    `error` is its standard error from the spread of the weights; `effective` is (sum w)^2 / sum w^2, in [1, K]; `elbo` is
    the mean of log w_k.
    """

    log_likelihood: Tensor
    error: Tensor
    effective: Tensor
    elbo: Tensor

    @classmethod
    def from_sums(cls, sums: "_Sums", samples: int) -> Self:
        effective = torch.exp(2 * sums.log_sum - sums.log_squares)
        # The delta method: var(log mean w) = var(w) / (K mean(w)^2).
        variance = (1 / effective - 1 / samples).clamp_min(0) * samples / max(1, samples - 1)
        return cls(sums.log_sum - math.log(samples), variance.sqrt(), effective, sums.sum_of_logs / samples)


@dataclass
class _Sums:
    """log sum w, log sum w^2 and sum log w, each `(n,)` float64."""

    log_sum: Tensor
    log_squares: Tensor
    sum_of_logs: Tensor

    @classmethod
    def empty(cls, count: int) -> Self:
        nothing = torch.full((count,), -math.inf, dtype=torch.float64)
        return cls(nothing, nothing.clone(), torch.zeros(count, dtype=torch.float64))

    def add(self, log_weights: Tensor) -> None:
        """log_weights: `(n, samples)`."""
        self.log_sum = torch.logaddexp(self.log_sum, log_weights.logsumexp(1))
        self.log_squares = torch.logaddexp(self.log_squares, (2 * log_weights).logsumexp(1))
        self.sum_of_logs = self.sum_of_logs + log_weights.sum(1)


@torch.inference_mode()
def importance_weighted(
    images: Tensor, latent_dim: int, proposal: Proposal, log_likelihood: LogLikelihood, samples: int,
    generator: Generator, tick: Tick | None = None,
) -> Bound:  # fmt: skip
    """The bound with `samples` codes for each of the images `(n, ...)`; the prior is N(0, I).

    What `images` are is for the two functions to know; numbers of images do as well. `tick` is called with the share that
    is done, in [0, 1]; what it raises passes through.
    """
    block = max(1, ROWS // min(samples, ROWS))
    bounds = []
    for start in range(0, len(images), block):
        part = images[start : start + block]
        sums = _Sums.empty(len(part))
        left = samples
        while left:
            now = min(left, max(1, ROWS // len(part)))
            sums.add(_log_weights(part, latent_dim, proposal, log_likelihood, now, generator))
            left -= now
        bounds.append(sums)
        if tick is not None:
            tick(min(1.0, (start + block) / len(images)))
    names = ("log_sum", "log_squares", "sum_of_logs")
    return Bound.from_sums(_Sums(*(torch.cat([getattr(sums, name) for sums in bounds]) for name in names)), samples)


def _log_weights(
    images: Tensor,
    latent_dim: int,
    proposal: Proposal,
    log_likelihood: LogLikelihood,
    samples: int,
    generator: Generator,
) -> Tensor:
    """log p(x | z) + log p(z) - log q(z | x) of samples from q: `(n, samples)` float64."""
    eps = torch.randn(len(images) * samples, latent_dim, generator=generator)
    repeated = images.repeat_interleave(samples, 0)
    z, logvar = proposal(repeated, eps)
    # Both normal densities have the same constant, which cancels.
    log_ratio = 0.5 * (eps.double().square() + logvar.double() - z.double().square()).sum(1)
    return (log_likelihood(repeated, z).double() + log_ratio).reshape(len(images), samples)


def gaussian_proposal(mu: Tensor, logvar: Tensor) -> Proposal:
    """Draws from known posteriors N(mu, exp(logvar)), each `(n, latent_dim)`, of images that are given by number."""

    def draw(rows: Tensor, eps: Tensor) -> tuple[Tensor, Tensor]:
        return reparameterise(mu[rows], logvar[rows], eps), logvar[rows]

    return draw
