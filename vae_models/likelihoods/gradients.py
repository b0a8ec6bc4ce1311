"""Reconstruction terms with their derivatives by the logits, written out, for engines that do without autograd."""

import torch
from torch import Tensor
from torch.nn import functional


def bce_with_gradient(logits: Tensor, target: Tensor, scale: float, out: Tensor) -> Tensor:
    """-t log p - (1 - t) log(1 - p) = softplus(l) - t l with p = sigmoid(l), whose derivative by l is p - t.

    logits, target, out: of one shape. Returns the sum `()`, nats; `scale` times the derivative is written to `out`.
    """
    torch.sigmoid(logits, out=out).sub_(target).mul_(scale)
    return functional.softplus(logits).sum() - torch.dot(logits.view(-1), target.reshape(-1))


def squared_error_with_gradient(logits: Tensor, target: Tensor, scale: float, out: Tensor) -> Tensor:
    """(p - t)² with p = sigmoid(l), whose derivative by l is 2 (p - t) p (1 - p). See `bce_with_gradient`."""
    torch.sigmoid(logits, out=out)
    error = out - target
    loss = torch.dot(error.view(-1), error.view(-1))
    torch.ops.aten.sigmoid_backward(error.mul_(2.0 * scale), out, grad_input=out)
    return loss
