"""Geometry of a latent space: planes, grids, paths, neighbours. No torch; z counts prior standard deviations."""

from vae_models.latent.grids import linear_axis, normal_cdf, normal_quantile, quantile_axis
from vae_models.latent.neighbours import majority, nearest
from vae_models.latent.paths import along, arithmetic, lerp, slerp, traversal, traversals
from vae_models.latent.planes import Plane, plane_of_axes, plane_of_dims, plane_through

__all__ = [
    "Plane",
    "along",
    "arithmetic",
    "lerp",
    "linear_axis",
    "majority",
    "nearest",
    "normal_cdf",
    "normal_quantile",
    "plane_of_axes",
    "plane_of_dims",
    "plane_through",
    "quantile_axis",
    "slerp",
    "traversal",
    "traversals",
]
