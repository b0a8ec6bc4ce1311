"""A second player beside the model: a network that tells two kinds of codes apart, with an optimiser of its own."""

import torch
from torch import Tensor
from torch.nn import functional

from vae_models.networks.flat_adam import FlatAdam
from vae_models.networks.flat_parameters import FlatParameters
from vae_models.networks.mlp_conv import mlp

MOMENTUM = (0.5, 0.9)  # a short memory, since what it must tell apart moves on with every step (Kim 2018, appendix A)


class Discriminator:
    """Its logit of z is log of how much more likely z is among the first kind than among the second."""

    def __init__(self, latent_dim: int, learning_rate: float, device: torch.device | None = None) -> None:
        self._network = mlp([latent_dim, 256, 256, 256, 1]).to(device or torch.device("cpu"))
        self._flat = FlatParameters(self._network)
        self._adam = FlatAdam(self._flat, learning_rate, MOMENTUM)

    def __call__(self, z: Tensor) -> Tensor:
        """z: `(batch, latent_dim)`. Returns logits `(batch,)`."""
        logits: Tensor = self._network(z)
        return logits.squeeze(1)

    def learn(self, first: Tensor, second: Tensor) -> None:
        """One step of its own towards telling them apart, by cross-entropy; both `(batch, latent_dim)`."""
        # The model's own step has left gradients in here too.
        self._flat.gradients.zero_()
        loss = functional.softplus(-self(first.detach())).mean() + functional.softplus(self(second.detach())).mean()
        (0.5 * loss).backward()
        self._adam.update()

    @property
    def learning_rate(self) -> float:
        """That of Adam's next step."""
        return self._adam.learning_rate

    def set_learning_rate(self, learning_rate: float) -> None:
        self._adam.learning_rate = learning_rate

    def state(self) -> dict[str, Tensor]:
        """Weights and optimiser, for a checkpoint."""
        return {"discriminator": self._flat.copy()} | self._adam.state()

    def load_state(self, tensors: dict[str, Tensor]) -> None:
        """Raises KeyError, ValueError or RuntimeError where the tensors are of another network."""
        self._flat.restore(tensors["discriminator"])
        self._adam.load_state(tensors)
