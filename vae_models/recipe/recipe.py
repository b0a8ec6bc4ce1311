"""Recipe: an immutable value that says everything about a run. `recipes.py` has the named ones."""

import dataclasses
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Self, get_args

from vae_models.errors import RecipeError
from vae_models.files.names import quoted, shortened
from vae_models.kinds.likelihoods import likelihood_of
from vae_models.recipe.checks import (
    MAX_EPOCHS,
    check_choice,
    check_hidden,
    check_image_shape,
    check_name,
    check_note,
    check_range,
)
from vae_models.recipe.schedule import KLSchedule

Family = Literal["autoencoder", "vae", "cvae", "hvae", "vq-vae"]
Network = Literal["mlp", "conv", "unet", "gru"]
Objective = Literal[
    "elbo", "capacity", "total-correlation", "density-ratio", "moments", "mmd", "info", "importance", "adversarial", "codebook",
]  # fmt: skip
Sigma = Literal["logvar", "log_sigma"]
Reduction = Literal["image", "pixel"]
Corruption = Literal["gaussian", "mixed"]
Precision = Literal["auto", "float32", "bfloat16"]

MAX_LATENT_DIM = 1024
MAX_BATCH_SIZE = 65536
MAX_CLASSES = 1000
MAX_LAYERS = 5
MAX_SAMPLES = 1000
MAX_CODES = 65536

# What stands beside the reconstruction in the loss, in one short phrase.
_TERMS: dict[str, str] = {
    "elbo": "{beta:g} KL",
    "capacity": "{beta:g} |KL - C|, C up to {capacity:g}",
    "total-correlation": "KL, its total correlation {beta:g} times",
    "density-ratio": "KL + {beta:g} total correlation by a discriminator",
    "moments": "KL + {beta:g} moments of z",
    "mmd": "{beta:g} MMD",
    "info": "{kl_share:g} KL + {mmd_share:g} MMD",
    "importance": "{beta:g} KL, best of {samples} weighted samples",
    "adversarial": "{beta:g} adversarial loss",
    "codebook": "{codes} discrete codes, commitment {beta:g}",
}

# Objectives of codes that have a spread, and of codes that may be points.
_NEED_POSTERIOR = ("capacity", "total-correlation", "density-ratio", "moments", "info", "importance")
_NEED_CODE = ("mmd", "adversarial")


