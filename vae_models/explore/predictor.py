"""An immutable snapshot of a trained model for everyone who only looks: numpy in, numpy out."""

import copy
import math
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self, cast

import numpy as np
import torch
from numpy.typing import ArrayLike, NDArray
from torch import Tensor

from vae_models.damage.training import corrupt
from vae_models.errors import ModelError
from vae_models.explore.discrete_codes import DiscreteCodes
from vae_models.explore.model_inputs import CHUNK, to_float, to_images, to_labels, to_z
from vae_models.explore.samplers import CodebookSampler, PriorSampler, Sampler
from vae_models.files.names import name_problem, proper_name, quoted
from vae_models.files.reading import damage_as
from vae_models.files.tensors import read_tensors, write_tensors
from vae_models.likelihoods.reconstruction import reconstruction_loss
from vae_models.models.base import Codes as LatentCodes, DiscreteModel, Model
from vae_models.models.build import build_model
from vae_models.models.weights import check_weights, load_weights, weights_of
from vae_models.recipe.named import Recipe

Floats = NDArray[np.float32]
Bytes = NDArray[np.uint8]
Codes = NDArray[np.int64]
Labels = ArrayLike | None


@dataclass(frozen=True)
class Posterior:
    """mu and sigma, each `(n, latent_dim)`; sigma is the standard deviation, 0 where the code is a point."""

    mu: Floats
    sigma: Floats


@dataclass(frozen=True)
class ImageLosses:
    """Loss parts at z = mu: reconstruction `(n,)` and KL `(n, latent_dim)`, nats per image."""

    reconstruction: Floats
    kl: Floats

    @property
    def total(self) -> Floats:
        """Reconstruction at the mean + KL `(n,)`. No bound on -log p(x), for which z has to be drawn: it is often smaller."""
        return np.asarray(self.reconstruction + self.kl.sum(1), np.float32)


