"""Recipe: an immutable value that says everything about a run. `named.py` has the named ones."""

import dataclasses
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from vae_models.errors import RecipeError
from vae_models.files.names import quoted, shortened
from vae_models.kinds.corruptions import corruption_of
from vae_models.kinds.families import FAMILIES, Family, family_of
from vae_models.kinds.likelihoods import likelihood_of
from vae_models.kinds.networks import NETWORKS, Network, network_of
from vae_models.kinds.objectives import OBJECTIVES, objective_of
from vae_models.recipe.checks import check_weights
from vae_models.recipe.fields import FIELDS, RecipeValues, check_values
from vae_models.recipe.older import brought_up_to_date
from vae_models.recipe.schedule import KLSchedule


@dataclass(frozen=True)
class Recipe(RecipeValues):
    """Model, sizes, objective, data treatment and optimiser of one run; `RecipeValues` lists the values.

    Raises RecipeError when a value is impossible.
    """

    def __post_init__(self) -> None:
        for name in FIELDS:  # a list, as JSON has it, would make the recipe unhashable
            if isinstance(sizes := getattr(self, name), list):
                object.__setattr__(self, name, tuple(sizes))
        check_values(self)
        check_weights(self.hidden, self.network, self.pixels)
        self._check_together()

    def _check_together(self) -> None:
        family, objective = family_of(self.family), objective_of(self.objective)
        self._check_network(family, network_of(self.network))
        if not objective.suits(family):
            suited = " or ".join(name for name, each in FAMILIES.items() if objective.suits(each))
            raise RecipeError(f"The objective {self.objective} needs the family {suited}, not {self.family}.")
        if self.samples > 1 and "samples" not in objective.values:
            takers = " and ".join(name for name, each in OBJECTIVES.items() if "samples" in each.values)
            raise RecipeError(f"Only the objective {takers} takes more than one sample for an image.")
        if problem := objective.problem(self):
            raise RecipeError(problem)
        if family.layered and (self.latent_layers < 2 or self.latent_sizes[0] < 1):
            raise RecipeError(
                "A hierarchical VAE needs at least two latent layers, and at least one dimension in each."
            )

    def _check_network(self, family: Family, network: Network) -> None:
        if network.halves and any(side % 2 ** len(self.hidden) for side in self.image_shape):
            raise RecipeError(
                f"{len(self.hidden)} convolutions that halve the image need sides divisible by {2 ** len(self.hidden)}; "
                f"these images are {self.image_shape[0]}x{self.image_shape[1]}."
            )
        if family.only_grids and not network.keeps_grid:
            keep = " or ".join(name for name, each in NETWORKS.items() if each.keeps_grid)
            raise RecipeError(f"The family {self.family} needs the {keep} network, which keeps the places of an image.")

    @property
    def is_variational(self) -> bool:
        """Whether a code has a spread: the encoder answers mu and sigma."""
        return family_of(self.family).posterior

    @property
    def is_bound(self) -> bool:
        """Whether the ELBO itself is minimised, its KL weighted, with nothing beside."""
        return objective_of(self.objective).bound

    @property
    def is_linear(self) -> bool:
        """Whether all layers are linear ones, which see all pixels at once."""
        return network_of(self.network).linear

    @property
    def is_weighted(self) -> bool:
        """Whether something beside the reconstruction is minimised, which beta weighs."""
        return self.is_variational or not self.is_bound

    @property
    def has_prior(self) -> bool:
        """Whether training makes the codes fill N(0, I), so that a random z decodes to something."""
        return self.is_variational or objective_of(self.objective).fills_prior

    @property
    def conditional(self) -> bool:
        """Whether encoder and decoder see the class of an image."""
        return family_of(self.family).conditional

    @property
    def has_latent(self) -> bool:
        return family_of(self.family).latent

    @property
    def is_denoiser(self) -> bool:
        return self.noise > 0

    @property
    def pixels(self) -> int:
        return math.prod(self.image_shape)

    @property
    def code_grid(self) -> tuple[int, int] | None:
        """Rows and columns of an image's discrete codes; None where codes are not discrete."""
        if not family_of(self.family).discrete:
            return None
        return self.image_shape[0] // 2 ** len(self.hidden), self.image_shape[1] // 2 ** len(self.hidden)

    @property
    def z_size(self) -> int:
        """How many numbers one z has: `latent_dim`, for each place of the grid where codes are discrete."""
        return self.latent_dim * math.prod(self.code_grid or (1,))

    @property
    def latent_sizes(self) -> tuple[int, ...]:
        """How z is divided among the latent layers, the top one first, each about twice the size of the one above."""
        shares = [2**layer for layer in range(self.latent_layers if family_of(self.family).layered else 1)]
        sizes = [self.latent_dim * share // sum(shares) for share in shares[:-1]]
        return (*sizes, self.latent_dim - sum(sizes))

    @property
    def summary(self) -> str:
        """The network and the objective in one line."""
        joint = "-" if self.is_linear else "→"
        head = str(self.pixels) if self.is_linear else f"{family_of(self.family).layers or self.network} 1"
        values = dataclasses.asdict(self) | {"kl_share": 1 - self.alpha, "mmd_share": self.alpha + self.beta - 1}
        plain = not self.is_weighted
        objective = likelihood_of(self.reconstruction).title + (
            "" if plain else f" + {objective_of(self.objective).term.format(**values)}"
        )
        latent = f", latent {'+'.join(map(str, self.latent_sizes))}" if self.has_latent else ""
        noise = f", {corruption_of(self.corruption).title} {self.noise:g}" if self.noise else ""
        classes = f", {self.classes} classes" if self.conditional else ""
        return f"{joint.join([head, *map(str, self.hidden)])}{latent}{classes}, {objective}{noise}"

    def fitted(
        self, image_shape: tuple[int, int], classes: int = 0, *, network: str | None = None,
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
        unknown = changes.keys() - FIELDS.keys()
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
            plain = brought_up_to_date(values)
            schedule = KLSchedule(**plain.pop("kl_schedule", {}))
            return cls(kl_schedule=schedule, **plain)
        except (TypeError, ValueError, AttributeError) as error:
            raise RecipeError(f"These values do not make a recipe: {shortened(str(error), 200)}") from error
