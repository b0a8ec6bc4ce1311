"""Networks: the layers that encoder and decoder are made of."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from vae_models.kinds.lookup import kind_of

Layers = Callable[[Any, int], Any]  # of a recipe, and how many numbers leave or enter at the inner end
PlainEncoder = Callable[[Any, int], list[str]]  # the same as lines
PlainDecoder = Callable[[Any], list[str]]  # of a recipe alone


@dataclass(frozen=True)
class Network:
    """`encoder` and `decoder` make the layers of a recipe.

    `linear`: its layers see all pixels at once, so that a recipe's widths begin with these. `halves`: each layer halves the
    sides of the image. `keeps_grid`: what comes out of it has the places of an image. `recurrent`: a layer also sees itself.
    `code_relu`: a recipe says whether a ReLU follows the decoder's first layer. Who can take its steps: `by_hand`,
    `on_graph` (CUDA). `plain_encoder` and `plain_decoder` are the same as lines of plain PyTorch; empty where there are none.
    """

    encoder: str | Layers
    decoder: str | Layers
    linear: bool = False
    halves: bool = False
    keeps_grid: bool = False
    recurrent: bool = False
    code_relu: bool = False
    by_hand: bool = False
    on_graph: bool = False
    plain_encoder: str | PlainEncoder = ""
    plain_decoder: str | PlainDecoder = ""


_LAYERS, _LINES = "vae_models.networks.mlp_conv", "vae_models.export.networks"

NETWORKS: dict[str, Network] = {
    "mlp": Network(
        f"{_LAYERS}:mlp_encoder", f"{_LAYERS}:mlp_decoder", linear=True, by_hand=True, on_graph=True,
        plain_encoder=f"{_LINES}:mlp_encoder", plain_decoder=f"{_LINES}:mlp_decoder",
    ),
    "conv": Network(
        f"{_LAYERS}:conv_encoder", f"{_LAYERS}:conv_decoder", halves=True, keeps_grid=True, code_relu=True, on_graph=True,
        plain_encoder=f"{_LINES}:conv_encoder", plain_decoder=f"{_LINES}:conv_decoder",
    ),
    "gru": Network("vae_models.networks.gru:gru_encoder", "vae_models.networks.gru:gru_decoder", recurrent=True),
}  # fmt: skip


def network_of(name: str) -> Network:
    """Raises RecipeError for an unknown name."""
    return kind_of("network", name, NETWORKS)
