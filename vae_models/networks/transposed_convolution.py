"""A transposed convolution whose gradients are worked out as those of the convolution that it is the transpose of.

They are the same numbers, in half of the time in bfloat16: what torch calls on a CPU for its own is slow with the weights.
"""

from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional
from torch.nn.grad import conv2d_weight


class TransposedConvolution(nn.ConvTranspose2d):
    """nn.ConvTranspose2d of one group without dilation; `(batch, in, h, w)` to `(batch, out, H, W)`."""

    def forward(self, input: Tensor, output_size: list[int] | None = None) -> Tensor:
        learns = self.weight.requires_grad and torch.is_grad_enabled()
        if not learns or self.bias is None or input.device.type != "cpu":
            return super().forward(input, output_size)
        tensors = (input, self.weight, self.bias)
        if torch.is_autocast_enabled("cpu"):
            precision = torch.get_autocast_dtype("cpu")
            tensors = tuple(tensor.to(precision) for tensor in tensors)  # type: ignore[assignment]
        answer: Tensor = _AsConvolution.apply(*tensors, self.stride, self.padding, self.output_padding)
        return answer


class _AsConvolution(torch.autograd.Function):
    @staticmethod
    def forward(
        ctx: Any, maps: Tensor, weight: Tensor, bias: Tensor, stride: list[int], padding: list[int], further: list[int]
    ) -> Tensor:
        ctx.save_for_backward(maps, weight)
        ctx.stride, ctx.padding = stride, padding
        return functional.conv_transpose2d(maps, weight, bias, stride, padding, further)

    @staticmethod
    def backward(ctx: Any, *gradients: Tensor) -> tuple[Tensor | None, ...]:
        maps, weight = ctx.saved_tensors
        gradient = gradients[0].contiguous(memory_format=torch.channels_last)
        by_weight = conv2d_weight(gradient, weight.shape, maps, ctx.stride, ctx.padding)
        by_maps = functional.conv2d(gradient, weight, None, ctx.stride, ctx.padding)
        # A single channel is in either order, so the answer may be in the other one.
        by_maps = by_maps.contiguous(memory_format=torch.channels_last)
        return by_maps, by_weight, gradient.sum((0, 2, 3)), None, None, None
