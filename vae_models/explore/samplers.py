"""Where a sample's code comes from: the prior, a mixture fitted to the data's codes, or the codes themselves. numpy only.

Every sampler gives the same codes for the same seed.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, Self

import numpy as np
from numpy.random import Generator
from numpy.typing import ArrayLike, NDArray

from vae_models.errors import ModelError

NOT_ITS_PRIOR = "N(0, I), not its prior"

COMPONENTS = 10
FULL_COVARIANCE_DIMENSIONS = 64  # with more, each component is axis-aligned
FIT_CODES = 10_000

Floats = NDArray[np.float32]


class Sampler(Protocol):
    """Draws codes."""

    def sample(self, n: int, seed: int) -> Floats:
        """Codes `(n, latent_dim)`."""


@dataclass(frozen=True)
class PriorSampler:
    """z ~ N(0, I), what the model was asked to make its codes look like."""

    latent_dim: int

    def sample(self, n: int, seed: int) -> Floats:
        return np.random.default_rng(seed).standard_normal((n, self.latent_dim), dtype=np.float32)


@dataclass(frozen=True, eq=False)
class CodebookSampler:
    """Every place of a grid takes a random entry, all alike: what VQ-VAE's bound assumes (van den Oord 2017, section 3.1).

    entries: `(codes, numbers)`; a code is the entries of all places, one after another.
    """

    entries: Floats
    places: int

    def sample(self, n: int, seed: int) -> Floats:
        chosen = np.random.default_rng(seed).integers(0, len(self.entries), (n, self.places))
        return np.asarray(self.entries[chosen].reshape(n, -1), np.float32)


@dataclass(frozen=True, eq=False)
class AggregateSampler:
    """A random image's posterior, sampled: q(z) = mean over images of q(z | x) (Makhzani 2015).

    mu, sigma: `(images, latent_dim)`; sigma is 0 where codes are points, so that samples are codes of images.
    """

    mu: Floats
    sigma: Floats

    def sample(self, n: int, seed: int) -> Floats:
        rng = np.random.default_rng(seed)
        image = rng.integers(0, len(self.mu), n)
        eps = rng.standard_normal((n, self.mu.shape[1]), dtype=np.float32)
        return np.asarray(self.mu[image] + self.sigma[image] * eps, np.float32)


@dataclass(frozen=True, eq=False)
class MixtureSampler:
    """A Gaussian mixture: weights `(components,)`, means `(components, latent_dim)`, roots `(components, latent_dim, latent_dim)`.

    roots[k] roots[k]^T is the covariance of component k.
    """

    weights: NDArray[np.float64]
    means: NDArray[np.float64]
    roots: NDArray[np.float64]

    @classmethod
    def fit(cls, codes: ArrayLike, components: int = COMPONENTS, seed: int = 0) -> Self:
        """By expectation maximisation on codes `(n, latent_dim)`; fewer components where there are few codes (Ghosh 2020)."""
        import warnings

        from sklearn.exceptions import ConvergenceWarning
        from sklearn.mixture import GaussianMixture

        values = np.asarray(codes, np.float64)
        if len(values) < 2:
            raise ModelError("A mixture needs the codes of at least two images; choose a larger data set.")
        full = values.shape[1] <= FULL_COVARIANCE_DIMENSIONS
        components = max(1, min(components, len(values) // (2 * (values.shape[1] + 1))))
        mixture = GaussianMixture(
            components, covariance_type="full" if full else "diag", reg_covar=1e-6, random_state=seed
        )
        with warnings.catch_warnings():
            warnings.simplefilter(
                "ignore", ConvergenceWarning
            )  # a fit that could still improve is good enough to draw from
            mixture.fit(values)
        spread = mixture.covariances_
        roots = np.linalg.cholesky(spread) if full else np.stack([np.diag(np.sqrt(row)) for row in spread])
        return cls(mixture.weights_, mixture.means_, roots)

    def sample(self, n: int, seed: int) -> Floats:
        rng = np.random.default_rng(seed)
        component = rng.choice(len(self.weights), n, p=self.weights / self.weights.sum())
        eps = rng.standard_normal((n, self.means.shape[1]))
        return np.asarray(self.means[component] + _rows_times(self.roots, component, eps), np.float32)


def _rows_times(
    roots: NDArray[np.float64], component: NDArray[np.int64], eps: NDArray[np.float64]
) -> NDArray[np.float64]:
    """roots[component[i]] eps[i] for each row, without a matrix for each row."""
    moved = np.empty_like(eps)
    for k, root in enumerate(roots):
        moved[component == k] = eps[component == k] @ root.T
    return moved


def _one_of_each(mu: Floats, sigma: Floats, rng: Generator) -> Floats:
    chosen = rng.permutation(len(mu))[:FIT_CODES]
    eps = rng.standard_normal((len(chosen), mu.shape[1]), dtype=np.float32)
    return np.asarray(mu[chosen] + sigma[chosen] * eps, np.float32)


@dataclass(frozen=True)
class SamplerKind:
    """A way to get a code. `fit` makes the sampler from posteriors of training images, their means and standard deviations
    `(images, latent_dim)`, the model's prior and a seed."""

    title: str
    tip: str
    fit: Callable[[Floats, Floats, Sampler, int], Sampler]


def _the_prior(mu: Floats, sigma: Floats, prior: Sampler, seed: int) -> Sampler:
    return prior


def _mixture(mu: Floats, sigma: Floats, prior: Sampler, seed: int) -> Sampler:
    return MixtureSampler.fit(_one_of_each(mu, sigma, np.random.default_rng(seed)), seed=seed)


def _aggregate(mu: Floats, sigma: Floats, prior: Sampler, seed: int) -> Sampler:
    return AggregateSampler(mu, sigma)


SAMPLERS: dict[str, SamplerKind] = {
    "prior": SamplerKind("Prior N(0, I)", "z from the model's prior", _the_prior),
    "mixture": SamplerKind(
        "Gaussian mixture", "z from a mixture of Gaussians that was fitted to the codes of training images", _mixture
    ),
    "aggregate": SamplerKind(
        "Aggregate posterior",
        "z is the code of a random training image, with its posterior's noise where it has one",
        _aggregate,
    ),
}


def fit_samplers(mu: ArrayLike, sigma: ArrayLike, seed: int = 0, prior: Sampler | None = None) -> dict[str, Sampler]:
    """All of them for the posteriors of training images: mu, sigma `(images, latent_dim)`; sigma is 0 where codes are points.

    The prior is N(0, I) unless another is given (`Predictor.prior` is the model's). The mixture is fitted to one sample of
    each posterior, of 10,000 images at most.
    """
    means, sigmas = np.asarray(mu, np.float32), np.asarray(sigma, np.float32)
    known = prior or PriorSampler(means.shape[1])
    return {name: kind.fit(means, sigmas, known, seed) for name, kind in SAMPLERS.items()}
