"""A latent code as text, for the clipboard."""

import re

import numpy as np
from numpy.typing import NDArray


def to_text(z: NDArray[np.float32]) -> str:
    return ", ".join(f"{value:.4f}" for value in z)


def from_text(text: str, latent_dim: int) -> NDArray[np.float32]:
    """The numbers in a text, `(latent_dim,)`. Raises ValueError, with the reason, when they are no code of this model."""
    words = [word for word in re.split(r"[\s,;()\[\]]+", text) if word]
    try:
        values = np.array([float(word) for word in words], np.float32)
    except ValueError:
        raise ValueError("The clipboard holds no list of numbers; copy a z first.") from None
    if len(values) != latent_dim:
        raise ValueError(f"The clipboard holds {len(values)} numbers; this model's z has {latent_dim}.")
    if not np.isfinite(values).all():
        raise ValueError("The clipboard's z has values that are not finite numbers.")
    return values
