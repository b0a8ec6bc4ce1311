"""Mixed precision (Micikevicius 2018): layers multiply in bfloat16 on a CPU, everything between and after them is float32.

Autocast over a whole step would also round mu, logvar and the terms of the loss, whose sums over hundreds of pixels need
the digits; so it holds within the layers alone.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import torch
from torch import Tensor, nn


@contextmanager
def products_in(model: nn.Module, precision: torch.dtype) -> Iterator[None]:
    """Meanwhile the model's layers, on a CPU, multiply in that precision; they take and give float32 as ever."""
    if precision == torch.float32:
        yield
        return
    with ExitStack() as stack:
        # Off, but it puts back at its end what the hooks changed, and keeps a layer's rounded weights until then.
        stack.enter_context(torch.autocast("cpu", precision, enabled=False))
        for part in _called_by(model):
            stack.callback(part.register_forward_pre_hook(_enter).remove)
            stack.callback(part.register_forward_hook(_leave).remove)
        yield


def _called_by(model: nn.Module) -> Iterator[nn.Module]:
    """The modules that the model itself calls."""
    for part in model.children():
        if isinstance(part, nn.ModuleList):
            yield from part
        else:
            yield part


def _enter(part: nn.Module, inputs: Any) -> None:
    torch.set_autocast_enabled("cpu", True)


def _leave(part: nn.Module, inputs: Any, output: Any) -> Any:
    torch.set_autocast_enabled("cpu", False)
    return output.float() if isinstance(output, Tensor) else output
