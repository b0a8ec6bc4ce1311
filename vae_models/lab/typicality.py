"""How typical an image is to a model, among images that were not trained on.

How well a model explains an image does not say so alone: nothing is easier to explain than an empty one (Nalisnick 2019).
So two questions are asked: whether it fits, and whether its statistics go together as those of real images do (the
density of states: Morningstar 2021). The worse answer counts.
"""

import io
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from vae_models.errors import ModelError

if TYPE_CHECKING:
    from sklearn.mixture import GaussianMixture

    from vae_models.data.load import Dataset
    from vae_models.explore.predictor import Predictor

MOST_IMAGES, FEWEST_IMAGES = 3_000, 20
COMPONENTS = 3
IMAGES_A_COMPONENT = 50
STANDS_OUT = 2.0  # standard deviations
TAIL_FROM = 0.95
UNUSUAL = 0.8
HARDLY_FITS, FITS = 0.05, 0.2  # the share of held-out images that fit no better

STATISTICS = (
    "its reconstruction error",
    "the KL of its code",
    "its code's distance from 0",
    "its squared error",
    "its detail (the size of the compressed image)",
    "its ink",
    "its code's uncertainty",
)

Values = NDArray[np.float64]
Cause = Literal["fit", "statistics"]
CAUSES: tuple[Cause, ...] = ("fit", "statistics")


def statistics(predictor: "Predictor", images: ArrayLike, labels: ArrayLike | None = None) -> Values:
    """The `STATISTICS` of images `(n, H, W)` or `(H, W)`: `(n, 7)`; the first two, in nats, are taken at z = mu.

    Raises ModelError for a model that is no VAE or sees other sizes.
    """
    if not (predictor.is_variational and predictor.has_latent):
        raise ModelError(
            f"Only a VAE can say how typical an image is, and {predictor.name} is not one: open or train one."
        )
    losses, posterior = predictor.losses(images, labels), predictor.encode(images, labels)
    pictures = np.asarray(images)
    pictures = pictures.reshape(-1, *predictor.image_shape)
    values = pictures / 255.0 if pictures.dtype == np.uint8 else np.asarray(pictures, np.float64)
    columns = (
        losses.reconstruction,
        losses.kl.sum(1),
        np.square(posterior.mu).sum(1),
        np.square(predictor.decode(posterior.mu, labels) - values).sum((1, 2)),
        [_compressed_bytes(picture) for picture in np.rint(255 * np.clip(values, 0, 1)).astype(np.uint8)],
        values.mean((1, 2)),
        np.log(np.maximum(posterior.sigma, 1e-30)).sum(1),
    )
    return np.stack([np.asarray(column, np.float64) for column in columns], 1)


def _compressed_bytes(picture: NDArray[np.uint8]) -> int:
    """The length of its PNG: how complex it is to one who knows no digits (Serra 2020)."""
    from PIL import Image

    file = io.BytesIO()
    Image.fromarray(picture).save(file, "png")
    return len(file.getvalue())


@dataclass(frozen=True, eq=False)
class Standing:
    """Where an image stands among the held-out ones.

    `share` of these, in [0, 1], are more typical; `cause` is the question that it answers worse, or whether it fits where it
    hardly does; `value` is the answer:
    reconstruction at the mean + KL, or -log density of its statistics; nats, the larger the less typical. `why` is a
    sentence about it, empty where it is usual.
    """

    share: float
    cause: Cause
    value: float
    why: str


