"""A small classifier whose last hidden layer is the space that images are compared in."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import torch
from numpy.typing import ArrayLike, NDArray
from torch import Tensor, nn
from torch.nn import functional

from vae_models.measures.limits import FEATURES

if TYPE_CHECKING:
    from vae_models.data.load import Split

GRID = 7  # the maps' side before the linear layers, whatever the images' size
CHUNK = 1024
BATCH = 128
MOVE = 2  # pixels that a training image is moved by at most

Tick = Callable[[float], None]


class Network(nn.Module):
    """Two convolutions and two linear layers; images `(n, 1, H, W)` in [0, 1] become logits of one or more questions.

    `sizes` are the numbers of answers; the first question is the class.
    """

    def __init__(self, sizes: tuple[int, ...]) -> None:
        super().__init__()
        self.sizes = sizes
        self.maps = nn.Sequential(
            nn.Conv2d(1, 16, 3, stride=2, padding=1), nn.ReLU(), nn.Conv2d(16, 32, 3, stride=2, padding=1), nn.ReLU(),
            nn.AdaptiveAvgPool2d(GRID), nn.Flatten(),
        )  # fmt: skip
        self.hidden = nn.Linear(32 * GRID * GRID, FEATURES)
        self.head = nn.Linear(FEATURES, sum(sizes))

    def features(self, images: Tensor) -> Tensor:
        """`(n, FEATURES)`, not negative."""
        return functional.relu(self.hidden(self.maps(images)))

    def forward(self, images: Tensor) -> tuple[Tensor, ...]:
        """Logits `(n, size)` of each question."""
        return self.head(self.features(images)).split(self.sizes, dim=1)


@dataclass(frozen=True, eq=False)
class Classifier:
    """A trained network; numpy in, numpy out. `origin` says what it learnt from, for conventions."""

    network: Network
    origin: str

    @torch.inference_mode()
    def features(self, images: ArrayLike) -> NDArray[np.float64]:
        """Of images `(n, H, W)`, uint8 or float in [0, 1]: `(n, FEATURES)`."""
        chunks = _to_images(images).split(CHUNK)
        return torch.cat([self.network.features(_to_float(chunk)) for chunk in chunks]).double().numpy()

    @torch.inference_mode()
    def classify(self, images: ArrayLike) -> NDArray[np.int64]:
        """The class of each image `(n, H, W)`: `(n,)`."""
        chunks = _to_images(images).split(CHUNK)
        return torch.cat([self.network(_to_float(chunk))[0].argmax(1) for chunk in chunks]).numpy()

    def accuracy(self, images: ArrayLike, labels: ArrayLike) -> float:
        return float((self.classify(images) == np.asarray(labels)).mean())


def train_network(train: "Split", *, epochs: int, seed: int = 0, tick: Tick | None = None) -> Network:
    """A network that tells the factors of training images `(n, 1, H, W)`, or their labels where no factors are known.

    The same seed gives the same weights. `tick` is called with the share that is done, in [0, 1]. Raises ValueError when
    there is nothing to tell.
    """
    answers = answers_of(train)
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        network = Network(sizes_of(answers))
    generator = torch.Generator().manual_seed(seed)
    optimiser = torch.optim.Adam(network.parameters(), lr=2e-3)
    batches = max(1, len(train.images) // BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, 4e-3, total_steps=epochs * batches)
    for step in range(epochs * batches):
        if step % batches == 0:
            order = torch.randperm(len(train.images), generator=generator)
        batch = order[step % batches * BATCH :][:BATCH]
        images = _to_float(train.images[batch])
        if train.factors is None:  # one of them may be the place
            images = _moved(images, generator)
        loss = sum(map(functional.cross_entropy, network(images), answers[batch].T), torch.zeros(()))
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        schedule.step()
        if tick is not None:
            tick((step + 1) / (epochs * batches))
    return network.eval().requires_grad_(False)


def answers_of(split: "Split") -> Tensor:
    """What a network learns to tell, `(n, questions)` int64. Raises ValueError when there is nothing."""
    if split.factors is not None:
        return split.factors
    if split.labels is None:
        raise ValueError("a classifier needs labels or factors")
    return split.labels[:, None]


def sizes_of(answers: Tensor) -> tuple[int, ...]:
    return tuple((answers.max(0).values + 1).tolist())


def _moved(images: Tensor, generator: torch.Generator) -> Tensor:
    """A batch moved by up to MOVE pixels in each direction."""
    down, right = torch.randint(-MOVE, MOVE + 1, (2,), generator=generator).tolist()
    return torch.roll(images, (down, right), (2, 3))


def _to_float(images: Tensor) -> Tensor:
    return images.float() / 255.0 if images.dtype == torch.uint8 else images.float()


def _to_images(images: ArrayLike) -> Tensor:
    array = np.asarray(images)
    return torch.from_numpy(np.require(array, requirements=["C", "W"])).reshape(-1, 1, *array.shape[-2:])
