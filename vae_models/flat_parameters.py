"""All parameters of a model, and their gradients, as two flat tensors: one fused optimiser call updates everything."""

import torch
from torch import Tensor, nn


class FlatParameters:
    """Moves the model's parameters into views of one tensor; the model goes on working as before.

    `values` and `gradients` are `(parameter count,)`, float32, on the model's device.
    """

    def __init__(self, model: nn.Module) -> None:
        parameters = list(model.parameters())
        self.values = nn.Parameter(torch.cat([p.detach().reshape(-1) for p in parameters]))
        self.gradients = torch.zeros_like(self.values.data)
        self.values.grad = self.gradients
        start = 0
        for parameter in parameters:
            end = start + parameter.numel()
            parameter.data = self.values.data[start:end].view_as(parameter)
            parameter.grad = self.gradients[start:end].view_as(parameter)
            start = end

    def are_finite(self) -> bool:
        # A sum is one pass without a temporary, and any NaN or Inf reaches it.
        return bool(torch.isfinite(self.values.data.sum()))

    def copy(self) -> Tensor:
        return self.values.detach().clone()

    def restore(self, values: Tensor) -> None:
        self.values.data.copy_(values)
