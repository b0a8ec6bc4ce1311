"""Objectives: what is minimised beside the reconstruction."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from vae_models.kinds.families import Family
from vae_models.kinds.lookup import kind_of


def _any_but_discrete(family: Family) -> bool:
    return not family.discrete


def _codes(family: Family) -> bool:
    return family.alone


def _posteriors(family: Family) -> bool:
    return family.alone and family.posterior


def _codebooks(family: Family) -> bool:
    return family.discrete


def _nothing(recipe: Any) -> str:
    return ""


def _rewarded_mmd(recipe: Any) -> str:
    if recipe.alpha + recipe.beta >= 1.0:
        return ""
    return (
        f"InfoVAE weighs the MMD by alpha + beta - 1, here {recipe.alpha + recipe.beta - 1:g}, which would reward it; "
        f"choose a beta of {1 - recipe.alpha:g} or more."
    )


@dataclass(frozen=True)
class ObjectiveKind:
    """`loss` makes an `objectives.base.Objective`; `term` is what stands beside the reconstruction in the loss, in one short
    phrase with a recipe's values in it.

    `suits`: the families whose codes it can look at. `bound`: it is the ELBO itself, which every engine can differentiate
    and processes can share. `fills_prior`: it makes codes look like N(0, I), also those that have no KL. `values`: those of
    a recipe that mean something to it alone. `problem`: a sentence on values that do not go together; empty where they do.
    """

    loss: str | Callable[..., Any]
    term: str
    suits: Callable[[Family], bool] = _posteriors
    bound: bool = False
    fills_prior: bool = False
    values: tuple[str, ...] = ()
    problem: Callable[[Any], str] = _nothing


_FOLDER = "vae_models.objectives"

OBJECTIVES: dict[str, ObjectiveKind] = {
    "elbo": ObjectiveKind(f"{_FOLDER}.base:Objective", "{beta:g} KL", _any_but_discrete, bound=True),
    "capacity": ObjectiveKind(
        f"{_FOLDER}.capacity:Capacity", "{beta:g} |KL - C|, C up to {capacity:g}", values=("capacity", "capacity_epochs")
    ),
    "total-correlation": ObjectiveKind(
        f"{_FOLDER}.total_correlation:TotalCorrelation", "KL, its total correlation {beta:g} times"
    ),
    "density-ratio": ObjectiveKind(
        f"{_FOLDER}.adversarial:DensityRatio", "KL + {beta:g} total correlation by a discriminator"
    ),
    "moments": ObjectiveKind(f"{_FOLDER}.covariance:Moments", "KL + {beta:g} moments of z"),
    "mmd": ObjectiveKind(f"{_FOLDER}.mmd:PriorMMD", "{beta:g} MMD", _codes, fills_prior=True),
    "info": ObjectiveKind(
        f"{_FOLDER}.mmd:InfoMMD", "{kl_share:g} KL + {mmd_share:g} MMD", values=("alpha",), problem=_rewarded_mmd
    ),
    "importance": ObjectiveKind(
        f"{_FOLDER}.importance:ImportanceWeighted", "{beta:g} KL, best of {samples} weighted samples", values=("samples",)
    ),
    "adversarial": ObjectiveKind(
        f"{_FOLDER}.adversarial:Adversarial", "{beta:g} adversarial loss", _codes, fills_prior=True
    ),
    "codebook": ObjectiveKind(
        f"{_FOLDER}.codebook:Codebook", "{codes} discrete codes, commitment {beta:g}", _codebooks
    ),
}  # fmt: skip


def objective_of(name: str) -> ObjectiveKind:
    """Raises RecipeError for an unknown name."""
    return kind_of("objective", name, OBJECTIVES)
