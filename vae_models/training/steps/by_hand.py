"""Forward and backward of the MLP models by hand, into buffers made once.

On a CPU these small matrices spend as long in autograd's bookkeeping and allocations as in arithmetic; writing the
chain rule out saves it. Autograd remains the oracle: the tests compare both on every MLP recipe. The functions keep to
what TorchScript understands, because `compiled_steps.py` compiles them. Their products may be of lower precision than
everything else: the type of a chain's tensors decides.
"""

from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional

from vae_models.kinds.likelihoods import likelihood_of
from vae_models.models.base import LatentModel
from vae_models.networks.flat_parameters import FlatParameters
from vae_models.objectives.base import Batch
from vae_models.recipe.named import Recipe
from vae_models.training.steps.gradients import StepLosses


class Chain(NamedTuple):
    """Linear layers with ReLU between, for one batch size: `forward` keeps in `outputs` what `backward` needs."""

    weights: list[Tensor]
    biases: list[Tensor]
    weight_gradients: list[Tensor]
    bias_gradients: list[Tensor]
    outputs: list[Tensor]
    input_gradients: list[Tensor]


class Buffers(NamedTuple):
    """What a batch of one size needs; a last, smaller batch has its own."""

    encoder: Chain
    decoder: Chain
    head_gradient: Tensor
    pixels: Tensor


class Terms(NamedTuple):
    """The recipe's formula; `scale` is what its summed loss is multiplied with, one over the batch or over its pixels."""

    variational: bool
    log_sigma: bool
    bce: bool
    scale: float


def forward(chain: Chain, inputs: Tensor) -> Tensor:
    for index in range(len(chain.weights)):
        if index > 0:
            inputs = inputs.clamp_min_(0.0)
        torch.addmm(chain.biases[index], inputs, chain.weights[index].t(), out=chain.outputs[index])
        inputs = chain.outputs[index]
    return inputs


def backward(chain: Chain, inputs: Tensor, gradient: Tensor, to_inputs: bool) -> Tensor:
    """Fills the chain's gradients; returns that of `inputs` where it is wanted."""
    for step in range(len(chain.weights)):
        index = len(chain.weights) - 1 - step
        before = inputs if index == 0 else chain.outputs[index - 1]
        torch.mm(gradient.t(), before, out=chain.weight_gradients[index])
        torch.sum(gradient, [0], out=chain.bias_gradients[index])
        if index > 0 or to_inputs:
            gradient = torch.mm(gradient, chain.weights[index], out=chain.input_gradients[index])
        if index > 0:
            torch.ops.aten.threshold_backward(gradient, before, 0, grad_input=gradient)
    return gradient


def reconstruct(logits: Tensor, target: Tensor, out: Tensor, terms: Terms) -> Tensor:
    """The mean reconstruction in nats per image, and its scaled gradient by the logits, in `out`."""
    if terms.bce:
        # -t log p - (1 - t) log(1 - p) = softplus(l) - t l, whose derivative by l is p - t.
        loss = functional.softplus(logits).sum() - torch.dot(logits.view(-1), target.reshape(-1))
        torch.sigmoid(logits, out=out).sub_(target).mul_(terms.scale)
    else:
        torch.sigmoid(logits, out=out)
        error = out - target
        loss = torch.dot(error.view(-1), error.view(-1))
        torch.ops.aten.sigmoid_backward(error.mul_(2.0 * terms.scale), out, grad_input=out)
    return loss / len(logits)


