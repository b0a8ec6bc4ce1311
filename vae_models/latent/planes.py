"""Flat two-dimensional slices of a latent space: every point of a slice is one latent vector."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from vae_models.errors import ModelError

_PARALLEL = 1e-6


@dataclass(frozen=True, eq=False)
class Plane:
    """The slice z = origin + u e1 + v e2.

    origin, e1, e2: `(latent_dim,)`, kept as read-only float64. The functions of this module give orthonormal
    directions, so that u and v count prior standard deviations. In a one-dimensional latent space e2 is zero.

    Raises ModelError when the vectors differ in length or are not finite.
    """

    origin: np.ndarray
    e1: np.ndarray
    e2: np.ndarray

    def __post_init__(self) -> None:
        for name in ("origin", "e1", "e2"):
            vector = np.array(getattr(self, name), dtype=np.float64)
            if vector.ndim != 1 or vector.shape != np.shape(self.origin):
                raise ModelError("The vectors of a latent plane differ in length; choose codes of one model.")
            if not np.isfinite(vector).all():
                raise ModelError("A latent plane needs finite numbers; choose other codes for it.")
            vector.setflags(write=False)
            object.__setattr__(self, name, vector)

    @property
    def latent_dim(self) -> int:
        return len(self.origin)

    def point(self, u: np.ndarray | float, v: np.ndarray | float) -> np.ndarray:
        """The latent vectors at (u, v), which are broadcast together. Returns `(..., latent_dim)` float64."""
        u, v = np.broadcast_arrays(np.asarray(u, dtype=np.float64), np.asarray(v, dtype=np.float64))
        return self.origin + u[..., None] * self.e1 + v[..., None] * self.e2

    def grid(self, us: np.ndarray, vs: np.ndarray) -> np.ndarray:
        """The latent vectors of a grid, `(len(vs), len(us), latent_dim)`: a row for each v in the order given."""
        return self.point(np.asarray(us)[None, :], np.asarray(vs)[:, None])

    def coordinates(self, z: np.ndarray) -> np.ndarray:
        """The (u, v) whose point lies nearest to z (least squares).

        z: `(..., latent_dim)`. Returns `(..., 2)` float64. Raises ModelError when z has another length.
        """
        return self._offset(z) @ self._projection.T

    def distance(self, z: np.ndarray) -> np.ndarray:
        """How far z lies off the plane, in prior standard deviations. z: `(..., latent_dim)`. Returns `(...)`."""
        coordinates = self.coordinates(z)
        nearest = self.point(coordinates[..., 0], coordinates[..., 1])
        return np.linalg.norm(np.asarray(z, dtype=np.float64) - nearest, axis=-1)

    def covariance(self, sigma: np.ndarray) -> np.ndarray:
        """Covariance of (u, v) for z with independent standard deviations. sigma: `(latent_dim,)`. Returns `(2, 2)`."""
        projection = self._projection
        return (projection * np.square(np.asarray(sigma, dtype=np.float64))) @ projection.T

    @cached_property
    def _projection(self) -> np.ndarray:
        return np.linalg.pinv(np.stack([self.e1, self.e2], axis=1))  # (2, latent_dim)

    def _offset(self, z: np.ndarray) -> np.ndarray:
        z = np.asarray(z, dtype=np.float64)
        if z.shape[-1:] != self.origin.shape:
            raise ModelError(
                f"A latent vector of this model has {self.latent_dim} numbers, not {z.shape[-1] if z.ndim else 1}."
            )
        return z - self.origin


def plane_of_dims(latent_dim: int, first: int = 0, second: int = 1, at: np.ndarray | None = None) -> Plane:
    """The plane along two dimensions, the others fixed at `at` (0 by default); (u, v) are the two values themselves.

    Raises ModelError when the model has no such dimensions. With latent_dim 1 the second direction is zero.
    """
    basis = np.eye(latent_dim)
    if latent_dim == 1:
        return Plane(np.zeros(1), basis[0], np.zeros(1))
    if first == second or not (0 <= first < latent_dim and 0 <= second < latent_dim):
        raise ModelError(f"Choose two different dimensions from 1 to {latent_dim} for the plane.")
    origin = np.zeros(latent_dim) if at is None else np.array(at, dtype=np.float64)
    if origin.shape != (latent_dim,):
        raise ModelError(f"The fixed code has {origin.size} numbers, but this model has {latent_dim} dimensions.")
    origin[[first, second]] = 0.0
    return Plane(origin, basis[first], basis[second])


def plane_of_axes(mu: np.ndarray, like: Plane | None = None) -> Plane:
    """The plane of the two leading principal axes of encoded data, through their mean (Pearson 1901).

    mu: `(n, latent_dim)`. `like`: a plane whose directions decide the signs, so that a map that follows a training model
    does not flip over. Raises ModelError when there are fewer than two codes, or one that is not finite.
    """
    mu = np.asarray(mu, dtype=np.float64)
    if mu.ndim != 2 or len(mu) < 2 or not np.isfinite(mu).all():
        raise ModelError("Principal axes need at least two encoded images with finite codes.")
    if mu.shape[1] == 1:
        return plane_of_dims(1)
    mean = mu.mean(axis=0)
    _, vectors = np.linalg.eigh(np.cov(mu, rowvar=False))
    axes = vectors[:, [-1, -2]].T
    return Plane(mean, *_turned_like(axes, like))


def _turned_like(axes: np.ndarray, like: Plane | None) -> np.ndarray:
    if like is None or like.latent_dim != axes.shape[1]:
        strongest = np.abs(axes).argmax(axis=1)
        return axes * np.where(axes[[0, 1], strongest] < 0, -1.0, 1.0)[:, None]
    agreement = (axes * np.stack([like.e1, like.e2])).sum(axis=1)
    return axes * np.where(agreement < 0, -1.0, 1.0)[:, None]


def plane_through(a: np.ndarray, b: np.ndarray, c: np.ndarray) -> Plane:
    """The plane through three codes: its origin is their mean, e1 points from a to b, e2 towards c.

    a, b, c: `(latent_dim,)`. Raises ModelError when they lie on one line.
    """
    a, b, c = (np.asarray(code, dtype=np.float64) for code in (a, b, c))
    if not a.shape == b.shape == c.shape or a.ndim != 1:
        raise ModelError("The three codes differ in length; choose images encoded by one model.")
    along = b - a
    length = np.linalg.norm(along)
    e1 = along / length if length > 0 else along
    across = (c - a) - (c - a) @ e1 * e1
    height = np.linalg.norm(across)
    if length == 0 or height <= _PARALLEL * np.maximum(length, np.linalg.norm(c - a)):
        raise ModelError("The three codes lie on one line; choose images that differ more.")
    return Plane((a + b + c) / 3.0, e1, across / height)
