"""Forward and backward of the MLP models by hand, into buffers made once.

On a CPU these small matrices spend as long in autograd's bookkeeping and allocations as in arithmetic; writing the
chain rule out saves it. Autograd remains the oracle: the tests compare both on every MLP recipe.
"""

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from vae_models.gradients import StepLosses
from vae_models.networks import LatentModel
from vae_models.objective import Batch
from vae_models.recipes import Recipe

_relu_backward = torch.ops.aten.threshold_backward.grad_input


class _Chain:
    """Linear layers with ReLU between, for one batch size: `forward` keeps what `backward` needs."""

    def __init__(self, layers: list[nn.Linear], batch: int, input_gradient: bool) -> None:
        self._weights = [layer.weight.data for layer in layers]
        self._biases = [layer.bias.data for layer in layers]
        self._weight_gradients = [_gradient(layer.weight) for layer in layers]
        self._bias_gradients = [_gradient(layer.bias) for layer in layers]
        make = self._weights[0].new_empty
        self._outputs = [make(batch, layer.out_features) for layer in layers]
        self._input_gradients = [make(batch, layer.in_features) for layer in layers]
        self._input_gradient = input_gradient

    def forward(self, inputs: Tensor) -> Tensor:
        self._inputs = [inputs, *self._outputs[:-1]]
        for index, (weight, bias, output) in enumerate(zip(self._weights, self._biases, self._outputs, strict=True)):
            if index:
                self._inputs[index].clamp_min_(0.0)
            torch.addmm(bias, self._inputs[index], weight.t(), out=output)
        return self._outputs[-1]

    def backward(self, gradient: Tensor) -> Tensor:
        for index in reversed(range(len(self._weights))):
            torch.mm(gradient.t(), self._inputs[index], out=self._weight_gradients[index])
            torch.sum(gradient, 0, out=self._bias_gradients[index])
            if index or self._input_gradient:
                gradient = torch.mm(gradient, self._weights[index], out=self._input_gradients[index])
            if index:
                _relu_backward(gradient, self._inputs[index], 0, grad_input=gradient)
        return gradient


def _gradient(parameter: Tensor) -> Tensor:
    if parameter.grad is None:
        raise ValueError("The parameters' gradients must exist: make FlatParameters of the model first.")
    return parameter.grad


@dataclass
class _Buffers:
    """What a batch of one size needs; a last, smaller batch has its own."""

    encoder: _Chain
    decoder: _Chain
    z: Tensor
    head_gradient: Tensor
    pixels: Tensor


def can_go_by_hand(recipe: Recipe) -> bool:
    """Whether the loss of this recipe is one that `MLPGradients` knows."""
    return recipe.network == "mlp" and recipe.family in ("autoencoder", "vae") and recipe.objective == "elbo"


class MLPGradients:
    """See `gradients.Gradients`; for the models of `vae.py` and `autoencoder.py` whose network is an MLP."""

    def __init__(self, model: LatentModel, recipe: Recipe) -> None:
        self._recipe = recipe
        self._encoder = [layer for layer in model.encoder.modules() if isinstance(layer, nn.Linear)]
        self._decoder = [layer for layer in model.decoder.modules() if isinstance(layer, nn.Linear)]
        self._buffers: dict[int, _Buffers] = {}

    def __call__(self, batch: Batch, weight: float) -> StepLosses:
        return StepLosses(*self._step(batch.inputs, batch.target, batch.eps, weight), weight)

    def _step(self, inputs: Tensor, target: Tensor, eps: Tensor, weight: float) -> tuple[Tensor, Tensor]:
        batch = len(inputs)
        buffers = self._buffers.get(batch) or self._make_buffers(batch)
        scale = 1.0 / (batch * self._recipe.pixels if self._recipe.reduction == "pixel" else batch)
        head = buffers.encoder.forward(inputs.view(batch, -1))
        if not self._recipe.is_variational:
            logits = buffers.decoder.forward(head)
            reconstruction, gradient = self._reconstruction(logits, target.view(batch, -1), buffers.pixels, scale)
            buffers.encoder.backward(buffers.decoder.backward(gradient))
            return reconstruction, head.new_empty(0)
        mu, logvar, sigma = self._posterior(head)
        torch.addcmul(mu, sigma, eps, out=buffers.z)
        logits = buffers.decoder.forward(buffers.z)
        reconstruction, gradient = self._reconstruction(logits, target.view(batch, -1), buffers.pixels, scale)
        z_gradient = buffers.decoder.backward(gradient)
        kl_per_dim = self._head_gradient(z_gradient, mu, logvar, sigma, eps, weight * scale, buffers.head_gradient)
        buffers.encoder.backward(buffers.head_gradient)
        return reconstruction, kl_per_dim

    def _posterior(self, head: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        mu, second = head.chunk(2, dim=1)
        logvar = second if self._recipe.sigma == "logvar" else 2.0 * second
        return mu, logvar, torch.exp(0.5 * logvar)

    def _reconstruction(self, logits: Tensor, target: Tensor, out: Tensor, scale: float) -> tuple[Tensor, Tensor]:
        """The mean reconstruction in nats per image, and its scaled gradient by the logits, in `out`."""
        batch = len(logits)
        if self._recipe.reconstruction == "bce":
            # -t log p - (1 - t) log(1 - p) = softplus(l) - t l, whose derivative by l is p - t.
            loss = functional.softplus(logits).sum() - torch.dot(logits.view(-1), target.reshape(-1))
            torch.sigmoid(logits, out=out).sub_(target).mul_(scale)
        else:
            torch.sigmoid(logits, out=out)
            error = out - target
            loss = torch.dot(error.view(-1), error.view(-1))
            torch.ops.aten.sigmoid_backward.grad_input(error.mul_(2.0 * scale), out, grad_input=out)
        return loss / batch, out

    def _head_gradient(
        self, z_gradient: Tensor, mu: Tensor, logvar: Tensor, sigma: Tensor, eps: Tensor, weight: float, out: Tensor
    ) -> Tensor:
        """Writes the gradient by both heads into `out`; returns the mean KL per dimension, nats."""
        mu_gradient, second_gradient = out.chunk(2, dim=1)
        torch.add(z_gradient, mu, alpha=weight, out=mu_gradient)
        variance = sigma.square()
        # d loss / d logvar = dz * eps * sigma / 2 + weight * (variance - 1) / 2, twice that by log sigma.
        half = 0.5 if self._recipe.sigma == "logvar" else 1.0
        torch.mul(z_gradient, eps, out=second_gradient).mul_(sigma).add_(variance - 1.0, alpha=weight).mul_(half)
        return (variance.add_(mu.square()).sub_(logvar).sub_(1.0)).mean(0).mul_(0.5)

    def _make_buffers(self, batch: int) -> _Buffers:
        encoder = _Chain(self._encoder, batch, input_gradient=False)
        decoder = _Chain(self._decoder, batch, input_gradient=True)
        make = self._encoder[0].weight.data.new_empty
        heads = 2 if self._recipe.is_variational else 1
        self._buffers[batch] = _Buffers(
            encoder, decoder,
            make(batch, self._recipe.latent_dim),
            make(batch, heads * self._recipe.latent_dim),
            make(batch, self._recipe.pixels),
        )  # fmt: skip
        return self._buffers[batch]
