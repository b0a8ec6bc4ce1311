"""The convolutional networks are those of their source, and older files keep the network that they were trained with."""

from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from vae_models import get_recipe
from vae_models.explore.predictor import Predictor
from vae_models.files.tensors import read_tensors, write_tensors
from vae_models.models.build import build_model
from vae_models.recipe.recipe import Recipe


def by_hand(decoder: nn.Module, z: Tensor) -> Tensor:
    """A linear layer, then at once the transposed convolutions with a ReLU between them."""
    weights = dict(decoder.named_parameters())
    first, between, last = ([weights[f"{place}.{name}"] for name in ("weight", "bias")] for place in (0, 3, 5))
    maps = functional.linear(z, *first).view(-1, 64, 7, 7)
    hidden = functional.relu(functional.conv_transpose2d(maps, *between, stride=2, padding=1, output_padding=1))
    return functional.conv_transpose2d(hidden, *last, stride=2, padding=1, output_padding=1)


def test_nothing_is_between_the_decoders_linear_layer_and_its_convolutions() -> None:
    model = build_model(get_recipe("conv-vae"))
    z = torch.randn(5, 20, generator=torch.Generator().manual_seed(0))
    torch.testing.assert_close(model.decoder(z), by_hand(model.decoder, z))  # type: ignore[operator, arg-type]


def test_a_file_from_before_keeps_the_relu_that_it_was_trained_with(tmp_path: Path) -> None:
    old = get_recipe("conv-vae").replace(code_relu=True)
    before = Predictor(build_model(old), old)
    before.save(tmp_path / "old.safetensors")
    tensors, description = read_tensors(tmp_path / "old.safetensors")
    del description["recipe"]["code_relu"]  # as such files are
    write_tensors(tmp_path / "old.safetensors", tensors, description)
    after = Predictor.load(tmp_path / "old.safetensors")
    z = np.random.default_rng(0).standard_normal((5, 20))
    assert np.array_equal(after.decode(z), before.decode(z))
    assert after.recipe.code_relu and not Recipe.from_dict(get_recipe("conv-vae").to_dict()).code_relu
