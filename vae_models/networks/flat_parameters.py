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
        values, gradients = self.views(model, self.values.data), self.views(model, self.gradients)
        for parameter in parameters:
            parameter.data = values[parameter]
            parameter.grad = gradients[parameter]

    @staticmethod
    def views(model: nn.Module, flat: Tensor) -> dict[Tensor, Tensor]:
        """Each parameter's part of a flat tensor `(parameter count,)`, in the parameter's shape."""
        parameters = list(model.parameters())
        parts = flat.split([parameter.numel() for parameter in parameters])
        return {parameter: part.view_as(parameter) for parameter, part in zip(parameters, parts, strict=True)}

    def are_finite(self) -> bool:
        # A sum is one pass without a temporary, and any NaN or Inf reaches it.
        return bool(torch.isfinite(self.values.data.sum()))

    def copy(self) -> Tensor:
        return self.values.detach().clone()

    def restore(self, values: Tensor) -> None:
        self.values.data.copy_(values)
