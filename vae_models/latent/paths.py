"""Ways through a latent space: interpolations, traversals of one dimension, arithmetic. Nothing here changes its input."""

import numpy as np

from vae_models.errors import ModelError

_PARALLEL = 1e-6


def _pair(a: np.ndarray, b: np.ndarray, steps: int) -> tuple[np.ndarray, np.ndarray]:
    a, b = np.asarray(a, dtype=np.float64), np.asarray(b, dtype=np.float64)
    if a.shape != b.shape or a.ndim != 1:
        raise ModelError("Two codes of different length have no path between them; choose codes of one model.")
    if steps < 2:
        raise ModelError("An interpolation needs at least two steps.")
    return a, b


def lerp(a: np.ndarray, b: np.ndarray, steps: int) -> np.ndarray:
    """The straight line from a to b, both included. a, b: `(latent_dim,)`. Returns `(steps, latent_dim)` float64."""
    a, b = _pair(a, b, steps)
    t = np.linspace(0.0, 1.0, steps)[:, None]
    return (1.0 - t) * a + t * b


def slerp(a: np.ndarray, b: np.ndarray, steps: int) -> np.ndarray:
    """The spherical interpolation from a to b, both included (Shoemake 1985; White 2016, section 2.1).

    a, b: `(latent_dim,)`. Returns `(steps, latent_dim)` float64. Between codes of equal length the angle grows evenly and
    the length stays; between others it follows the same weights, and both change unevenly. Codes on one line through 0
    have no such arc: then it is the straight line.
    """
    a, b = _pair(a, b, steps)
    lengths = np.linalg.norm(a) * np.linalg.norm(b)
    cosine = np.clip(a @ b / lengths, -1.0, 1.0) if lengths > 0 else 1.0
    angle = np.arccos(cosine)
    if np.sin(angle) < _PARALLEL:
        return lerp(a, b, steps)
    t = np.linspace(0.0, 1.0, steps)[:, None]
    return (np.sin((1.0 - t) * angle) * a + np.sin(t * angle) * b) / np.sin(angle)


def traversal(z: np.ndarray, dim: int, values: np.ndarray) -> np.ndarray:
    """Copies of z with dimension `dim` set to each value. z: `(latent_dim,)`. Returns `(len(values), latent_dim)` float64.

    Raises ModelError when there is no such dimension.
    """
    z = np.asarray(z, dtype=np.float64)
    if z.ndim != 1 or not 0 <= dim < len(z):
        raise ModelError(f"There is no latent dimension {dim + 1} in a code of {z.size} numbers.")
    copies = np.tile(z, (len(values), 1))
    copies[:, dim] = values
    return copies


def traversals(z: np.ndarray, values: np.ndarray) -> np.ndarray:
    """The traversal of every dimension around z. z: `(latent_dim,)`. Returns `(latent_dim, len(values), latent_dim)`."""
    return np.stack([traversal(z, dim, values) for dim in range(len(z))])


def arithmetic(a: np.ndarray, b: np.ndarray, c: np.ndarray) -> np.ndarray:
    """a - b + c: what tells a from b, added to c (Mikolov 2013; Radford 2016, section 6.3). `(..., latent_dim)`."""
    a, b, c = (np.asarray(code, dtype=np.float64) for code in (a, b, c))
    if not a.shape[-1:] == b.shape[-1:] == c.shape[-1:]:
        raise ModelError("Latent arithmetic needs three codes of the same length; choose codes of one model.")
    return a - b + c


def along(path: np.ndarray, steps: int) -> np.ndarray:
    """A polyline resampled at equal distances. path: `(n, dims)` with n >= 1. Returns `(steps, dims)` float64."""
    path = np.asarray(path, dtype=np.float64)
    lengths = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(path, axis=0), axis=1))])
    if lengths[-1] == 0.0:
        return np.repeat(path[:1], steps, axis=0)
    wanted = np.linspace(0.0, lengths[-1], steps)
    return np.stack([np.interp(wanted, lengths, path[:, dim]) for dim in range(path.shape[1])], axis=1)
