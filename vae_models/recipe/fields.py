"""THE table of a recipe's values: what there is, what each may be, what it is called, does and is for.

Nobody lists them a second time: checks and their sentences, options of the command line, the form, a sweep's grid, the
columns of a table of runs and the page "Recipe values" are all made of these rows. A value is added by adding its row.
"""

from dataclasses import dataclass, field
from typing import Annotated, Any, Literal

from vae_models.errors import RecipeError
from vae_models.kinds.corruptions import CORRUPTIONS
from vae_models.kinds.families import FAMILIES, family_of
from vae_models.kinds.likelihoods import LIKELIHOODS
from vae_models.kinds.networks import NETWORKS, network_of
from vae_models.kinds.objectives import OBJECTIVES, objective_of
from vae_models.recipe.checks import (
    MAX_EPOCHS,
    MAX_NOTE,
    check_image_shape,
    check_name,
    check_note,
    check_widths,
    parse_widths,
)
from vae_models.recipe.rows import Choice, Field, Number, Relevance, Special, table_of
from vae_models.recipe.schedule import SHAPES, KLSchedule, check_schedule

Sigma = Literal["logvar", "log_sigma"]
Reduction = Literal["image", "pixel"]
Precision = Literal["auto", "float32", "bfloat16"]

GROUPS = ("Recipe", "Model", "Objective", "Images", "Training")
RECIPE, MODEL, OBJECTIVE, IMAGES, TRAINING = GROUPS


def _objective_uses(value: str) -> Relevance:
    return lambda recipe: value in objective_of(recipe.objective).values


