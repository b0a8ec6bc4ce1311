"""What is measured: a model, held-out images it must explain, and the training images its codes are known from."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple, Self

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from vae_models.errors import DataError
from vae_models.kinds.families import family_of
from vae_models.likelihoods.reconstruction import reconstruction_loss
from vae_models.measures.disentanglement.factors import Factors
from vae_models.measures.limits import IMPORTANCE_SAMPLES

if TYPE_CHECKING:
    from vae_models.data.load import Dataset, Split
    from vae_models.explore.predictor import Posterior, Predictor

HELD_OUT = 5_000
TRAINING = 10_000
CHUNK = 512


@dataclass(frozen=True, eq=False)
class Part:
    """Some images `(n, 1, H, W)` uint8 with what is known of them, and their posteriors; `what` says which they are.

    `drawn` is one sample of each posterior `(n, latent_dim)` where it is more than a Gaussian: lower layers hang on upper ones.
    """

    what: str
    images: Tensor
    labels: Tensor | None
    factors: Factors | None
    posterior: "Posterior | None"
    drawn: NDArray[np.float32] | None = None

    def __len__(self) -> int:
        return len(self.images)

    @property
    def pictures(self) -> NDArray[np.uint8]:
        """`(n, H, W)`."""
        return self.images[:, 0].numpy()

    @property
    def targets(self) -> Tensor:
        """`(n, 1, H, W)` in [0, 1]."""
        return self.images.float() / 255.0

    def first(self, count: int) -> str:
        """What the first of these images are called."""
        return self.what if count >= len(self) else f"the first {count:,} of {self.what}"

    @property
    def mu(self) -> NDArray[np.float32]:
        """Posterior means `(n, latent_dim)`, or the codes where they are points."""
        assert self.posterior is not None
        return self.posterior.mu

    def codes(self, seed: int) -> NDArray[np.float32]:
        """One sample of each posterior `(n, latent_dim)`."""
        assert self.posterior is not None
        if self.drawn is not None:
            return self.drawn
        eps = np.random.default_rng(seed).standard_normal(self.mu.shape, dtype=np.float32)
        return np.asarray(self.mu + self.posterior.sigma * eps, np.float32)

    @property
    def spread(self) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Means and standard deviations `(n, latent_dim)` for `explore.samplers.fit_samplers`: what the aggregate posterior is of."""
        assert self.posterior is not None
        if self.drawn is not None:
            return self.drawn, np.zeros_like(self.drawn)
        return self.posterior.mu, self.posterior.sigma


