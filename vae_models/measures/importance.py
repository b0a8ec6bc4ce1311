"""Importance-weighted estimate of log p(x), and the ELBO it starts from (Burda 2016)."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, Self

import torch
from torch import Generator, Tensor

from vae_models.models.gaussian import reparameterise

ROWS = 512  # codes decoded at a time: their images stay in the processor's cache
WIDE = 3.0  # times the posterior's sigma

# log p(x | z) of images `(m, ...)` and codes `(m, latent_dim)`, row by row: `(m,)`, nats.
LogLikelihood = Callable[[Tensor, Tensor], Tensor]
Tick = Callable[[float], None]


class Proposal(Protocol):
    """q(z | x), each number of z normal given those before it."""

    def draw(self, images: Tensor, eps: Tensor) -> Tensor:
        """A code of each image `(m, ...)`, made from eps `(m, latent_dim)` ~ N(0, I): `(m, latent_dim)`."""

    def at(self, images: Tensor, z: Tensor) -> tuple[Tensor, Tensor]:
        """mu and logvar that each number of z `(m, latent_dim)` is drawn with."""


@dataclass(frozen=True, eq=False)
class Bound:
    """One number an image, each `(n,)` float64, nats.

    `log_likelihood` is log (1/K) sum_k w_k with w_k = p(x, z_k) / r(z_k), which is log p(x) at most on average (eq. 8); r is
    what the codes were drawn from. `spread` is its standard error by the weights that were seen, NaN for K = 1: it knows
    nothing of a mode that no code has met, and is no error of log p(x). `effective` is (sum w)^2 / sum w^2, in [1, K];
    `elbo` is the mean of log p(x, z_k) / q(z_k | x) over the codes of the posterior.
    """

    log_likelihood: Tensor
    spread: Tensor
    effective: Tensor
    elbo: Tensor

    @classmethod
    def from_sums(cls, sums: "_Sums", samples: int) -> Self:
        effective = torch.exp(2 * sums.log_sum - sums.log_squares)
        # The delta method: var(log mean w) = var(w) / (K mean(w)^2).
        variance = (1 / effective - 1 / samples).clamp_min(0) * samples / (samples - 1 or math.nan)
        return cls(sums.log_sum - math.log(samples), variance.sqrt(), effective, sums.sum_of_elbos / sums.elbos)


@dataclass
class _Sums:
    """log sum w, log sum w^2 and the sum of `elbos` log ratios of the posterior's codes, each `(n,)` float64."""

    log_sum: Tensor
    log_squares: Tensor
    sum_of_elbos: Tensor
    elbos: int = 0

    @classmethod
    def empty(cls, count: int) -> Self:
        nothing = torch.full((count,), -math.inf, dtype=torch.float64)
        return cls(nothing, nothing.clone(), torch.zeros(count, dtype=torch.float64))

    @classmethod
    def joined(cls, parts: "list[_Sums]") -> Self:
        triples = [(part.log_sum, part.log_squares, part.sum_of_elbos) for part in parts]
        log_sum, log_squares, sum_of_elbos = map(torch.cat, zip(*triples, strict=True))
        return cls(log_sum, log_squares, sum_of_elbos, parts[0].elbos)

    def add(self, log_weights: Tensor, elbos: Tensor) -> None:
        """log_weights: `(n, samples)`; elbos: `(n, those of the posterior)`."""
        self.log_sum = torch.logaddexp(self.log_sum, log_weights.logsumexp(1))
        self.log_squares = torch.logaddexp(self.log_squares, (2 * log_weights).logsumexp(1))
        self.sum_of_elbos = self.sum_of_elbos + elbos.sum(1)
        self.elbos += elbos.shape[1]


@torch.inference_mode()
def importance_weighted(
    images: Tensor, latent_dim: int, proposal: Proposal, log_likelihood: LogLikelihood, samples: int,
    generator: Generator, tick: Tick | None = None,
) -> Bound:  # fmt: skip
    """The bound with `samples` codes for each of the images `(n, ...)`; the prior is N(0, I).

    Half of the codes are drawn from the posterior, a quarter with three times its sigma, a quarter from the prior, and all
    are weighted by the mixture of the three (a defensive mixture: Hesterberg 1995): a second mode that the posterior
    leaves out is then found, and no weight is more than twice what it is without. Fewer than four all come from the posterior.

    What `images` are is for the two functions to know; numbers of images do as well. `tick` is called with the share that
    is done, in [0, 1]; what it raises passes through.
    """
    block = max(1, ROWS // min(samples, ROWS))
    parts = []
    for start in range(0, len(images), block):
        part = images[start : start + block]
        sums = _Sums.empty(len(part))
        left = samples
        while left:
            now = min(left, max(1, ROWS // len(part)))
            sums.add(*_log_weights(part, latent_dim, proposal, log_likelihood, now, generator))
            left -= now
        parts.append(sums)
        if tick is not None:
            tick(min(1.0, (start + block) / len(images)))
    return Bound.from_sums(_Sums.joined(parts), samples)


def _log_weights(
    images: Tensor, latent_dim: int, proposal: Proposal, log_likelihood: LogLikelihood, samples: int, generator: Generator
) -> tuple[Tensor, Tensor]:  # fmt: skip
    """log p(x, z) - log r(z) `(n, samples)`, and log p(x, z) - log q(z | x) of the posterior's own; float64."""
    others = samples // 4
    own = samples - 2 * others
    eps = torch.randn(len(images), samples, latent_dim, generator=generator)
    eps[:, own : own + others] *= WIDE
    near = eps[:, : own + others].flatten(0, 1)
    drawn = proposal.draw(images.repeat_interleave(own + others, 0), near).unflatten(0, (len(images), -1))
    z = torch.cat([drawn, eps[:, own + others :]], 1).flatten(0, 1)
    repeated = images.repeat_interleave(samples, 0)
    mu, logvar = proposal.at(repeated, z)
    prior = _log_normal(z, torch.zeros_like(z), torch.zeros_like(z))
    posterior = _log_normal(z, mu, logvar)
    joint = (log_likelihood(repeated, z).double() + prior).unflatten(0, (len(images), -1))
    elbos = (joint - posterior.unflatten(0, joint.shape))[:, :own]
    if not others:
        return elbos, elbos
    mixture = torch.stack([posterior, _log_normal(z, mu, logvar + 2 * math.log(WIDE)), prior])
    shares = torch.tensor([own, others, others], dtype=torch.float64) / samples
    return joint - (mixture + shares.log()[:, None]).logsumexp(0).unflatten(0, joint.shape), elbos


def _log_normal(z: Tensor, mu: Tensor, logvar: Tensor) -> Tensor:
    """log N(z; mu, exp(logvar)) `(m,)` float64, without the constant, which all densities of z share."""
    z, mu, logvar = z.double(), mu.double(), logvar.double()
    return -0.5 * ((z - mu).square() * (-logvar).exp() + logvar).sum(1)


@dataclass(frozen=True, eq=False)
class GaussianProposal:
    """Known posteriors N(mu, exp(logvar)), each `(n, latent_dim)`, of images that are given by number."""

    mu: Tensor
    logvar: Tensor

    def draw(self, images: Tensor, eps: Tensor) -> Tensor:
        return reparameterise(*self.at(images, eps), eps)

    def at(self, images: Tensor, z: Tensor) -> tuple[Tensor, Tensor]:
        return self.mu[images], self.logvar[images]
