"""A point of latent space as it is typed: numbers in, z out, or one sentence why not."""

import re

import numpy as np

from vae_models.errors import UserError
from vae_models.latent import Plane

_LARGEST = float(np.finfo(np.float32).max)
_BETWEEN = re.compile(r"[\s,;()\[\]]+")


class TypedPointError(UserError):
    """What was typed is no point of this latent space."""


def parse_point(text: str, plane: Plane) -> np.ndarray:
    """z `(latent_dim,)` of "u, v" on the plane, or of all numbers of z. Raises TypedPointError."""
    numbers = np.array([_number(word) for word in _BETWEEN.split(text.replace("\N{MINUS SIGN}", "-")) if word])
    if len(numbers) == plane.latent_dim:
        z = numbers
    elif len(numbers) == 2:
        z = plane.point(numbers[0], numbers[1])
    else:
        raise TypedPointError(f"Type {_wanted(plane.latent_dim)}; {_count(len(numbers))} given.")
    if not (np.abs(z) <= _LARGEST).all():
        raise _outside(text.strip())
    return z


def hint(latent_dim: int) -> str:
    """What to type, in as few words as possible."""
    return (
        "z1, z2"
        if latent_dim == 2
        else "z1"
        if latent_dim == 1
        else f"u, v or z1 \N{HORIZONTAL ELLIPSIS} z{latent_dim}"
    )


def _number(word: str) -> float:
    try:
        value = float(word)
    except ValueError:
        raise TypedPointError(
            f"\u201c{word}\u201d is not a number; type numbers such as 0.5, \N{MINUS SIGN}1.2."
        ) from None
    if np.isnan(value):
        raise TypedPointError("A point needs numbers, and NaN is none; type numbers such as 0.5, \N{MINUS SIGN}1.2.")
    if abs(value) > _LARGEST:
        raise _outside(word)
    return value


def _outside(word: str) -> TypedPointError:
    return TypedPointError(f"{word} lies outside the range of floats; the prior is within \N{PLUS-MINUS SIGN}4.")


def _wanted(latent_dim: int) -> str:
    if latent_dim <= 2:
        return "one number, z1" if latent_dim == 1 else "two numbers, z1 and z2"
    return f"two numbers, u and v, or all {latent_dim} of z"


def _count(numbers: int) -> str:
    return "one is" if numbers == 1 else f"{numbers or 'none'} are"