class LossTerms(NamedTuple):
    """Of held-out images at one sample of each posterior, nats: reconstruction `(n,)`, and the exact KL `(n, latent_dim)`."""

    reconstruction: NDArray[np.float64]
    kl: NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Subject:
    """A model and its data, cut to random subsets that are always the same, unless everything is asked for."""

    predictor: "Predictor"
    dataset: "Dataset"
    held_out: Part
    training: Part
    seed: int = 0
    everything: bool = False
    importance_samples: int = IMPORTANCE_SAMPLES

    @classmethod
    def of(
        cls, predictor: "Predictor", dataset: "Dataset", seed: int = 0, everything: bool = False,
        importance_samples: int = IMPORTANCE_SAMPLES,
    ) -> Self:  # fmt: skip
        """Encodes up to 5,000 test images (validation where there is no test) and 10,000 training images.

        Where `everything` is asked for, all held-out images.

        Raises DataError when the model sees images of another size.
        """
        size, wanted = tuple(dataset.train.images.shape[2:]), predictor.image_shape
        if size != wanted:
            raise DataError(
                f"{predictor.name} sees images of {wanted[0]}x{wanted[1]} pixels, but those of {dataset.name} have "
                f"{size[0]}x{size[1]}; choose data of the model's size."
            )
        kind, split = ("test", dataset.test) if dataset.test is not None else ("validation", dataset.val)
        held_out = _part(predictor, dataset, split, kind, len(split.images) if everything else HELD_OUT, seed)
        training = _part(predictor, dataset, dataset.train, "training", TRAINING, seed)
        return cls(predictor, dataset, held_out, training, seed, everything, importance_samples)

    @property
    def codes_title(self) -> str:
        """What the codes of images are called."""
        return "posterior means" if self.predictor.is_variational else "codes"

    @property
    def compared(self) -> int:
        """How many samples are compared with as many held-out images; the rest of the training images makes samplers."""
        return min(len(self.held_out), len(self.training) // 2)

    def known_labels(self, count: int) -> NDArray[np.int64] | None:
        """Classes `(count,)` of the first held-out images, where the model is told them; else None."""
        labels = self.held_out.labels
        return labels[:count].numpy() if self.predictor.conditional and labels is not None else None

    @cached_property
    @torch.inference_mode()
    def loss_terms(self) -> LossTerms:
        """What the ELBO is made of. The same samples of the posteriors whoever asks."""
        part, recipe, model = self.held_out, self.predictor.recipe, self.predictor.module()
        labels = part.labels if self.predictor.conditional else None
        generator = torch.Generator().manual_seed(self.seed)
        rows = []
        for chosen in torch.arange(len(part)).split(CHUNK):
            targets = part.images[chosen].float() / 255.0
            eps = torch.randn(len(chosen), recipe.latent_dim, generator=generator)
            logits, codes = model.reconstruct(targets, eps, None if labels is None else labels[chosen])
            rows.append((reconstruction_loss(recipe.reconstruction, logits, targets), codes.kl))
        reconstruction, kl = (torch.cat(parts).double().numpy() for parts in zip(*rows, strict=True))
        return LossTerms(reconstruction, kl)


class ImageLikelihood:
    """log p(x | z) of a model's decoder for the images of a part, up to the constant of a Gaussian, nats."""

    def __init__(self, predictor: "Predictor", part: Part) -> None:
        self._model = predictor.module()
        self._likelihood = predictor.recipe.reconstruction
        self._targets = part.targets
        self._labels = part.labels if predictor.conditional else None

    def __call__(self, rows: Tensor, z: Tensor) -> Tensor:
        """rows: numbers of images `(m,)`; z: `(m, latent_dim)`. Returns `(m,)`."""
        logits = self._model.decode(z, None if self._labels is None else self._labels[rows])
        return -reconstruction_loss(self._likelihood, logits, self._targets[rows])


def _part(predictor: "Predictor", dataset: "Dataset", split: "Split", kind: str, most: int, seed: int) -> Part:
    total = len(split.images)
    chosen = torch.arange(total)
    if total > most:
        chosen = torch.from_numpy(np.sort(np.random.default_rng(seed).choice(total, most, replace=False)))
    labels = None if split.labels is None else split.labels[chosen]
    factors = Factors(split.factors[chosen].numpy(), dataset.factor_names) if split.factors is not None else None
    images = split.images[chosen]
    known = labels.numpy() if predictor.conditional and labels is not None else None
    posterior = predictor.encode(images.numpy(), known) if predictor.has_latent else None
    what = f"{len(chosen):,} {kind} images" + (f" of {total:,}" if total > most else "")
    return Part(what, images, labels, factors, posterior, _drawn(predictor, images, seed))


@torch.inference_mode()
def _drawn(predictor: "Predictor", images: Tensor, seed: int) -> NDArray[np.float32] | None:
    if not family_of(predictor.recipe.family).layered:
        return None
    model = predictor.module()
    generator = torch.Generator().manual_seed(seed)
    codes = []
    for part in images.split(CHUNK):
        eps = torch.randn(len(part), predictor.latent_dim, generator=generator)
        codes.append(model.posterior(part.float() / 255.0, eps).z)
    return torch.cat(codes).numpy()
