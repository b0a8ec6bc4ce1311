"""The values of a recipe that a person may edit, and for which recipes each of them means something."""

from collections.abc import Callable
from dataclasses import dataclass

from vae_models.recipe.named import Recipe


def _always(recipe: Recipe) -> bool:
    return True


def is_weighted(recipe: Recipe) -> bool:
    """Whether something beside the reconstruction is minimised, which beta weighs."""
    return recipe.is_variational or recipe.objective != "elbo"


@dataclass(frozen=True)
class Field:
    """One value: its name in the recipe, what it is called, its type, and what it does."""

    name: str
    label: str
    kind: type
    tip: str
    relevant: Callable[[Recipe], bool] = _always


FIELDS = (
    Field(
        "latent_dim", "Latent dimensions", int, "How many numbers the code z of an image has", lambda r: r.has_latent
    ),
    Field(
        "latent_layers", "Latent layers", int, "How many layers the latent dimensions are divided among",
        lambda r: r.family == "hvae",
    ),
    Field("codes", "Codes", int, "How many entries the codebook has", lambda r: r.family == "vq-vae"),
    Field("beta", "Beta", float, "Weight of the term beside the reconstruction; may be changed while it trains", is_weighted),
    Field(
        "capacity", "Capacity", float, "The KL that is aimed at in the end, nats per image",
        lambda r: r.objective == "capacity",
    ),
    Field(
        "capacity_epochs", "Capacity epochs", float, "Over how many epochs the capacity rises from 0",
        lambda r: r.objective == "capacity",
    ),
    Field(
        "alpha", "Alpha", float, "1 - alpha is the weight of each image's own KL", lambda r: r.objective == "info"
    ),
    Field(
        "samples", "Samples an image", int, "How many weighted samples the bound is made of",
        lambda r: r.objective == "importance",
    ),
    Field("noise", "Noise", float, "Standard deviation of the noise added to the input, from 0 (none) to 1"),
    Field("epochs", "Epochs", int, "How often every training image is seen"),
    Field("batch_size", "Batch size", int, "Images per step"),
    Field("learning_rate", "Learning rate", float, "Step length of Adam; may be changed while it trains"),
    Field("seed", "Seed", int, "The same seed gives the same run"),
)  # fmt: skip
