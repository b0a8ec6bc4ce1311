"""Latent codes as text: how the window prints them, and how what is typed or pasted is read."""

import re
from collections.abc import Callable

import numpy as np

from vae_models.errors import UserError
from vae_models.files.names import shortened

MINUS = "\N{MINUS SIGN}"
MORE = "\N{HORIZONTAL ELLIPSIS}"
LONGEST = 1_000_000  # letters; more would hold the window up
_LARGEST = float(np.finfo(np.float32).max)
_BETWEEN = re.compile(r"[\s,;()\[\]]+")
_NAME = re.compile(r"^\s*(z|mu)\b(?=[\s(\[:=])[\s:=]*", re.IGNORECASE)
PlanePoint = Callable[[float, float], np.ndarray]


class ZTextError(UserError):
    """A text that is no list of numbers, or not as many as are wanted."""


def number(value: float, decimals: int = 2) -> str:
    return f"{value + 0.0:.{decimals}f}".replace("-", MINUS)


def vector(z: np.ndarray, most: int = 8, decimals: int = 2) -> str:
    """The first numbers of a latent vector in brackets; `parse_numbers` reads it where none is left out."""
    shown = ", ".join(number(float(value), decimals) for value in z[:most])
    more = f", {MORE}" if len(z) > most else ""
    return f"({shown}{more})"


def clipboard_text(z: np.ndarray) -> str:
    """All numbers of z for any program: four decimals, a plain hyphen for minus."""
    return vector(z, most=len(z), decimals=4).replace(MINUS, "-").strip("()")


def parse_numbers(text: str) -> np.ndarray:
    """The finite numbers in a text, `(n,)` float64; brackets, a leading "z" and either minus will do. Raises ZTextError."""
    if len(text) > LONGEST:
        raise ZTextError("This text is longer than any code; give the numbers of z alone.")
    words = _BETWEEN.split(_NAME.sub("", text).replace(MINUS, "-"))
    return np.array([_number(word) for word in words if word])


def parse_code(text: str, latent_dim: int, on_plane: PlanePoint | None = None) -> np.ndarray:
    """All numbers of one z, `(latent_dim,)` float64. Raises ZTextError.

    on_plane: gives the z of coordinates u and v; with it two numbers are enough where z has more.
    """
    numbers = parse_numbers(text)
    if len(numbers) == latent_dim:
        return numbers
    planar = on_plane if latent_dim > 2 else None
    if planar is None or len(numbers) != 2:
        raise ZTextError(f"Give {_wanted(latent_dim, planar is not None)}; {_count(len(numbers))} given.")
    z = planar(*numbers)
    if not (np.abs(z) <= _LARGEST).all():
        raise _out_of_range(text.strip())
    return z


def code_hint(latent_dim: int) -> str:
    """What `parse_code` takes with a plane, in as few words as possible."""
    return "z1, z2" if latent_dim == 2 else "z1" if latent_dim == 1 else f"u, v or z1 {MORE} z{latent_dim}"


def _wanted(latent_dim: int, on_plane: bool) -> str:
    if latent_dim <= 2:
        return "one number, z1" if latent_dim == 1 else "two numbers, z1 and z2"
    return f"two numbers, u and v, or all {latent_dim} of z" if on_plane else f"all {latent_dim} numbers of z"


def _count(numbers: int) -> str:
    return "one is" if numbers == 1 else f"{numbers or 'none'} are"


def _number(word: str) -> float:
    if word == MORE:
        raise ZTextError(f"The list is shortened ({MORE}); give all numbers of z.")
    try:
        value = float(word)
    except ValueError:
        raise ZTextError(
            f"\u201c{shortened(word)}\u201d is not a number; give numbers such as 0.5, {MINUS}1.2."
        ) from None
    if np.isnan(value):
        raise ZTextError(f"A point needs numbers, and NaN is not one; give numbers such as 0.5, {MINUS}1.2.")
    if abs(value) > _LARGEST:
        raise _out_of_range(word)
    return value


def _out_of_range(word: str) -> ZTextError:
    return ZTextError(f"{shortened(word)} lies outside the range of floats; the prior is within \N{PLUS-MINUS SIGN}4.")
