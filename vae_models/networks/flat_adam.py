"""Adam (Kingma & Ba 2015, algorithm 1) over all parameters as one flat tensor: an update is one fused call."""

from collections.abc import Mapping

import torch
from torch import Tensor
from torch.optim.adam import adam

from vae_models.networks.flat_parameters import FlatParameters


class FlatAdam:
    """torch's own update with its usual values, without what torch.optim.Adam does around it at every step."""

    def __init__(
        self, flat: FlatParameters, learning_rate: float, betas: tuple[float, float] = (0.9, 0.999),
        rate_on_device: bool = False,
    ) -> None:  # fmt: skip
        """`rate_on_device`: the rate is kept as a tensor, for a graph that would capture a number with its value."""
        self._values, self._gradients = flat.values.data, flat.gradients
        self._betas = betas
        device = self._values.device
        self._rate: float | Tensor = torch.tensor(learning_rate, device=device) if rate_on_device else learning_rate
        self._told_rate = learning_rate
        self._step = torch.zeros((), device=device)
        self._exp_avg = torch.zeros_like(self._values)
        self._exp_avg_sq = torch.zeros_like(self._values)

    @property
    def learning_rate(self) -> float:
        return self._told_rate

    @learning_rate.setter
    def learning_rate(self, value: float) -> None:
        if isinstance(self._rate, Tensor):
            self._rate.fill_(value)
        else:
            self._rate = value
        self._told_rate = value

    @torch.no_grad()
    def update(self) -> None:
        """Moves the parameters by their gradients, without waiting for the device."""
        adam(
            [self._values], [self._gradients], [self._exp_avg], [self._exp_avg_sq], [], [self._step], fused=True,
            amsgrad=False, beta1=self._betas[0], beta2=self._betas[1], lr=self._rate, weight_decay=0.0, eps=1e-8, maximize=False,
        )  # fmt: skip

    @property
    def changed(self) -> list[Tensor]:
        """What an update changes, where it lies."""
        return [self._values, self._step, self._exp_avg, self._exp_avg_sq]

    def state(self) -> dict[str, Tensor]:
        """Under the names that they have in a checkpoint."""
        return {"adam.step": self._step, "adam.exp_avg": self._exp_avg, "adam.exp_avg_sq": self._exp_avg_sq}

    def load_state(self, tensors: Mapping[str, Tensor]) -> None:
        """What `state` gave, among others; nothing where there was no step yet. Raises KeyError or ValueError when it is of
        another model."""
        own = self.state() if "adam.exp_avg" in tensors else {}
        if any(
            tensors[name].shape != tensor.shape or tensors[name].dtype != tensor.dtype for name, tensor in own.items()
        ):
            raise ValueError("the optimiser's state is of another model")
        for name, tensor in own.items():
            tensor.copy_(tensors[name])
