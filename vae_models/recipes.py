"""Recipes: immutable values that say everything about a run; and the named ones of the tutorials."""

import dataclasses
import difflib
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, Self, get_args

from vae_models.errors import RecipeError

Family = Literal["autoencoder", "vae"]
Network = Literal["mlp", "conv", "unet"]
Reconstruction = Literal["bce", "mse"]
Sigma = Literal["logvar", "log_sigma"]
Reduction = Literal["image", "pixel"]
Corruption = Literal["gaussian", "mixed"]
ScheduleShape = Literal["constant", "linear", "cyclical"]

MAX_LATENT_DIM = 1024
MAX_BATCH_SIZE = 65536
MAX_EPOCHS = 100_000


def _check_choice(what: str, value: object, choices: tuple[object, ...]) -> None:
    if value not in choices:
        raise RecipeError(f"The {what} is one of {', '.join(map(str, choices))}, not {value!r}.")


def _check_range(what: str, value: object, low: float, high: float, unit: str = "", *, whole: bool = False) -> None:
    number = isinstance(value, int) if whole else isinstance(value, int | float)
    if not number or isinstance(value, bool) or not math.isfinite(value) or not low <= value <= high:  # type: ignore[arg-type, operator]
        kind = "a whole number" if whole else "a number"
        raise RecipeError(f"The {what} is {kind} from {low:g} to {high:g}{' ' + unit if unit else ''}, not {value!r}.")


@dataclass(frozen=True)
class KLSchedule:
    """How the weight of the KL term grows to beta.

    `constant` is beta throughout; `linear` rises from 0 to beta over `warmup_epochs` (Bowman 2016, section 3.1); `cyclical`
    repeats over `cycles` equal parts of the run a linear rise in the first `rise` share and beta after it (Fu 2019, eq. 6).
    """

    shape: ScheduleShape = "constant"
    warmup_epochs: float = 5.0
    cycles: int = 4
    rise: float = 0.5

    def __post_init__(self) -> None:
        _check_choice("KL schedule", self.shape, get_args(ScheduleShape))
        _check_range("warm-up", self.warmup_epochs, 0, MAX_EPOCHS, "epochs")
        _check_range("cycles", self.cycles, 1, 1000)
        _check_range("rise", self.rise, 0.0, 1.0)

    def weight(self, epochs_done: float, epochs: int) -> float:
        """Share of beta, in [0, 1], after `epochs_done` of `epochs` epochs."""
        if self.shape == "linear":
            return min(1.0, epochs_done / self.warmup_epochs) if self.warmup_epochs else 1.0
        if self.shape == "cyclical":
            position = (epochs_done / epochs * self.cycles) % 1.0
            return min(1.0, position / self.rise) if self.rise else 1.0
        return 1.0


@dataclass(frozen=True)
class Recipe:
    """Model, sizes, objective, data treatment and optimiser of one run.

    `hidden` are the widths of the encoder's hidden layers (its channels when convolutional); the decoder mirrors them.
    `reduction` says what the optimiser sees: the loss summed over an image, or divided by its pixels; figures are
    reported in nats per image either way. `sigma` says what the encoder's second head means. `noise` is the standard
    deviation of the Gaussian noise added to the input, clipped to [0, 1]; the target stays clean. Where `corruption` is
    "mixed", the input is damaged in several ways and `noise` is the greatest strength of each. A U-Net has no latent
    space, so `latent_dim` means nothing to it.

    Raises RecipeError when a value is impossible.
    """

    name: str
    family: Family = "vae"
    network: Network = "mlp"
    hidden: tuple[int, ...] = (128, 64)
    latent_dim: int = 32
    reconstruction: Reconstruction = "bce"
    beta: float = 1.0
    kl_schedule: KLSchedule = KLSchedule()
    sigma: Sigma = "logvar"
    reduction: Reduction = "image"
    noise: float = 0.0
    corruption: Corruption = "gaussian"
    epochs: int = 10
    batch_size: int = 128
    learning_rate: float = 1e-3
    seed: int = 0
    image_shape: tuple[int, int] = (28, 28)
    note: str = ""

    def __post_init__(self) -> None:
        _check_choice("family", self.family, get_args(Family))
        _check_choice("network", self.network, get_args(Network))
        _check_choice("reconstruction", self.reconstruction, get_args(Reconstruction))
        _check_choice("sigma", self.sigma, get_args(Sigma))
        _check_choice("reduction", self.reduction, get_args(Reduction))
        _check_choice("corruption", self.corruption, get_args(Corruption))
        for size in self.hidden:
            _check_range("hidden size", size, 1, 65536, whole=True)
        _check_range("latent dimension", self.latent_dim, 1, MAX_LATENT_DIM, whole=True)
        _check_range("beta", self.beta, 0.0, 1e6)
        _check_range("noise", self.noise, 0.0, 10.0)
        _check_range("epochs", self.epochs, 1, MAX_EPOCHS, whole=True)
        _check_range("batch size", self.batch_size, 1, MAX_BATCH_SIZE, whole=True)
        _check_range("learning rate", self.learning_rate, 1e-9, 100.0)
        _check_range("seed", self.seed, 0, 2**63 - 1, whole=True)
        if not self.hidden:
            raise RecipeError("A network needs at least one hidden layer.")
        if self.network == "unet" and self.family == "vae":
            raise RecipeError("A U-Net has no latent space, so it cannot be a VAE; choose another network or family.")
        if self.network != "mlp" and any(side % 2 ** len(self.hidden) for side in self.image_shape):
            raise RecipeError(
                f"{len(self.hidden)} convolutions that halve the image need sides divisible by {2 ** len(self.hidden)}; "
                f"these images are {self.image_shape[0]}x{self.image_shape[1]}."
            )

    @property
    def is_variational(self) -> bool:
        return self.family == "vae"

    @property
    def has_latent(self) -> bool:
        return self.network != "unet"

    @property
    def is_denoiser(self) -> bool:
        return self.noise > 0

    @property
    def pixels(self) -> int:
        return math.prod(self.image_shape)

    @property
    def summary(self) -> str:
        """The network and the objective in one line."""
        joint = "-" if self.network == "mlp" else "→"
        head = str(self.pixels) if self.network == "mlp" else f"{self.network} 1"
        objective = self.reconstruction.upper() + (f" + {self.beta:g} KL" if self.is_variational else "")
        latent = f", latent {self.latent_dim}" if self.has_latent else ""
        kind = "mixed noise up to" if self.corruption == "mixed" else "noise"
        noise = f", {kind} {self.noise:g}" if self.noise else ""
        return f"{joint.join([head, *map(str, self.hidden)])}{latent}, {objective}{noise}"

    def replace(self, **changes: Any) -> Self:
        """A copy with some values changed. Raises RecipeError when a value is impossible or unknown."""
        unknown = changes.keys() - {field.name for field in dataclasses.fields(self)}
        if unknown:
            raise RecipeError(f"A recipe has no value named {sorted(unknown)[0]!r}.")
        return dataclasses.replace(self, **changes)

    def to_dict(self) -> dict[str, Any]:
        """Plain values, ready for JSON."""
        return dataclasses.asdict(self)

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Self:
        """The recipe that `to_dict` gave. Raises RecipeError when the values are not a recipe's."""
        try:
            plain = dict(values)
            schedule = KLSchedule(**plain.pop("kl_schedule", {}))
            for name in ("hidden", "image_shape"):
                if name in plain:
                    plain[name] = tuple(plain[name])
            return cls(kl_schedule=schedule, **plain)
        except (TypeError, ValueError) as error:
            raise RecipeError(f"These values do not make a recipe: {error}") from error


