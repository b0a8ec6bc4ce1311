"""Closed curves on the map: the prior's circles, and the ellipses of a posterior."""

from dataclasses import dataclass

import numpy as np

_ANGLES = np.linspace(0.0, 2.0 * np.pi, 145)


@dataclass(frozen=True, eq=False)
class Gaussian:
    """A normal distribution on the plane. mean: `(2,)`; covariance: `(2, 2)`, in plane coordinates."""

    mean: np.ndarray
    covariance: np.ndarray

    def contour(self, sigmas: float) -> np.ndarray:
        """The points `sigmas` standard deviations from the mean: `(145, 2)`, closed, in plane coordinates."""
        values, vectors = np.linalg.eigh(self.covariance)
        root = vectors * np.sqrt(np.maximum(values, 0.0))
        circle = np.stack([np.cos(_ANGLES), np.sin(_ANGLES)])
        return np.asarray(self.mean) + sigmas * (root @ circle).T
