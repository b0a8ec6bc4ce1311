"""Importance-weighted estimate of log p(x), and the ELBO it starts from (Burda 2016)."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Self

import torch
from torch import Generator, Tensor

from vae_models.objectives import kl_to_standard_normal, reparameterise

ROWS = 4096  # codes decoded at a time

# log p(x | z) of images `(m, ...)` and codes `(m, latent_dim)`, row by row: `(m,)`, nats.
LogLikelihood = Callable[[Tensor, Tensor], Tensor]
Tick = Callable[[float], None]


@dataclass(frozen=True, eq=False)
class Bound:
    """One number an image, each `(n,)` float64, nats.

    `log_likelihood` is log (1/K) sum_k w_k with w_k = p(x, z_k) / q(z_k | x), which is log p(x) at most on average (eq. 8);
    `error` is its standard error from the spread of the weights; `effective` is (sum w)^2 / sum w^2, in [1, K].
    """

    log_likelihood: Tensor
    error: Tensor
    effective: Tensor

    @classmethod
    def from_sums(cls, log_sum: Tensor, log_squares: Tensor, samples: int) -> Self:
        """From log sum w and log sum w^2."""
        effective = torch.exp(2 * log_sum - log_squares)
        # The delta method: var(log mean w) = var(w) / (K mean(w)^2).
        variance = (1 / effective - 1 / samples).clamp_min(0) * samples / max(1, samples - 1)
        return cls(log_sum - math.log(samples), variance.sqrt(), effective)


@torch.inference_mode()
def importance_weighted(
    images: Tensor, mu: Tensor, logvar: Tensor, log_likelihood: LogLikelihood, samples: int, generator: Generator,
    tick: Tick | None = None,
) -> Bound:  # fmt: skip
    """The bound with `samples` codes an image, drawn from the posteriors N(mu, exp(logvar)), each `(n, latent_dim)`.

    The prior is N(0, I). `tick` is called with the share that is done, in [0, 1]; what it raises passes through.
    """
    block = max(1, ROWS // min(samples, ROWS))
    done = []
    for start in range(0, len(images), block):
        part = slice(start, start + block)
        done.append(_block(images[part], mu[part], logvar[part], log_likelihood, samples, generator))
        if tick is not None:
            tick(min(1.0, (start + block) / len(images)))
    log_sum, log_squares = (torch.cat(sums) for sums in zip(*done, strict=True))
    return Bound.from_sums(log_sum, log_squares, samples)


def _block(
    images: Tensor, mu: Tensor, logvar: Tensor, log_likelihood: LogLikelihood, samples: int, generator: Generator
) -> tuple[Tensor, Tensor]:
    """log sum w and log sum w^2 of a few images, each `(n,)`, a part of the samples at a time."""
    log_sum = torch.full((len(images),), -math.inf, dtype=torch.float64)
    log_squares = log_sum.clone()
    left = samples
    while left:
        now = min(left, max(1, ROWS // len(images)))
        weights = _log_weights(images, mu, logvar, log_likelihood, now, generator)  # (n, now)
        log_sum = torch.logaddexp(log_sum, weights.logsumexp(1))
        log_squares = torch.logaddexp(log_squares, (2 * weights).logsumexp(1))
        left -= now
    return log_sum, log_squares


def _log_weights(
    images: Tensor, mu: Tensor, logvar: Tensor, log_likelihood: LogLikelihood, samples: int, generator: Generator
) -> Tensor:
    """log p(x | z) + log p(z) - log q(z | x) of samples from q: `(n, samples)` float64."""
    count, latent_dim = mu.shape
    eps = torch.randn(count * samples, latent_dim, generator=generator, dtype=mu.dtype)
    mu, logvar, repeated = (tensor.repeat_interleave(samples, 0) for tensor in (mu, logvar, images))
    z = reparameterise(mu, logvar, eps)
    # Both normal densities have the same constant, which cancels.
    log_ratio = 0.5 * (eps.double().square() + logvar.double() - z.double().square()).sum(1)
    return (log_likelihood(repeated, z).double() + log_ratio).reshape(count, samples)


@torch.inference_mode()
def elbo_parts(
    images: Tensor, mu: Tensor, logvar: Tensor, log_likelihood: LogLikelihood, generator: Generator, samples: int = 1
) -> tuple[Tensor, Tensor]:
    """-E_q log p(x | z), estimated with `samples` codes an image, `(n,)`; and the exact KL `(n, latent_dim)`, nats."""
    total = torch.zeros(len(images), dtype=torch.float64)
    for _ in range(samples):
        z = reparameterise(mu, logvar, torch.randn(mu.shape, generator=generator, dtype=mu.dtype))
        parts = zip(images.split(ROWS), z.split(ROWS), strict=True)
        total -= torch.cat([log_likelihood(chunk, codes) for chunk, codes in parts]).double()
    return total / samples, kl_to_standard_normal(mu, logvar)
