"""What a model is asked, checked and as tensors: images, codes and classes. Each raises ModelError for what does not suit."""

import numpy as np
import torch
from numpy.typing import ArrayLike
from torch import Tensor

from vae_models.errors import ModelError
from vae_models.recipe.named import Recipe

CHUNK = 2048  # images at a time, so that a whole data set needs no more memory than this


def to_codes(recipe: Recipe, codes: ArrayLike) -> Tensor:
    """`(n, rows, columns)` int64."""
    array = np.asarray(codes)
    array = array[None] if array.ndim == 2 else array
    if array.dtype.kind not in "iu" or array.ndim != 3 or array.shape[1:] != recipe.code_grid:
        raise ModelError(
            f"This model's codes are a grid of {'x'.join(map(str, recipe.code_grid or ()))} whole numbers."
        )
    if array.size and not 0 <= array.min() <= array.max() < recipe.codes:
        raise ModelError(f"This model's codes are 0 to {recipe.codes - 1}.")
    return torch.from_numpy(array.astype(np.int64))


def to_z(recipe: Recipe, z: ArrayLike) -> Tensor:
    """`(n, latent_dim)` float32."""
    codes = np.atleast_2d(np.asarray(z, np.float32))
    if codes.ndim != 2 or codes.shape[1] != recipe.z_size:
        raise ModelError(f"This model's z has {recipe.z_size} numbers, not {codes.shape[-1]}.")
    if not np.isfinite(codes).all():
        raise ModelError("A z must be of finite numbers; this one has NaN or infinity, or is outside the float range.")
    return torch.from_numpy(np.require(codes, requirements=["C", "W"]))


def to_labels(recipe: Recipe, labels: ArrayLike, count: int) -> Tensor:
    """`(count,)` int64."""
    array = np.asarray(labels)
    if array.dtype.kind not in "iu" or array.shape not in ((), (count,)):
        raise ModelError(f"The classes are one whole number, or one for each of the {count} images.")
    if array.size and not 0 <= array.min() <= array.max() < recipe.classes:
        raise ModelError(f"This model knows the classes 0 to {recipe.classes - 1}.")
    return torch.from_numpy(np.array(np.broadcast_to(array, (count,)), np.int64))


def to_images(recipe: Recipe, images: ArrayLike) -> Tensor:
    """`(n, 1, H, W)`, uint8 or float32; bytes are kept as bytes so that a data set is converted in parts."""
    array = np.asarray(images)
    array = array[None] if array.ndim == 2 else array
    if array.ndim == 4 and array.shape[1] == 1:
        array = array[:, 0]
    if array.ndim != 3 or array.shape[1:] != recipe.image_shape:
        shape = "x".join(map(str, array.shape[1:]))
        raise ModelError(
            f"This model sees images of {recipe.image_shape[0]}x{recipe.image_shape[1]} pixels, not {shape}."
        )
    if array.dtype != np.uint8:
        array = array.astype(np.float32)
        if not np.isfinite(array).all():
            raise ModelError("The image has values that are not numbers (NaN or infinity).")
    return torch.from_numpy(np.require(array, requirements=["C", "W"])).unsqueeze(1)


def to_float(images: Tensor) -> Tensor:
    """uint8 or float32 to float32 in [0, 1]."""
    return images.float().div_(255.0) if images.dtype == torch.uint8 else images