def _linear(latent_dim: int) -> Recipe:
    return Recipe(
        f"linear-vae-{latent_dim}",
        hidden=(latent_dim * 8,),
        latent_dim=latent_dim,
        reduction="pixel",
        learning_rate=3e-4,
        batch_size=32,
        note="One hidden layer; part of an ablation over the latent size.",
    )


_NAMED = (
    Recipe(
        "autoencoder", family="autoencoder", reconstruction="mse", reduction="pixel", beta=0.0, epochs=5,
        note="No prior, no noise: the code is whatever reconstructs best.",
    ),
    Recipe(
        "denoising-autoencoder", family="autoencoder", reconstruction="mse", reduction="pixel", beta=0.0, noise=0.5,
        epochs=5, note="Sees a noisy digit, is asked for the clean one.",
    ),
    Recipe("vae", note="The variational autoencoder with a roomy latent space."),
    Recipe("vae-2d", latent_dim=2, note="Two dimensions: the whole latent space is one map."),
    Recipe("beta-vae", latent_dim=8, beta=4.0, note="A stronger KL: fewer, more independent dimensions."),
    Recipe("vae-wide", hidden=(400,), latent_dim=20, note="The best-known example: one hidden layer of 400."),
    Recipe(
        "vae-wide-2d", hidden=(400,), latent_dim=2, reconstruction="mse", sigma="log_sigma",
        note="Squared error and log sigma, in two dimensions.",
    ),
    *(_linear(latent_dim) for latent_dim in (4, 8, 16, 32, 64)),
    Recipe("conv-vae", network="conv", hidden=(32, 64), latent_dim=20, note="Convolutions: sharper digits, slower steps."),
    Recipe("denoising-vae", hidden=(400,), latent_dim=20, noise=0.5, note="A VAE that sees noise and is asked for the clean digit."),
    Recipe(
        "unet-denoiser", family="autoencoder", network="unet", hidden=(32, 64), beta=0.0, noise=1.0, corruption="mixed",
        batch_size=64, learning_rate=2e-3, epochs=8,
        note="Cleans noise, salt and pepper, blur and covers; the strongest denoiser, without a latent space.",
    ),
)  # fmt: skip

RECIPES: dict[str, Recipe] = {recipe.name: recipe for recipe in _NAMED}


def get_recipe(name: str) -> Recipe:
    """The recipe of that name. Raises RecipeError, with the nearest names, when there is none."""
    if name in RECIPES:
        return RECIPES[name]
    near = difflib.get_close_matches(name, RECIPES, n=3, cutoff=0.4)
    hint = f"did you mean {' or '.join(near)}?" if near else f"the recipes are {', '.join(RECIPES)}."
    raise RecipeError(f"There is no recipe named {name!r}; {hint}")
