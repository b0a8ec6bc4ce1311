"""Forward and backward of the MLP models by hand, into buffers made once.

On a CPU these small matrices spend as long in autograd's bookkeeping and allocations as in arithmetic; writing the
chain rule out saves it. Autograd remains the oracle: the tests compare both on every MLP recipe. The products may be of
lower precision than everything else, see `mixed_precision.py`.
"""

from typing import NamedTuple

import torch
from torch import Tensor, nn

from vae_models.kinds.families import family_of
from vae_models.kinds.likelihoods import likelihood_of, logit_gradient
from vae_models.kinds.networks import network_of
from vae_models.likelihoods.reconstruction import reconstruction_loss
from vae_models.models.base import LatentModel
from vae_models.models.gaussian import kl_to_standard_normal, to_logvar
from vae_models.networks.flat_parameters import FlatParameters
from vae_models.objectives.base import Batch
from vae_models.recipe.recipe import Recipe
from vae_models.training.engines.engine import StepLosses, name_of


def knows(recipe: Recipe) -> bool:
    """Whether its loss is the reconstruction or ELBO of linear layers, whose derivatives are written here."""
    layers = family_of(recipe.family).by_hand and network_of(recipe.network).by_hand
    return layers and recipe.is_bound and likelihood_of(recipe.reconstruction).gradient is not None


class Chain:
    """Linear layers with ReLU between, for one batch size: `forward` keeps what `backward` needs."""

    def __init__(
        self, network: nn.Module, values: dict[Tensor, Tensor], gradients: dict[Tensor, Tensor], batch: int
    ) -> None:
        layers = [layer for layer in network.modules() if isinstance(layer, nn.Linear)]
        make = values[layers[0].weight].new_empty
        self._weights = [values[layer.weight] for layer in layers]
        self._biases = [values[layer.bias] for layer in layers]
        self._weight_gradients = [gradients[layer.weight] for layer in layers]
        self._bias_gradients = [gradients[layer.bias] for layer in layers]
        self._inputs: list[Tensor] = []
        self._outputs = [make(batch, layer.out_features) for layer in layers]
        self._input_gradients = [make(batch, layer.in_features) for layer in layers]

    def forward(self, inputs: Tensor) -> Tensor:
        """inputs: `(batch, in_features)` in the products' precision, and so is the answer `(batch, out_features)`."""
        self._inputs.clear()
        for index, (weight, bias, output) in enumerate(zip(self._weights, self._biases, self._outputs, strict=True)):
            if index > 0:
                inputs = inputs.clamp_min_(0.0)
            self._inputs.append(inputs)
            inputs = torch.addmm(bias, inputs, weight.t(), out=output)
        return inputs

    def backward(self, gradient: Tensor, to_inputs: bool) -> Tensor:
        """From the derivative by the last outputs: fills those by the weights; returns that by the inputs where wanted."""
        for index in reversed(range(len(self._weights))):
            inputs = self._inputs[index]
            torch.mm(gradient.t(), inputs, out=self._weight_gradients[index])
            torch.sum(gradient, [0], out=self._bias_gradients[index])
            if index > 0 or to_inputs:
                gradient = torch.mm(gradient, self._weights[index], out=self._input_gradients[index])
            if index > 0:
                torch.ops.aten.threshold_backward(gradient, inputs, 0, grad_input=gradient)
        return gradient


class Buffers(NamedTuple):
    """What a batch of one size needs; a last, smaller batch has its own. Derivatives by the encoder's answer and by the logits."""

    encoder: Chain
    decoder: Chain
    head_gradient: Tensor
    pixel_gradient: Tensor


class Pass(NamedTuple):
    """A forward pass: logits `(batch, pixels)`, and mu, logvar and sigma `(batch, latent_dim)`, None where codes are points."""

    logits: Tensor
    mu: Tensor | None = None
    logvar: Tensor | None = None
    sigma: Tensor | None = None

    @property
    def kl(self) -> Tensor:
        """Mean over the batch per dimension, `(latent_dim or 0,)`, nats."""
        if self.mu is None or self.logvar is None:
            return self.logits.new_empty(0)
        return kl_to_standard_normal(self.mu, self.logvar).mean(0)