def differentiate(
    inputs: Tensor, target: Tensor, eps: Tensor, weight: float, buffers: Buffers, terms: Terms
) -> tuple[Tensor, Tensor]:
    """Fills all gradients; returns reconstruction `()` and KL per dimension `(latent_dim or 0,)`, nats per image.

    inputs, target: `(batch, pixels)` float32 in [0, 1]; eps: `(batch, latent_dim)` from N(0, I); weight: of the KL.
    """
    products = buffers.head_gradient.dtype
    seen = inputs.to(products)
    head = forward(buffers.encoder, seen)
    if not terms.variational:
        logits = forward(buffers.decoder, head).to(torch.float32)
        reconstruction = reconstruct(logits, target, buffers.pixels, terms)
        gradient = backward(buffers.decoder, head, buffers.pixels.to(products), True)
        backward(buffers.encoder, seen, gradient, False)
        return reconstruction, target.new_empty([0])
    mu, second = head.to(torch.float32).chunk(2, dim=1)
    logvar = 2.0 * second if terms.log_sigma else second
    sigma = torch.exp(0.5 * logvar)
    z = torch.addcmul(mu, sigma, eps).to(products)
    logits = forward(buffers.decoder, z).to(torch.float32)
    reconstruction = reconstruct(logits, target, buffers.pixels, terms)
    z_gradient = backward(buffers.decoder, z, buffers.pixels.to(products), True).to(torch.float32)
    mu_gradient, second_gradient = buffers.head_gradient.chunk(2, dim=1)
    mu_gradient.copy_(torch.add(z_gradient, mu, alpha=weight * terms.scale))
    variance = sigma.square()
    # d loss / d logvar = dz * eps * sigma / 2 + weight * (variance - 1) / 2, twice that by log sigma.
    by_logvar = torch.mul(z_gradient, eps).mul_(sigma).add_(variance - 1.0, alpha=weight * terms.scale)
    second_gradient.copy_(by_logvar.mul_(1.0 if terms.log_sigma else 0.5))
    backward(buffers.encoder, seen, buffers.head_gradient, False)
    return reconstruction, (variance.add_(mu.square()).sub_(logvar).sub_(1.0)).mean(0).mul_(0.5)


def terms_of(recipe: Recipe, batch: int) -> Terms:
    """Raises KeyError where the likelihood's derivative is not one of those written here."""
    scale = 1.0 / (batch * recipe.pixels if recipe.reduction == "pixel" else batch)
    bce = {"cross entropy": True, "squared error": False}[str(likelihood_of(recipe.reconstruction).by_hand)]
    return Terms(recipe.is_variational, recipe.sigma != "logvar", bce, scale)


def make_buffers(model: LatentModel, recipe: Recipe, values: Tensor, gradients: Tensor, batch: int) -> Buffers:
    """values, gradients: `(parameter count,)`, flat as in FlatParameters; their type is that of the products."""
    views = FlatParameters.views(model, values), FlatParameters.views(model, gradients)
    heads = 2 if recipe.is_variational else 1
    return Buffers(
        _chain(model.encoder, *views, batch),
        _chain(model.decoder, *views, batch),
        values.new_empty(batch, heads * recipe.latent_dim),
        values.new_empty(batch, recipe.pixels, dtype=torch.float32),
    )


def _chain(network: nn.Module, values: dict[Tensor, Tensor], gradients: dict[Tensor, Tensor], batch: int) -> Chain:
    layers = [layer for layer in network.modules() if isinstance(layer, nn.Linear)]
    make = values[layers[0].weight].new_empty
    return Chain(
        [values[layer.weight] for layer in layers],
        [values[layer.bias] for layer in layers],
        [gradients[layer.weight] for layer in layers],
        [gradients[layer.bias] for layer in layers],
        [make(batch, layer.out_features) for layer in layers],
        [make(batch, layer.in_features) for layer in layers],
    )


class MLPGradients:
    """See `gradients.Gradients`; for the models of `vae.py` and `autoencoder.py` whose network is an MLP."""

    def __init__(self, model: LatentModel, recipe: Recipe, flat: FlatParameters) -> None:
        self._model = model
        self._recipe = recipe
        self._flat = flat
        self._buffers: dict[int, Buffers] = {}

    @torch.no_grad()
    def __call__(self, batch: Batch, weight: float) -> StepLosses:
        size = len(batch.target)
        if size not in self._buffers:
            flat = self._flat
            self._buffers[size] = make_buffers(self._model, self._recipe, flat.values.data, flat.gradients, size)
        inputs, target = batch.inputs.reshape(size, -1), batch.target.reshape(size, -1)
        terms = terms_of(self._recipe, size)
        return StepLosses(*differentiate(inputs, target, batch.eps, weight, self._buffers[size], terms), weight)
