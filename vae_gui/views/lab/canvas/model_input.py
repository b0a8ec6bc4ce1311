"""What a drawing is to a model: a small image, and which of its pixels are hidden."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vae_models.data.digit_preparation import as_training_digit, whole


@dataclass(frozen=True, eq=False)
class ModelInput:
    """image: `(28, 28)` float32 in [0, 1]; hidden: `(28, 28)`, or None where nothing is."""

    image: NDArray[np.float32]
    hidden: NDArray[np.bool_] | None

    def is_same(self, other: "ModelInput") -> bool:
        """Whether a model sees the same in both."""
        mine, others = (np.zeros(0) if each.hidden is None else each.hidden for each in (self, other))
        return np.array_equal(self.image, other.image) and np.array_equal(mine, others)


def model_input_of(drawing: NDArray[np.uint8], mask: NDArray[np.uint8], prepared: bool) -> ModelInput:
    """drawing, mask: `(H, W)` uint8. Where it is prepared, the ink is placed as the training digits were; else all is seen."""
    placement = as_training_digit(drawing) if prepared else whole(drawing)
    image = placement.apply(drawing).astype(np.float32) / np.float32(255)
    hidden = placement.apply(mask) > 127 if mask.any() else None
    return ModelInput(image, hidden if hidden is not None and hidden.any() else None)
