"""A point of latent space as it is typed: numbers in, z out, or one sentence why not."""

import numpy as np

from vae_gui.wording.latent_text import MORE, out_of_range, parse_numbers
from vae_models.errors import UserError
from vae_models.latent import Plane

_LARGEST = float(np.finfo(np.float32).max)


class TypedPointError(UserError):
    """What was typed is no point of this latent space."""


def parse_point(text: str, plane: Plane) -> np.ndarray:
    """z `(latent_dim,)` of "u, v" on the plane, or of all numbers of z. Raises TypedPointError or ZTextError."""
    numbers = parse_numbers(text)
    if len(numbers) == plane.latent_dim:
        return numbers
    if len(numbers) != 2:
        raise TypedPointError(f"Type {_wanted(plane.latent_dim)}; {_count(len(numbers))} given.")
    z = plane.point(numbers[0], numbers[1])
    if not (np.abs(z) <= _LARGEST).all():
        raise out_of_range(text.strip())
    return z


def hint(latent_dim: int) -> str:
    """What to type, in as few words as possible."""
    return "z1, z2" if latent_dim == 2 else "z1" if latent_dim == 1 else f"u, v or z1 {MORE} z{latent_dim}"


def _wanted(latent_dim: int) -> str:
    if latent_dim <= 2:
        return "one number, z1" if latent_dim == 1 else "two numbers, z1 and z2"
    return f"two numbers, u and v, or all {latent_dim} of z"


def _count(numbers: int) -> str:
    return "one is" if numbers == 1 else f"{numbers or 'none'} are"
