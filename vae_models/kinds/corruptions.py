"""Corruptions: what a denoising recipe does to the images that its model sees."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from vae_models.kinds.lookup import implementation, kind_of

# Of images `(batch, 1, H, W)`, a strength and a generator, to damaged images: tensors, which are not known here.
Corrupt = Callable[[Any, float, Any], Any]


@dataclass(frozen=True)
class Corruption:
    """`apply` damages images. `title` stands in a summary before the strength. `plain` is the same as an expression of plain
    PyTorch in `x`, `NOISE` and the generator `draw`; empty where there is none."""

    title: str
    apply: str | Corrupt
    plain: str = ""


CORRUPTIONS: dict[str, Corruption] = {
    "gaussian": Corruption(
        "noise", "vae_models.damage.training:add_gaussian_noise",
        "(x + NOISE * torch.randn(x.shape, generator=draw)).clamp(0, 1)",
    ),
    "mixed": Corruption("mixed noise up to", "vae_models.damage.mixed:mixed_corruption"),
}  # fmt: skip


def corruption_of(name: str) -> Corruption:
    """Raises RecipeError for an unknown name."""
    return kind_of("corruption", name, CORRUPTIONS)


def corrupting(name: str) -> Corrupt:
    """The `apply` of the corruption of that name. Raises RecipeError for an unknown one."""
    apply: Corrupt = implementation(corruption_of(name).apply)
    return apply