# fmt: off
@dataclass(frozen=True)
class RecipeValues:
    """The rows. Their order is that of a recipe in JSON, of positions and of columns; a form goes by groups."""

    name: Annotated[str, Special(
        "name", "Name", "What the recipe is called, and after it every run", RECIPE, option="",
        words="letters, digits, spaces and ._-+=()", checked=check_name,
    )]
    family: Annotated[str, Choice(
        "family", "Family", "What a code is: a point, a distribution, one that knows the class, layers of them, entries of a codebook, or "
        "nothing",
        MODEL, option="", choices=FAMILIES,
    )] = "vae"
    network: Annotated[str, Choice(
        "network", "Network", "What encoder and decoder are made of", MODEL, fitted=True, choices=NETWORKS,
    )] = "mlp"
    hidden: Annotated[tuple[int, ...], Special(
        "widths", "Hidden layers", "Widths of the encoder's hidden layers (channels of convolutions), which the decoder mirrors",
        MODEL, words="whole numbers separated by commas", checked=check_widths, parse=parse_widths, metavar="N,N,...", fitted=True,
    )] = (128, 64)
    latent_dim: Annotated[int, Number(
        "latent dimension", "Latent dimensions", "How many numbers the code z of an image has", MODEL,
        low=1, high=1024, short="Latent", editable=True, relevant=lambda recipe: recipe.has_latent,
    )] = 32
    reconstruction: Annotated[str, Choice(
        "reconstruction", "Reconstruction", "How an image is compared with the original: cross-entropy or squared error", OBJECTIVE,
        choices=LIKELIHOODS,
    )] = "bce"
    objective: Annotated[str, Choice(
        "objective", "Objective", "What is minimised beside the reconstruction", OBJECTIVE, option="", choices=OBJECTIVES,
    )] = "elbo"
    beta: Annotated[float, Number(
        "beta", "Beta", "Weight of the term beside the reconstruction", OBJECTIVE,
        low=0, high=1_000_000, editable=True, live=True, relevant=lambda recipe: recipe.is_weighted,
    )] = 1.0
    kl_schedule: Annotated[KLSchedule, Special(
        "KL schedule", "KL schedule", "How the KL's weight grows to beta during the run", OBJECTIVE, option="schedule",
        words=SHAPES.may_be, checked=check_schedule, parse=KLSchedule.named, metavar="|".join(SHAPES.all_choices),
        editable=True, relevant=lambda recipe: recipe.is_weighted,
    )] = field(default_factory=KLSchedule)
    sigma: Annotated[Sigma, Choice(
        "sigma", "Sigma", "What the encoder's second head means", OBJECTIVE,
        relevant=lambda recipe: family_of(recipe.family).two_heads,
    )] = "logvar"
    reduction: Annotated[Reduction, Choice(
        "reduction", "Reduction", "What the optimiser sees: the loss summed over an image, or divided by its pixels; figures "
        "are in nats per image either way", OBJECTIVE,
    )] = "image"
    noise: Annotated[float, Number(
        "noise", "Noise", "Standard deviation of the noise added to the input, from 0 (none) to 1; the greatest strength of "
        "each kind where the corruption is mixed", IMAGES, low=0, high=10, editable=True,
    )] = 0.0
    corruption: Annotated[str, Choice(
        "corruption", "Corruption", "Which damage the noise is: Gaussian, clipped to [0, 1], or several kinds mixed", IMAGES,
        choices=CORRUPTIONS, relevant=lambda recipe: recipe.is_denoiser,
    )] = "gaussian"
    empty: Annotated[float, Number(
        "share of empty images", "Empty images", "Share of the training images that are replaced by empty ones, which a denoiser "
        "is to leave alone", IMAGES, low=0, high=0.5, short="Empty",
    )] = 0.0
    epochs: Annotated[int, Number(
        "number of epochs", "Epochs", "How many times every training image is seen", TRAINING, low=1, high=MAX_EPOCHS, editable=True,
    )] = 10
    batch_size: Annotated[int, Number(
        "batch size", "Batch size", "Images per step", TRAINING, low=1, high=65536, editable=True,
    )] = 128
    learning_rate: Annotated[float, Number(
        "learning rate", "Learning rate", "Step length of Adam", TRAINING,
        low=1e-9, high=100, option="lr", editable=True, live=True,
    )] = 1e-3
    cooldown: Annotated[float, Number(
        "cooldown", "Cooldown", "Share of the run, at its end, over which the learning rate falls to nothing (Zhai 2022, section 3.5)",
        TRAINING, low=0, high=1,
    )] = 0.0
    precision: Annotated[Precision, Choice(
        "precision", "Precision", "Precision of matrix products on a CPU; bfloat16 is faster on processors that support it", TRAINING,
        titles={"auto": "Automatic"}, editable=True,
    )] = "auto"
    seed: Annotated[int, Number(
        "seed", "Seed", "The same seed gives the same run", TRAINING, low=0, high=2**63 - 1, editable=True,
    )] = 0
    image_shape: Annotated[tuple[int, int], Special(
        "shape of the images", "Image shape", "Height and width in pixels, those of the data set", IMAGES, option="",
        words="two whole numbers", checked=check_image_shape,
    )] = (28, 28)
    classes: Annotated[int, Number(
        "number of classes", "Classes", "How many classes there are; by default as many as the data set has",
        MODEL, low=1, high=1000, fitted=True, relevant=lambda recipe: recipe.conditional,
    )] = 10
    latent_layers: Annotated[int, Number(
        "number of latent layers", "Latent layers", "How many layers the latent dimensions are divided among", MODEL,
        low=1, high=5, editable=True, relevant=lambda recipe: family_of(recipe.family).layered,
    )] = 1
    codes: Annotated[int, Number(
        "number of codes", "Codes", "How many entries the codebook has, each of as many numbers as there are latent dimensions",
        MODEL, low=2, high=65536, editable=True, relevant=lambda recipe: family_of(recipe.family).discrete,
    )] = 256
    capacity: Annotated[float, Number(
        "capacity", "Capacity", "The KL that is aimed at in the end, nats per image", OBJECTIVE,
        low=0, high=10_000, unit="nats", editable=True, relevant=_objective_uses("capacity"),
    )] = 25.0
    capacity_epochs: Annotated[float, Number(
        "capacity's rise", "Capacity epochs", "Over how many epochs the capacity rises from 0", OBJECTIVE,
        low=0, high=MAX_EPOCHS, unit="epochs", editable=True, relevant=_objective_uses("capacity_epochs"),
    )] = 5.0
    alpha: Annotated[float, Number(
        "alpha", "Alpha", "InfoVAE's alpha: the KL is weighted by 1 − alpha", OBJECTIVE,
        low=-1000, high=1, editable=True, relevant=_objective_uses("alpha"),
    )] = 0.0
    samples: Annotated[int, Number(
        "number of samples", "Samples per image", "Importance samples in the bound", OBJECTIVE,
        low=1, high=1000, short="Samples", editable=True, relevant=_objective_uses("samples"),
    )] = 1
    code_relu: Annotated[bool, Choice(
        "ReLU after the code", "ReLU after the code", "Whether a ReLU follows the first layer of a convolutional decoder", MODEL,
        option="", relevant=lambda recipe: network_of(recipe.network).code_relu and not family_of(recipe.family).only_grids,
    )] = False
    note: Annotated[str, Special(
        "note", "Note", "What is to be said of the recipe, in a sentence", RECIPE, option="",
        words=f"a text of at most {MAX_NOTE:,} letters", checked=check_note,
    )] = ""
# fmt: on


FIELDS: dict[str, Field] = table_of(RecipeValues)


def numbers() -> dict[str, Number]:
    """The rows of numbers, in the table's order."""
    return {name: row for name, row in FIELDS.items() if isinstance(row, Number)}


def by_group() -> list[Field]:
    """All rows as a form or a page shows them: what belongs together beside each other."""
    return sorted(FIELDS.values(), key=lambda row: GROUPS.index(row.group))


def check_values(recipe: Any) -> None:
    """Each value for itself. Raises RecipeError at the first that cannot be."""
    for name, row in FIELDS.items():
        row.check(getattr(recipe, name))


def check_used(recipe: Any, name: str, remedy: str) -> None:
    """That a value changes something in a run of a recipe. Raises RecipeError, which ends by the remedy, where it does not."""
    if not FIELDS[name].relevant(recipe):
        raise RecipeError(f"The recipe {recipe.name} does not use {name}; {remedy}.")