class ByHand:
    """See `engine.Engine`; for recipes that `knows`."""

    def __init__(
        self, model: LatentModel, recipe: Recipe, flat: FlatParameters, products: torch.dtype = torch.float32
    ) -> None:
        self._model = model
        self._recipe = recipe
        self._flat = flat
        self._gradient = logit_gradient(recipe.reconstruction)
        values, gradients = flat.values.data, flat.gradients
        self._copied = products != values.dtype
        self._values = values.to(products)  # themselves, where the precision is theirs
        self._gradients = gradients.to(products)
        self._buffers: dict[int, Buffers] = {}

    @property
    def precision(self) -> str:
        return name_of(self._values.dtype)

    @torch.no_grad()
    def __call__(self, batch: Batch, weight: float) -> StepLosses:
        buffers, target = self._buffers_of(len(batch.target)), batch.target.flatten(1)
        scale = 1.0 / (len(target) * self._recipe.pixels if self._recipe.reduction == "pixel" else len(target))
        done = self._forward(batch, buffers)
        loss = self._gradient(done.logits, target, scale, buffers.pixel_gradient)
        z_gradient = buffers.decoder.backward(buffers.pixel_gradient.to(self._values.dtype), to_inputs=True)
        self._through_codes(done, batch.eps, z_gradient, weight * scale, buffers)
        if self._copied:
            self._flat.gradients.copy_(self._gradients)
        return StepLosses(loss / len(target), done.kl, weight)

    @torch.no_grad()
    def losses(self, batch: Batch, weight: float) -> StepLosses:
        done = self._forward(batch, self._buffers_of(len(batch.target)))
        loss = reconstruction_loss(self._recipe.reconstruction, done.logits, batch.target.flatten(1))
        return StepLosses(loss.mean(), done.kl, weight)

    def _forward(self, batch: Batch, buffers: Buffers) -> Pass:
        products = self._values.dtype
        if self._copied:
            self._values.copy_(self._flat.values.data)
        head = buffers.encoder.forward(batch.inputs.flatten(1).to(products))
        if not self._recipe.is_variational:
            return Pass(buffers.decoder.forward(head).float())
        mu, second = head.float().chunk(2, dim=1)
        logvar = to_logvar(second, self._recipe.sigma)
        sigma = torch.exp(0.5 * logvar)
        z = torch.addcmul(mu, sigma, batch.eps).to(products)
        return Pass(buffers.decoder.forward(z).float(), mu, logvar, sigma)

    def _through_codes(self, done: Pass, eps: Tensor, z_gradient: Tensor, kl_scale: float, buffers: Buffers) -> None:
        """On from the derivative by z to those of the encoder, that of the KL added."""
        if done.mu is None or done.sigma is None:
            buffers.encoder.backward(z_gradient, to_inputs=False)
            return
        z_gradient = z_gradient.float()
        by_mu, by_second = buffers.head_gradient.chunk(2, dim=1)
        by_mu.copy_(torch.add(z_gradient, done.mu, alpha=kl_scale))
        # d loss / d logvar = dz * eps * sigma / 2 + kl_scale * (sigma² - 1) / 2, and twice that by log sigma.
        by_logvar = torch.mul(z_gradient, eps).mul_(done.sigma).add_(done.sigma.square() - 1.0, alpha=kl_scale)
        by_second.copy_(to_logvar(by_logvar.mul_(0.5), self._recipe.sigma))
        buffers.encoder.backward(buffers.head_gradient, to_inputs=False)

    def _buffers_of(self, batch: int) -> Buffers:
        if batch not in self._buffers:
            views = FlatParameters.views(self._model, self._values), FlatParameters.views(self._model, self._gradients)
            heads = 2 if self._recipe.is_variational else 1
            self._buffers[batch] = Buffers(
                Chain(self._model.encoder, *views, batch),
                Chain(self._model.decoder, *views, batch),
                self._values.new_empty(batch, heads * self._recipe.latent_dim),
                self._values.new_empty(batch, self._recipe.pixels, dtype=torch.float32),
            )
        return self._buffers[batch]
