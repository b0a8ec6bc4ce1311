"""The transposed convolution that learns faster has torch's own numbers."""

import pytest
import torch
from torch import Tensor, nn

from vae_models.networks.transposed_convolution import TransposedConvolution

SHAPE = {"in_channels": 4, "out_channels": 3, "kernel_size": 3, "stride": 2, "padding": 1, "output_padding": 1}


def answers(layer: nn.ConvTranspose2d, maps: Tensor) -> list[Tensor]:
    """Its output and its derivatives by input, weights and bias."""
    inputs = maps.clone().requires_grad_()
    output = layer(inputs)
    (output.float() * torch.linspace(-1.0, 1.0, output.numel()).view_as(output)).sum().backward()
    assert inputs.grad is not None and layer.weight.grad is not None and layer.bias is not None
    assert layer.bias.grad is not None
    return [output.detach(), inputs.grad, layer.weight.grad, layer.bias.grad]


@pytest.mark.parametrize("layout", [torch.contiguous_format, torch.channels_last])
@pytest.mark.parametrize("mixed", [False, True])
def test_output_and_gradients_are_torchs(layout: torch.memory_format, mixed: bool) -> None:
    ours, theirs = TransposedConvolution(**SHAPE), nn.ConvTranspose2d(**SHAPE)
    theirs.load_state_dict(ours.state_dict())
    maps = torch.randn(5, 4, 7, 6, generator=torch.Generator().manual_seed(0)).to(memory_format=layout)
    with torch.autocast("cpu", torch.bfloat16, enabled=mixed):
        for one, other in zip(answers(ours, maps), answers(theirs, maps), strict=True):
            assert one.dtype == other.dtype
            torch.testing.assert_close(one, other, rtol=0.02 if mixed else 1e-5, atol=0.02 if mixed else 1e-4)


def test_where_nothing_learns_it_is_torchs_own() -> None:
    layer = TransposedConvolution(**SHAPE).requires_grad_(False)
    maps = torch.randn(1, 4, 3, 3, requires_grad=True)
    assert layer(maps).grad_fn.name() == "ConvolutionBackward0"
