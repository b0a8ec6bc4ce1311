"""The data sets that have a name, without loading any of them."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vae_models.data.sources.shapes import SHAPES

DEFAULT_DATASET = "mnist"


@dataclass(frozen=True)
class Wanted:
    """Where a set may come from: `data_dir` is looked into first, `download` allows fetching it.

    `progress` and `cancelled` are those of `load_dataset`.
    """

    data_dir: Path | None = None
    download: bool = False
    progress: Callable[..., None] | None = None
    cancelled: Callable[[], bool] | None = None


@dataclass(frozen=True)
class PlainSource:
    """Where a script of plain PyTorch finds the training images: `call` makes torchvision's data set, `then` follows on its
    tensor, `stem` is how the name of their IDX file begins."""

    title: str
    call: str
    stem: str = "train-images-idx3-ubyte"
    then: str = ""


@dataclass(frozen=True)
class DataSource:
    """`load` gives the `Dataset` of a name from where it is `Wanted`. `classes` are the names of its labels from 0.

    `title` says it to a reader, `size` how many images there are. `embedded`: it comes with the program, whatever folder is
    said. `digits`: its images are those that the embedded classifier has learnt. `plain`: how a script that needs nothing of
    this program loads it; None where none can.
    """

    title: str
    size: str
    classes: tuple[str, ...]
    load: str | Callable[[str, Wanted], Any]
    embedded: bool = False
    digits: bool = False
    plain: PlainSource | None = None

    @property
    def long_title(self) -> str:
        return f"{self.title} ({self.size})"


_FASHION = ("T-shirt", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot")
_KUZUSHIJI = ("o", "ki", "su", "tsu", "na", "ha", "ma", "ya", "re", "wo")
_DIGITS = tuple("0123456789")
_LETTERS = tuple("abcdefghijklmnopqrstuvwxyz")
_LOAD = "vae_models.data.load"

_MNIST = 'MNIST("data", train=True, download=True)'

DATASETS: dict[str, DataSource] = {
    "mnist": DataSource(
        "MNIST", "70,000", _DIGITS, f"{_LOAD}:embedded_mnist", embedded=True, digits=True, plain=PlainSource("MNIST", _MNIST)
    ),
    "digits": DataSource(
        "MNIST, the quick set", "10,000", _DIGITS, f"{_LOAD}:quick_set", embedded=True, digits=True,
        plain=PlainSource("MNIST's first 10,000 digits", _MNIST, then="[:10_000]"),
    ),
    "fashion-mnist": DataSource(
        "Fashion-MNIST", "70,000", _FASHION, f"{_LOAD}:public_set",
        plain=PlainSource("Fashion-MNIST", 'FashionMNIST("data", train=True, download=True)'),
    ),
    "kmnist": DataSource(
        "Kuzushiji-MNIST", "70,000", _KUZUSHIJI, f"{_LOAD}:public_set",
        plain=PlainSource("Kuzushiji-MNIST", 'KMNIST("data", train=True, download=True)'),
    ),
    "emnist-letters": DataSource(
        "EMNIST letters", "145,600", _LETTERS, f"{_LOAD}:public_set",
        plain=PlainSource(
            "EMNIST letters", 'EMNIST("data", split="letters", train=True, download=True)',
            "emnist-letters-train-images-idx3-ubyte", ".transpose(1, 2)",
        ),
    ),
    "shapes": DataSource("Shapes with known factors", "36,000", SHAPES, f"{_LOAD}:drawn_shapes"),
    "shapes-64": DataSource("Shapes at 64x64", "36,000", SHAPES, f"{_LOAD}:drawn_shapes"),
}  # fmt: skip


def is_embedded(name: str) -> bool:
    """Whether that comes with the program; False for a path."""
    return name in DATASETS and DATASETS[name].embedded


def title_of(name: str) -> str:
    """What a reader calls a data set; a path stays as it is."""
    return DATASETS[name].title if name in DATASETS else name