@dataclass(frozen=True, eq=False)
class Reference:
    """What is known of a model's held-out images.

    A mixture of Gaussians describes the standardised statistics of one half of them; `learnt` are the answers of that half
    to the two questions, each column in rising order, `checked` those of the other: `(n, 2)`, nats. `what` says which
    images the other half are.
    """

    what: str
    mean: Values
    spread: Values
    mixture: "GaussianMixture"
    learnt: Values
    checked: Values

    @classmethod
    def fit(cls, predictor: "Predictor", dataset: "Dataset", seed: int = 0) -> Self:
        """On up to 3,000 images of the test split, or of the validation split where there is none.

        A conditional model that is given no class sees them as it will see any other image, without one. Raises ModelError for
        a model that is no VAE, or where there are fewer than 20 images.
        """
        kind, split = ("test", dataset.test) if dataset.test is not None else ("validation", dataset.val)
        chosen = np.random.default_rng(seed).permutation(len(split.images))[:MOST_IMAGES]
        if len(chosen) < FEWEST_IMAGES:
            raise ModelError(
                f"Saying how typical an image is takes {FEWEST_IMAGES} {kind} images; this data set has {len(chosen)}."
            )
        own = predictor.label is not None and split.labels is not None
        labels = split.labels[chosen].numpy() if own and split.labels is not None else None
        rows = statistics(predictor, split.images[chosen, 0].numpy(), labels)
        half = len(rows) // 2
        what = f"{len(rows) - half:,} {kind} images of {Path(dataset.name).name}"
        return cls.of(rows[:half], rows[half:], what)

    @classmethod
    def of(cls, learnt: Values, checked: Values, what: str) -> Self:
        """learnt, checked: statistics of two halves, `(n, 7)` each."""
        mean, spread = learnt.mean(0), np.maximum(learnt.std(0), 1e-9)
        mixture = _mixture((learnt - mean) / spread)
        blank = cls(what, mean, spread, mixture, np.zeros((0, 2)), np.zeros((0, 2)))
        return cls(what, mean, spread, mixture, np.sort(blank.answers(learnt), 0), blank.answers(checked))

    def answers(self, rows: Values) -> Values:
        """Of statistics `(n, 7)`: reconstruction at the mean + KL, and -log density of them all: `(n, 2)`, nats."""
        density = self.mixture.score_samples((rows - self.mean) / self.spread)
        return np.stack([rows[:, 0] + rows[:, 1], -density], 1)

    def typicality(self, answers: Values) -> Values:
        """log of the share of the learnt half that answers as badly, to the question where it is smaller: `(n,)`."""
        return np.asarray(self._log_tails(answers).min(1))

    def _log_tails(self, answers: Values) -> Values:
        columns = zip(self.learnt.T, answers.T, strict=True)
        return np.stack([_log_tail(known, values) for known, values in columns], 1)

    def shares(self, rows: Values) -> Values:
        """The share of the checked half that is more typical, for statistics `(n, 7)`: `(n,)`."""
        known = np.sort(self.typicality(self.checked))
        better = len(known) - np.searchsorted(known, self.typicality(self.answers(rows)), side="right")
        return np.asarray(better / len(known))

    def standing(self, row: Values) -> Standing:
        """Of the statistics `(7,)` of one image."""
        answer = self.answers(row[None])
        tails = np.exp(self._log_tails(answer)[0])
        index = int(tails[1] < tails[0] > HARDLY_FITS)
        why = self._misfit(float(answer[0, 0])) if index == 0 else self._oddity(row)
        if index and tails[0] >= FITS:
            why = f"It is easy to explain, but {why}"
        share = float(self.shares(row[None])[0])
        why = why[0].upper() + why[1:] if share >= UNUSUAL else ""
        return Standing(share, CAUSES[index], float(answer[0, index]), why)

    def histogram(self, cause: Cause, bins: int = 40) -> tuple[Values, Values]:
        """The checked half's answers to one question: counts `(bins,)` and edges `(bins + 1,)`, nats."""
        counts, edges = np.histogram(self.checked[:, CAUSES.index(cause)], bins)
        return counts.astype(np.float64), edges

    def _misfit(self, nats: float) -> str:
        common = np.quantile(self.checked[:, 0], 0.9)
        return f"it is hard to explain: {nats:,.0f} nats, where nine of ten take at most {common:.0f}."

    def _oddity(self, row: Values) -> str:
        deviations = (row - self.mean) / self.spread
        index = int(np.abs(deviations).argmax())
        if abs(deviations[index]) < STANDS_OUT:
            return "none of its figures is rare by itself, only all of them together."
        side = "above" if deviations[index] > 0 else "below"
        return f"{STATISTICS[index]} lies far {side} theirs."


def _log_tail(known: Values, values: Values) -> Values:
    """log of the share of `known`, in rising order, that is at least as large as each value.

    The last twentieth is an exponential of the same mean excess, which tells apart what lies beyond all that is known
    (peaks over threshold: Pickands 1975).
    """
    threshold = known[int(TAIL_FROM * (len(known) - 1))]
    excess = max(float((known[known > threshold] - threshold).mean()), 1e-9) if known[-1] > threshold else 1e-9
    start = np.log((known >= threshold).mean())
    share = np.maximum(1.0 - np.searchsorted(known, values) / len(known), 1.0 / len(known))
    return np.asarray(np.where(values > threshold, start - (values - threshold) / excess, np.log(share)))


def _mixture(rows: Values) -> "GaussianMixture":
    import warnings

    from sklearn.exceptions import ConvergenceWarning
    from sklearn.mixture import GaussianMixture

    components = max(1, min(COMPONENTS, len(rows) // IMAGES_A_COMPONENT))
    mixture = GaussianMixture(components, reg_covar=1e-3, random_state=0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # a fit that could still improve serves as well
        return mixture.fit(rows)
