"""What lies near a point of latent space: the nearest encoded images, and the class most of them have."""

import numpy as np

from vae_models.errors import ModelError


def nearest(codes: np.ndarray, z: np.ndarray, count: int = 1) -> np.ndarray:
    """Indices of the codes nearest to z (Euclidean), nearest first.

    codes: `(n, latent_dim)`; z: `(latent_dim,)`. Returns `(min(count, n),)` int64. Codes that are not finite come last.
    Raises ModelError when the lengths differ.
    """
    codes, z = np.asarray(codes), np.asarray(z)
    if codes.ndim != 2 or z.shape != codes.shape[1:]:
        raise ModelError(
            "The point and the encoded images belong to models of different size; encode the images again."
        )
    offset = codes - z.astype(codes.dtype)
    squares = np.einsum("nd,nd->n", offset, offset)
    squares[np.isnan(squares)] = np.inf
    count = min(count, len(codes))
    if count == 0:
        return np.empty(0, dtype=np.int64)
    chosen = np.argpartition(squares, count - 1)[:count]
    return chosen[np.argsort(squares[chosen], kind="stable")]


def majority(labels: np.ndarray) -> tuple[int, float] | None:
    """The most common label and its share in [0, 1]; of equally common ones the first met. None when there are none.

    labels: `(n,)` integers, nearest first.
    """
    labels = np.asarray(labels)
    if not len(labels):
        return None
    values, first, counts = np.unique(labels, return_index=True, return_counts=True)
    best = min(range(len(values)), key=lambda i: (-counts[i], first[i]))
    return int(values[best]), float(counts[best] / len(labels))
