"""The same images, the same path or the same noise through several models: what each of them makes of it."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from vae_gui.workspace.class_names import names_of_classes
from vae_models.latent import lerp

if TYPE_CHECKING:
    from vae_models.explore.predictor import Predictor

IMAGES = 10
ENDS = 2  # images that a path lies between
MODELS = 8
SEED = 7
REACH = 3.0  # the prior's standard deviations, on either side
NOISE = 0.4  # standard deviation; most recipes for denoising learn with 0.5

Images = NDArray[np.uint8] | NDArray[np.floating]


@dataclass(frozen=True, eq=False)
class Line:
    """One model's pictures `(n, H, W)`, or what went into all of them."""

    label: str
    images: Images


@dataclass(frozen=True, eq=False)
class Comparison:
    """Lines to show, which classes conditional models were told, and a sentence for each model that cannot take part."""

    lines: tuple[Line, ...]
    told: tuple[str, ...]
    left_out: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Question:
    """`kind` is a key of KINDS; images `(n, H, W)`, the first of which is number `first` of the data; `dim` from 0;
    labels `(n,)`: the images' classes, for models that are told them; `drawn`: the class to draw where images have none."""

    kind: str
    images: Images
    dim: int = 0
    labels: NDArray[np.int64] | None = None
    drawn: int | None = None
    class_names: tuple[str, ...] = ()


def images_shown(kind: str, there: int) -> int:
    """How many of the images a comparison of the kind shows; a path has two ends also where there is one image."""
    return ENDS if kind == "between" else min(IMAGES, there)


def reconstructions(predictor: "Predictor", question: Question) -> Images:
    return predictor.reconstruct(question.images, predictor.heeds(question.labels))


def path_between(predictor: "Predictor", question: Question) -> Images:
    """From the first image to the second, a straight line between their codes; each half as the class of its end."""
    known = predictor.heeds(question.labels)
    ends = None if known is None else np.asarray(known)[:ENDS]
    start, end = predictor.encode(question.images[:ENDS], ends).mu
    return predictor.decode(lerp(start, end, IMAGES), None if ends is None else ends.repeat(IMAGES // ENDS))


def path_along(predictor: "Predictor", question: Question) -> Images:
    """The same z for all models: 0, apart from one dimension that goes from -3 to 3."""
    z = np.zeros((IMAGES, predictor.latent_dim), np.float32)
    if question.dim < predictor.latent_dim:
        z[:, question.dim] = np.linspace(-REACH, REACH, IMAGES)
    return predictor.decode(z)


def denoised(predictor: "Predictor", question: Question) -> Images:
    return predictor.denoise(noisy(question.images), predictor.heeds(question.labels))


def noisy(images: Images) -> Images:
    """The same Gaussian noise whatever model looks at it: `(n, H, W)` float32 in [0, 1]."""
    clean = images.astype(np.float32) / (255.0 if images.dtype == np.uint8 else 1.0)
    noise = np.random.default_rng(SEED).standard_normal(clean.shape, dtype=np.float32)
    return np.clip(clean + NOISE * noise, 0.0, 1.0)


def _originals(images: Images) -> tuple[Line, ...]:
    return (Line("Original", images),)


def _with_noise(images: Images) -> tuple[Line, ...]:
    return Line("Original", images), Line("Noisy", noisy(images))


def _nothing(images: Images) -> tuple[Line, ...]:
    return ()


# What is asked, its words, what stands above the models, and each model's own line.
KINDS: dict[str, tuple[str, Callable[[Images], tuple[Line, ...]], Callable[["Predictor", Question], Images]]] = {
    "images": ("Same images", _originals, reconstructions),
    "between": ("Path between two images", lambda images: (Line("Ends", images[:ENDS]),), path_between),
    "along": ("Path along one dimension", _nothing, path_along),
    "noise": ("Same noise", _with_noise, denoised),
}


# Whose class a conditional model is told where the images have classes; what has no images is not among them.
_OWN_CLASS = {"images": "of each image", "noise": "of each image", "between": "of the nearer end"}


def _drawing_one_class(predictor: "Predictor", question: Question) -> "Predictor":
    """A conditional model never draws a mixture, which no training has shown it: the first class where none is chosen."""
    known = question.drawn is not None and question.drawn < predictor.classes
    return predictor.given(question.drawn if known else 0)


def _told(predictor: "Predictor", question: Question) -> str:
    """Which class a conditional model was told, in words."""
    if question.kind in _OWN_CLASS and predictor.heeds(question.labels) is not None:
        return f"told the class {_OWN_CLASS[question.kind]}"
    return f"told to draw class {names_of_classes(question.class_names, predictor.classes)[predictor.label or 0]}"


class SideBySide:
    """Asks several models; keeps those it has loaded until their files change. For one thread."""

    def __init__(self) -> None:
        self._models: dict[Path, tuple[int, Predictor]] = {}

    def ask(self, paths: Sequence[Path], question: Question) -> Comparison:
        from vae_models.errors import UserError

        _, above, of_model = KINDS[question.kind]
        lines, left_out = list(above(question.images)), []
        told: dict[str, list[str]] = defaultdict(list)
        for path in paths[:MODELS]:
            try:
                predictor = _drawing_one_class(self._load(path), question)
                lines.append(Line(path.name, of_model(predictor, question)))
            except UserError as error:
                left_out.append(f"{path.name}: {error}")
                continue
            if predictor.conditional:
                told[_told(predictor, question)].append(path.name)
        self._models = {path: known for path, known in self._models.items() if path in paths}
        if len(paths) > MODELS:
            left_out.append(f"Only the first {MODELS} of {len(paths)} models are shown.")
        sentences = tuple(f"{', '.join(names)}: {what}." for what, names in told.items())
        return Comparison(tuple(lines), sentences, tuple(left_out))

    def _load(self, path: Path) -> "Predictor":
        from vae_models.errors import ModelError
        from vae_models.explore.predictor import Predictor

        try:
            written = (path / "checkpoint.safetensors").stat().st_mtime_ns
        except OSError as error:
            raise ModelError("It has no model yet; wait for its first epoch.") from error
        known = self._models.get(path)
        if known is None or known[0] != written:
            known = written, Predictor.load(path)
            self._models[path] = known
        return known[1]
