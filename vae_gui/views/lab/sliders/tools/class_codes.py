"""Codes of classes: their means, single images of them, and variations of one image."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from vae_models.errors import DataError
from vae_models.latent import arithmetic

if TYPE_CHECKING:
    from vae_models.data.load import Dataset
    from vae_models.explore.predictor import Predictor

MEAN_OF = 1000  # images of a class that its mean is taken over
MEAN, ONE_IMAGE, NUMBERED, GIVEN = "the mean", "an image", "a numbered image", "a code"

Codes = NDArray[np.float32]


@dataclass(frozen=True)
class Operand:
    """An operand of the arithmetic: the mean of a class, one image of it (`seed` says which), an image of the validation split by its
    number, or `z` itself."""

    label: int = 0
    kind: str = MEAN
    seed: int = 0
    number: int = 0
    z: Codes | None = None


def images_of(dataset: "Dataset", label: int) -> NDArray[np.uint8]:
    """The training images of a class: `(n, H, W)` uint8. Raises DataError where there are none."""
    if dataset.train.labels is None:
        raise DataError("This data set has no labels, so there are no classes to choose from; open one with labels.")
    found = dataset.train.images[dataset.train.labels == label, 0].numpy()
    if not len(found):
        raise DataError(f"The data set has no training image of {dataset.class_names[label]}; choose another class.")
    return found


def code_of(predictor: "Predictor", dataset: "Dataset", operand: Operand) -> Codes:
    """`(latent_dim,)`: the mean of mu over a class, or mu of one image, to a conditional model one of its own class.

    Raises DataError, ModelError.
    """
    if operand.kind == GIVEN and operand.z is not None:
        return operand.z
    if operand.kind == NUMBERED:
        labels = dataset.val.labels
        label = None if labels is None else int(labels[operand.number])
        return _codes(predictor, dataset.val.images[operand.number, 0].numpy(), label)[0]
    images = images_of(dataset, operand.label)
    if operand.kind == MEAN:
        return np.asarray(_codes(predictor, images[:MEAN_OF], operand.label).mean(0))
    one = images[np.random.default_rng(operand.seed).integers(len(images))]
    return _codes(predictor, one, operand.label)[0]


def _codes(predictor: "Predictor", images: NDArray[np.uint8], label: int | None) -> Codes:
    """mu `(n, latent_dim)` of images of one class."""
    return predictor.encode(images, predictor.heeds(label)).mu


def combined(
    predictor: "Predictor", dataset: "Dataset", a: Operand, b: Operand, c: Operand
) -> tuple[Codes, NDArray[np.float32]]:
    """Codes `(4, latent_dim)` of A, B, C and A - B + C, and their images `(4, H, W)`. Raises DataError, ModelError."""
    codes = [code_of(predictor, dataset, operand) for operand in (a, b, c)]
    codes.append(arithmetic(*codes).astype(np.float32))
    return np.stack(codes), predictor.decode(np.stack(codes))


def variations(
    predictor: "Predictor", dataset: "Dataset", label: int, count: int, seed: int
) -> tuple[Codes, NDArray[np.uint8]]:
    """Samples of the posterior of a random image of a class, z = mu + sigma * eps with sigma a standard deviation.

    Returns codes `(count, latent_dim)` and images `(count, H, W)`. With the same seed a larger count only adds to them
    (Kingma and Welling 2014, section 2.4). Raises DataError, ModelError.
    """
    images = images_of(dataset, label)
    random = np.random.default_rng(seed)
    own = predictor.heeds(label)
    posterior = predictor.encode(images[random.integers(len(images))], own)
    eps = random.standard_normal((count, predictor.latent_dim), dtype=np.float32)
    codes = posterior.mu + posterior.sigma * eps
    return codes, predictor.decode_uint8(codes, own)