@dataclass(frozen=True)
class Recipe:
    """Model, sizes, objective, data treatment and optimiser of one run.

    `hidden` are the widths of the encoder's hidden layers (its channels when convolutional); the decoder mirrors them.
    `reduction` says what the optimiser sees: the loss summed over an image, or divided by its pixels; figures are
    reported in nats per image either way. `sigma` says what the encoder's second head means. `noise` is the standard
    deviation of the Gaussian noise added to the input, clipped to [0, 1]; the target stays clean. Where `corruption` is
    "mixed", the input is damaged in several ways and `noise` is the greatest strength of each. `empty` is the share of
    training images that are replaced by empty ones, so that a denoiser learns to leave those alone. A U-Net has no latent
    space, so `latent_dim` means nothing to it.

    `cooldown` is the share of the run, at its end, over which the learning rate falls to nothing (Zhai 2022,
    section 3.5). `code_relu`: whether a ReLU follows the first layer of a convolutional decoder.

    `precision` is that of the matrix products on a CPU, all else being float32: "auto" takes bfloat16 where the network
    is one of plain layers and the processor has instructions for it.

    `beta` weighs what the objective sets beside the reconstruction: the KL, or what its file says. Values of one family
    or objective, unused by the others: `classes` (cvae), `latent_layers` (hvae), `codes` in the codebook, each of
    `latent_dim` numbers (vq-vae), `capacity` in nats reached after `capacity_epochs` (capacity), `alpha` (info),
    `samples` for one image (importance).

    Raises RecipeError when a value is impossible.
    """

    name: str
    family: Family = "vae"
    network: Network = "mlp"
    hidden: tuple[int, ...] = (128, 64)
    latent_dim: int = 32
    reconstruction: str = "bce"
    objective: Objective = "elbo"
    beta: float = 1.0
    kl_schedule: KLSchedule = field(default_factory=KLSchedule)
    sigma: Sigma = "logvar"
    reduction: Reduction = "image"
    noise: float = 0.0
    corruption: Corruption = "gaussian"
    empty: float = 0.0
    epochs: int = 10
    batch_size: int = 128
    learning_rate: float = 1e-3
    cooldown: float = 0.0
    precision: Precision = "auto"
    seed: int = 0
    image_shape: tuple[int, int] = (28, 28)
    classes: int = 10
    latent_layers: int = 1
    codes: int = 256
    capacity: float = 25.0
    capacity_epochs: float = 5.0
    alpha: float = 0.0
    samples: int = 1
    code_relu: bool = False
    note: str = ""

    def __post_init__(self) -> None:
        for name in ("hidden", "image_shape"):  # a list, as JSON has it, would make the recipe unhashable
            if isinstance(sizes := getattr(self, name), list):
                object.__setattr__(self, name, tuple(sizes))
        check_name(self.name)
        check_note(self.note)
        check_image_shape(self.image_shape)
        if not isinstance(self.kl_schedule, KLSchedule):
            raise RecipeError(f"The KL schedule is made with KLSchedule, not {quoted(self.kl_schedule)}.")
        self._check_choices()
        check_hidden(self.hidden, self.network, self.pixels)
        self._check_ranges()
        self._check_together()

    def _check_choices(self) -> None:
        check_choice("family", self.family, get_args(Family))
        check_choice("network", self.network, get_args(Network))
        likelihood_of(self.reconstruction)
        check_choice("objective", self.objective, get_args(Objective))
        check_choice("sigma", self.sigma, get_args(Sigma))
        check_choice("reduction", self.reduction, get_args(Reduction))
        check_choice("corruption", self.corruption, get_args(Corruption))
        check_choice("precision", self.precision, get_args(Precision))
        check_choice("ReLU after the code", self.code_relu, (False, True))

    def _check_ranges(self) -> None:
        check_range("latent dimension", self.latent_dim, 1, MAX_LATENT_DIM, whole=True)
        check_range("beta", self.beta, 0.0, 1e6)
        check_range("noise", self.noise, 0.0, 10.0)
        check_range("number of epochs", self.epochs, 1, MAX_EPOCHS, whole=True)
        check_range("batch size", self.batch_size, 1, MAX_BATCH_SIZE, whole=True)
        check_range("learning rate", self.learning_rate, 1e-9, 100.0)
        check_range("cooldown", self.cooldown, 0.0, 1.0)
        check_range("share of empty images", self.empty, 0.0, 0.5)
        check_range("seed", self.seed, 0, 2**63 - 1, whole=True)
        check_range("number of classes", self.classes, 1, MAX_CLASSES, whole=True)
        check_range("number of latent layers", self.latent_layers, 1, MAX_LAYERS, whole=True)
        check_range("number of codes", self.codes, 2, MAX_CODES, whole=True)
        check_range("capacity", self.capacity, 0.0, 1e4, "nats")
        check_range("capacity's rise", self.capacity_epochs, 0.0, MAX_EPOCHS, "epochs")
        check_range("alpha", self.alpha, -1e3, 1.0)
        check_range("number of samples", self.samples, 1, MAX_SAMPLES, whole=True)

    def _check_together(self) -> None:
        if self.network == "unet" and self.family != "autoencoder":
            raise RecipeError("A U-Net has no latent space, so it cannot be a VAE; choose another network or family.")
        if self.network in ("conv", "unet") and any(side % 2 ** len(self.hidden) for side in self.image_shape):
            raise RecipeError(
                f"{len(self.hidden)} convolutions that halve the image need sides divisible by {2 ** len(self.hidden)}; "
                f"these images are {self.image_shape[0]}x{self.image_shape[1]}."
            )
        if (self.family == "vq-vae") != (self.objective == "codebook"):
            raise RecipeError("The family vq-vae and the objective codebook go together; neither is without the other.")
        if self.family == "vq-vae" and self.network != "conv":
            raise RecipeError("A VQ-VAE needs the conv network: each of its codes stands for a part of the image.")
        if self.objective in _NEED_POSTERIOR and self.family != "vae":
            raise RecipeError(f"The objective {self.objective} needs the family vae, not {self.family}.")
        if self.objective in _NEED_CODE and (self.family not in ("autoencoder", "vae") or not self.has_latent):
            raise RecipeError(f"The objective {self.objective} needs an autoencoder or vae with a latent space.")
        if self.samples > 1 and self.objective != "importance":
            raise RecipeError("Only the objective importance takes more than one sample for an image.")
        if self.objective == "info" and self.alpha + self.beta < 1.0:
            raise RecipeError(
                f"InfoVAE weighs the MMD by alpha + beta - 1, here {self.alpha + self.beta - 1:g}, which would reward it; "
                f"choose a beta of {1 - self.alpha:g} or more."
            )
        if self.precision == "bfloat16" and not self.has_plain_steps:
            raise RecipeError(
                f"The recipe {self.name} takes its steps in float32 only; choose the precision auto or float32."
            )
        if self.family == "hvae" and (self.latent_layers < 2 or self.latent_sizes[0] < 1):
            raise RecipeError(
                "A hierarchical VAE needs at least two latent layers, and at least one dimension in each."
            )

    @property
    def is_variational(self) -> bool:
        """Whether a code has a spread: the encoder answers mu and sigma."""
        return self.family in ("vae", "cvae", "hvae")

    @property
    def has_prior(self) -> bool:
        """Whether training makes the codes fill N(0, I), so that a random z decodes to something."""
        return self.is_variational or self.objective in _NEED_CODE

    @property
    def conditional(self) -> bool:
        """Whether encoder and decoder see the class of an image."""
        return self.family == "cvae"

    @property
    def has_latent(self) -> bool:
        return self.network != "unet"

    @property
    def has_plain_loss(self) -> bool:
        """Whether it is the reconstruction or ELBO of linear layers: `by_hand.py` knows its derivative."""
        return (
            likelihood_of(self.reconstruction).by_hand is not None
            and self.network == "mlp"
            and self.family in ("autoencoder", "vae")
            and self.objective == "elbo"
        )

    @property
    def has_plain_steps(self) -> bool:
        """Whether there is also at most Gaussian noise on the input: `compiled_steps.py` takes such steps."""
        return self.has_plain_loss and (not self.noise or self.corruption == "gaussian")

    @property
    def is_denoiser(self) -> bool:
        return self.noise > 0

    @property
    def pixels(self) -> int:
        return math.prod(self.image_shape)

    @property
    def code_grid(self) -> tuple[int, int] | None:
        """Rows and columns of an image's discrete codes; None where codes are not discrete."""
        if self.family != "vq-vae":
            return None
        return self.image_shape[0] // 2 ** len(self.hidden), self.image_shape[1] // 2 ** len(self.hidden)

    @property
    def z_size(self) -> int:
        """How many numbers one z has: `latent_dim`, for each place of the grid where codes are discrete."""
        return self.latent_dim * math.prod(self.code_grid or (1,))

    @property
    def latent_sizes(self) -> tuple[int, ...]:
        """How z is divided among the latent layers, the top one first, each about twice the size of the one above."""
        shares = [2**layer for layer in range(self.latent_layers if self.family == "hvae" else 1)]
        sizes = [self.latent_dim * share // sum(shares) for share in shares[:-1]]
        return (*sizes, self.latent_dim - sum(sizes))

    @property
    def summary(self) -> str:
        """The network and the objective in one line."""
        joint = "-" if self.network == "mlp" else "→"
        head = str(self.pixels) if self.network == "mlp" else f"{self.network} 1"
        values = dataclasses.asdict(self) | {"kl_share": 1 - self.alpha, "mmd_share": self.alpha + self.beta - 1}
        plain = self.objective == "elbo" and not self.is_variational
        objective = likelihood_of(self.reconstruction).title + (
            "" if plain else f" + {_TERMS[self.objective].format(**values)}"
        )
        latent = f", latent {'+'.join(map(str, self.latent_sizes))}" if self.has_latent else ""
        kind = "mixed noise up to" if self.corruption == "mixed" else "noise"
        noise = f", {kind} {self.noise:g}" if self.noise else ""
        classes = f", {self.classes} classes" if self.conditional else ""
        return f"{joint.join([head, *map(str, self.hidden)])}{latent}{classes}, {objective}{noise}"

    def fitted(
        self, image_shape: tuple[int, int], classes: int = 0, *, network: Network | None = None,
        hidden: tuple[int, ...] | None = None,
    ) -> Self:  # fmt: skip
        """The same recipe for images `(H, W)` of that many classes, 0 where they have no labels; on another network if given.

        Raises RecipeError when such a network cannot see such images.
        """
        return self.replace(
            image_shape=image_shape, classes=classes if self.conditional and classes else self.classes,
            network=network or self.network, hidden=hidden or self.hidden,
        )  # fmt: skip

    def replace(self, **changes: Any) -> Self:
        """A copy with some values changed. Raises RecipeError when a value is impossible or unknown."""
        unknown = changes.keys() - {field.name for field in dataclasses.fields(self)}
        if unknown:
            raise RecipeError(f"A recipe has no value named {quoted(sorted(unknown)[0])}.")
        return dataclasses.replace(self, **changes)

    def prolonged(self, epochs: int) -> Self:
        """The same recipe for more epochs, or fewer; cycles of the KL's weight keep their length. Raises RecipeError."""
        return self.replace(epochs=epochs, kl_schedule=self.kl_schedule.made_for(self.epochs))

    def to_dict(self) -> dict[str, Any]:
        """Plain values, ready for JSON."""
        return dataclasses.asdict(self)

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Self:
        """The recipe that `to_dict` gave. Raises RecipeError when the values are not a recipe's."""
        try:
            # What all runs were whose recipes say nothing of it.
            unsaid: dict[str, Any] = {"precision": "float32", "code_relu": values.get("network") == "conv"}
            plain = unsaid | dict(values)
            schedule = KLSchedule(**plain.pop("kl_schedule", {}))
            return cls(kl_schedule=schedule, **plain)
        except (TypeError, ValueError, AttributeError) as error:
            raise RecipeError(f"These values do not make a recipe: {shortened(str(error), 200)}") from error