class Predictor:
    """Decodes, encodes and scores with weights that never change; safe to use from any thread.

    Images are `(n, H, W)` or `(H, W)`, uint8 or float in [0, 1]; answers are float32 in [0, 1] unless a name says otherwise.
    A conditional model takes labels, one class for all or one for each image `(n,)`; without them it goes by the class that
    it was `given`, or a mixture of all classes.
    Other models pay no heed to them. Every method raises ModelError for an input of the wrong size, with values that are
    not finite, or with a class that the model does not know.
    """

    def __init__(self, model: Model, recipe: Recipe, *, name: str = "", epoch: float = 0.0) -> None:
        """Keeps a copy of the model, on the CPU, in evaluation mode."""
        self._model = copy.deepcopy(model).cpu().eval().requires_grad_(False)
        if not recipe.is_linear:
            self._model = self._model.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
        self.recipe = recipe
        self.name = proper_name(name) if name else recipe.name
        self.epoch = epoch
        self.label: int | None = None

    @property
    def latent_dim(self) -> int:
        return self.recipe.z_size

    @property
    def image_shape(self) -> tuple[int, int]:
        return self.recipe.image_shape

    @property
    def is_variational(self) -> bool:
        return self.recipe.is_variational

    @property
    def is_denoiser(self) -> bool:
        return self.recipe.is_denoiser

    @property
    def conditional(self) -> bool:
        return self.recipe.conditional

    @property
    def classes(self) -> int:
        """How many classes a conditional model knows; 0 for all others."""
        return self.recipe.classes if self.conditional else 0

    def given(self, label: int | None) -> Self:
        """The same model for one class, whenever none is named; None for a mixture of all. Raises ModelError."""
        if label is not None and self.conditional:
            to_labels(self.recipe, label, 1)
        twin = copy.copy(self)
        twin.label = label if self.conditional else None
        return twin

    def named(self, name: str) -> Self:
        """The same model under another name."""
        twin = copy.copy(self)
        twin.name = proper_name(name)
        return twin

    def heeds(self, labels: Labels) -> Labels:
        """The labels `(n,)` of images where the model is told the class and knows all of them; else None."""
        array = np.asarray(labels if self.conditional and labels is not None else ())
        return labels if array.size and 0 <= array.min() <= array.max() < self.classes else None

    def condition(self, count: int) -> Tensor | None:
        """The labels `(count,)` that `module()` needs beside as many codes or images: the class it is given, if any."""
        return None if self.label is None else to_labels(self.recipe, self.label, count)

    @property
    def code_grid(self) -> tuple[int, int] | None:
        """Rows and columns of an image's discrete codes; None where codes are not discrete."""
        return self.recipe.code_grid

    @property
    def codes(self) -> int:
        """How many discrete codes there are to choose from; 0 where codes are not discrete."""
        return self.recipe.codes if self.code_grid else 0

    @property
    def discrete(self) -> DiscreteCodes:
        """What can be asked of discrete codes. Raises ModelError where there are none."""
        if self.code_grid is None:
            raise ModelError(f"{self.name} has no discrete codes; choose a model like vq-vae for this.")
        return DiscreteCodes(cast(DiscreteModel, self._model), self.recipe)

    @property
    def has_latent(self) -> bool:
        return self.recipe.has_latent

    def module(self) -> Model:
        """A private copy of the model, for work that needs gradients."""
        return copy.deepcopy(self._model)

    @torch.inference_mode()
    def decode(self, z: ArrayLike, label: Labels = None) -> Floats:
        """z: `(n, latent_dim)` or `(latent_dim,)`. Returns `(n, H, W)`."""
        return self._decode(z, label).numpy()

    @torch.inference_mode()
    def decode_uint8(self, z: ArrayLike, label: Labels = None) -> Bytes:
        """Like `decode`, as bytes for painting: `(n, H, W)` uint8."""
        return self._decode(z, label).mul_(255.0).add_(0.5).to(torch.uint8).numpy()

    @torch.inference_mode()
    def encode(self, images: ArrayLike, labels: Labels = None) -> Posterior:
        self._check_latent()
        mus, sigmas = [], []
        for chunk, known in self._chunks(to_images(self.recipe, images), labels):
            mu, logvar = self._model.encode(to_float(chunk), known)
            mus.append(mu)
            sigmas.append(torch.zeros_like(mu) if logvar is None else torch.exp(0.5 * logvar))
        return Posterior(torch.cat(mus).numpy(), torch.cat(sigmas).numpy())

    @torch.inference_mode()
    def reconstruct(self, images: ArrayLike, labels: Labels = None) -> Floats:
        """The posterior mean, decoded: `(n, H, W)`."""
        return torch.sigmoid(self._reconstruction_logits(to_images(self.recipe, images), labels)).squeeze(1).numpy()

    def denoise(self, images: ArrayLike, labels: Labels = None) -> Floats:
        """What the model makes of images that are noisy already: `(n, H, W)`. No noise is added."""
        return self.reconstruct(images, labels)

    def corrupt(self, images: ArrayLike, seed: int) -> Floats:
        """The recipe's own noise on the images, `(n, H, W)`; the images themselves where it has none."""
        clean = to_float(to_images(self.recipe, images))
        return corrupt(clean, self.recipe, torch.Generator().manual_seed(seed)).squeeze(1).numpy()

    @torch.inference_mode()
    def losses(self, images: ArrayLike, labels: Labels = None) -> ImageLosses:
        self._check_latent()
        reconstruction, kl = [], []
        for chunk, known in self._chunks(to_images(self.recipe, images), labels):
            target = to_float(chunk)
            mu, logvar = self._model.encode(target, known)
            logits = self._model.decode(mu, known)
            reconstruction.append(reconstruction_loss(self.recipe.reconstruction, logits, target))
            kl.append(LatentCodes(mu, logvar, mu).kl)
        return ImageLosses(torch.cat(reconstruction).numpy(), torch.cat(kl).numpy())

    @property
    def prior(self) -> Sampler:
        """What the model's codes should look like: N(0, I), or random entries where codes are discrete."""
        if self.code_grid is None:
            return PriorSampler(self.latent_dim)
        rows, columns = self.code_grid
        return CodebookSampler(self.discrete.codebook, rows * columns)

    @property
    def has_prior(self) -> bool:
        """Whether training asked the codes to look like what `prior` draws; where not, that is no prior of the model's."""
        return self.recipe.has_prior or self.code_grid is not None

    def sample(self, n: int, seed: int, label: Labels = None) -> Floats:
        """Images of z ~ N(0, I), or of uniformly random codes where they are discrete: `(n, H, W)`.

        A conditional model that is told no class draws them all `in_turn`: decoded as a mixture they would be of none.
        """
        return self.decode(self.prior.sample(n, seed), self.in_turn(n) if label is None else label)

    def in_turn(self, n: int) -> Codes | None:
        """Classes `(n,)` of samples that are told none: all in turn. None where one is given, and where none is needed."""
        return np.arange(n) % self.classes if self.conditional and self.label is None else None

    def save(self, path: Path | str) -> None:
        """One file with the weights and the recipe. Raises RunError when it cannot be written."""
        description = {"recipe": self.recipe.to_dict(), "name": self.name, "epoch": self.epoch}
        write_tensors(Path(path), weights_of(self._model), description)

    @classmethod
    def load(cls, path: Path | str) -> Self:
        """From a saved model file, or a run folder's last checkpoint. Raises ModelError when it is damaged."""
        path = Path(path)
        if os.path.isdir(path):
            tensors, description = read_tensors(path / "checkpoint.safetensors")
            return cls.from_tensors(tensors, description, name=path.name, source=path)
        tensors, description = read_tensors(path)
        name = description.get("name", proper_name(path.stem))
        if problem := name_problem(name):
            raise ModelError(f"The model in {path} is called {quoted(name)}, but a name {problem}; use another copy.")
        return cls.from_tensors(tensors, description, name=name, source=path)

    @classmethod
    def from_tensors(cls, tensors: dict[str, Tensor], description: dict[str, Any], *, name: str, source: Path) -> Self:
        """A predictor from what `files.tensors.read_tensors` gave. Raises ModelError when the two do not fit."""
        with damage_as(
            ModelError, f"The weights in {source} do not fit their recipe; use another copy or train again."
        ):
            recipe = Recipe.from_dict(description["recipe"])
            check_weights(recipe, tensors)
            model = build_model(recipe)
            load_weights(model, tensors)
            epoch = float(description.get("epoch", 0.0))
        if not math.isfinite(epoch) or not all(bool(torch.isfinite(p).all()) for p in model.parameters()):
            raise ModelError(
                f"The model in {source} has weights that are not numbers (NaN); go back to an earlier one or train again."
            )
        return cls(model, recipe, name=name, epoch=epoch)

    def _check_latent(self) -> None:
        if not self.has_latent:
            raise ModelError(
                f"{self.name} has no latent space: it turns images into images; choose another model for this."
            )

    def _decode(self, z: ArrayLike, label: Labels) -> Tensor:
        self._check_latent()
        chunks = self._chunks(to_z(self.recipe, z), label)
        logits = [self._model.decode(chunk, known) for chunk, known in chunks]
        return torch.sigmoid(torch.cat(logits) if len(logits) != 1 else logits[0]).squeeze(1)

    def _reconstruction_logits(self, images: Tensor, labels: Labels) -> Tensor:
        logits = []
        for chunk, known in self._chunks(images, labels):
            logits.append(self._model.at_the_mean(to_float(chunk), known))
        return torch.cat(logits)

    def _chunks(self, rows: Tensor, labels: Labels) -> Iterator[tuple[Tensor, Tensor | None]]:
        """Parts of the rows, each with its labels, which most models have none of."""
        labels = self.label if labels is None else labels
        if labels is None or not self.conditional:
            yield from ((part, None) for part in rows.split(CHUNK))
            return
        known = to_labels(self.recipe, labels, len(rows))
        yield from zip(rows.split(CHUNK), known.split(CHUNK), strict=True)
