"""Which plane of latent space the map shows, as a value that can be built for any model."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from vae_gui.widgets.map.scene import AxisTitles
from vae_models.latent import Plane, plane_of_axes, plane_of_dims, plane_through

Kind = Literal["dims", "axes", "through"]


@dataclass(frozen=True, eq=False)
class PlaneChoice:
    """`dims`: two dimensions, the others at `at` or 0; `axes`: principal axes of the encoded data; `through`: three codes.

    at: `(latent_dim,)`; codes: three of `(latent_dim,)`.
    """

    kind: Kind = "dims"
    first: int = 0
    second: int = 1
    at: np.ndarray | None = None
    codes: tuple[np.ndarray, ...] = ()
    names: tuple[str, ...] = ()

    def fits(self, latent_dim: int) -> bool:
        """Whether a model of that size has such a plane."""
        sizes = [len(code) for code in (*self.codes, *([self.at] if self.at is not None else []))]
        in_range = max(self.first, self.second) < latent_dim or latent_dim == 1
        return all(size == latent_dim for size in sizes) and in_range

    def plane(self, latent_dim: int, mu: np.ndarray | None, like: Plane | None = None) -> Plane:
        """mu: `(n, latent_dim)` for principal axes; without it the first two dimensions stand in. Raises ModelError."""
        if self.kind == "through":
            return plane_through(*self.codes)
        if self.kind == "axes" and latent_dim > 2:
            if mu is None or len(mu) < 2:
                return plane_of_dims(latent_dim)
            return plane_of_axes(mu, like)
        return plane_of_dims(latent_dim, self.first, self.second, self.at)

    def titles(self, latent_dim: int, *, variational: bool, quantile: bool) -> AxisTitles:
        """What the axes mean, and their unit."""
        unit = "prior standard deviations" if variational else "units of the code"
        unit += ", spaced by the prior's quantiles" if quantile else ""
        if self.kind == "through":
            names = (f"from {self.names[0]} to {self.names[1]}", f"towards {self.names[2]}")
        elif self.kind == "axes" and latent_dim > 2:
            names = ("First principal axis", "Second principal axis")
        elif latent_dim == 1:
            return AxisTitles(f"z1 ({unit})", "without effect: this model has one dimension")
        else:
            names = (f"z{self.first + 1}", f"z{self.second + 1}")
        return AxisTitles(f"{names[0]} ({unit})", f"{names[1]} ({unit})")
