"""How long this model takes to decode, learnt from what it took: decides what may happen on the GUI thread."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vae_models.predictor import Predictor
    from vae_models.recipes import Recipe

BUDGET_MS = 5.0
_SMALL = 4  # decodes of so few images tell the cost of a call, larger ones that of an image


class DecodeCost:
    """Milliseconds per call and per image; forgets them when a model of another shape comes."""

    def __init__(self) -> None:
        self._shape: tuple[object, ...] | None = None
        self._call = 0.5
        self._image = 0.01

    def follow(self, predictor: "Predictor") -> None:
        shape = _shape(predictor.recipe)
        if shape != self._shape:
            self._shape = shape
            self._call = 0.5
            self._image = 0.01 if predictor.recipe.network == "mlp" else 0.15

    def estimate(self, images: int) -> float:
        """Milliseconds."""
        return self._call + images * self._image

    def affordable(self, images: int) -> bool:
        """Whether so many images may be decoded while the user's hand waits."""
        return self.estimate(images) <= BUDGET_MS

    def learn(self, images: int, milliseconds: float, *, in_background: bool = False) -> None:
        """Follows a moving average, upwards slower than downwards: one hiccup is no habit.

        A time from the background counts only where it is better than expected: there the work shares its core.
        """
        if in_background and milliseconds >= self.estimate(images):
            return
        if images <= _SMALL:
            self._call += _pace(milliseconds, self._call) * (milliseconds - self._call)
        else:
            each = max(0.0, milliseconds - self._call) / images
            self._image += _pace(each, self._image) * (each - self._image)


def _pace(new: float, old: float) -> float:
    return 0.15 if new > old else 0.4


def _shape(recipe: "Recipe") -> tuple[object, ...]:
    return recipe.network, recipe.hidden, recipe.latent_dim, recipe.image_shape
