"""Why reconstructions are good and samples bad: the same decoder, asked for codes of different origin."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from vae_models.explore.samplers import NOT_ITS_PRIOR, Sampler
from vae_models.measures.images.feature_network import Classifier
from vae_models.measures.images.frechet import frechet_distance
from vae_models.measures.measure import Measure

CLEAR = 1.2  # a distance counts as larger than another where it is so by this factor
POOR = 10.0  # reconstructions count as poor where they are that much farther than other real images

Images = NDArray[np.float32]
Decode = Callable[[NDArray[np.float32]], Images]


@dataclass(frozen=True)
class SampleQuality:
    """Fréchet distances to real images: of each sampler's samples, of reconstructions, and of other real images.

    has_prior: whether training asked the codes to look like the prior; else nobody promised that a random one decodes.
    has_noise: whether a code is drawn from a posterior; else it is a point, and "aggregate" are codes of images as they are.
    """

    samplers: dict[str, float]
    reconstructions: float
    real: float
    count: int
    origin: str
    has_prior: bool = True
    has_noise: bool = True

    @property
    def _source(self) -> str:
        return "the prior" if self.has_prior else "N(0, I)"

    @property
    def sentence(self) -> str:
        """Why the samples are as good as they are, by these figures."""
        prior, aggregate = self.samplers["prior"], self.samplers["aggregate"]
        lead = f"Reconstructions are {self.reconstructions:.1f} from real images, samples of {self._source} {prior:.1f}"
        missing = self.reconstructions > POOR * self.real
        end = "; what reconstructions lack, samples lack too" if missing else ""
        if prior <= CLEAR * self.reconstructions:
            return f"{lead}: the codes of images fill {self._source}, so that its samples are about as good{end}."
        return f"{lead}: {self._cause(prior, aggregate)}{end}."

    def _cause(self, prior: float, aggregate: float) -> str:
        if prior > CLEAR * aggregate:
            mixture = self.samplers["mixture"]
            codes = "codes of images with their noise" if self.has_noise else "codes of images"
            cure = f", a mixture fitted to them {mixture:.1f}" if mixture < prior / CLEAR else ""
            return (
                f"{self._source} also draws codes from where no image was encoded, and there the decoder was never taught; "
                f"{codes} give {aggregate:.1f}{cure}"
            )
        if not self.has_noise:
            return f"random codes of images give {aggregate:.1f} without {self._source}"
        if aggregate > CLEAR * self.reconstructions:
            return (
                f"codes of images with their noise are as far ({aggregate:.1f}), so it is the posterior's noise that costs quality, "
                f"not the places that {self._source} draws from"
            )
        return f"the places that {self._source} draws from and the posterior's noise ({aggregate:.1f} with it alone) share the loss"

    def measures(self) -> list[Measure]:
        """The distances, each with how it was taken."""
        convention = f"{self.count:,} images against as many training images; features of a classifier of {self.origin}"
        titles = {name: name for name in self.samplers} | ({} if self.has_prior else {"prior": NOT_ITS_PRIOR})
        named = {f"samples ({titles[name]})": value for name, value in self.samplers.items()}
        named |= {"reconstructions": self.reconstructions, "real held-out images": self.real}
        return [Measure(f"Fréchet distance of {name}", value, convention) for name, value in named.items()]


def sample_quality(
    decode: Decode, samplers: dict[str, Sampler], classifier: Classifier, reference: ArrayLike, held_out: ArrayLike,
    reconstructed: ArrayLike, seed: int = 0, *, has_prior: bool = True, has_noise: bool = True,
) -> SampleQuality:  # fmt: skip
    """Everything against the same reference, as many images each, since their number matters.

    reference, held_out, reconstructed: images `(n, H, W)`, uint8 or float in [0, 1]; the last two are real images that
    are not in the reference, and what the model makes of them.
    """
    known = classifier.features(reference)

    def distance(images: ArrayLike) -> float:
        return frechet_distance(known, classifier.features(images))

    count = len(known)
    distances = {name: distance(decode(sampler.sample(count, seed))) for name, sampler in samplers.items()}
    return SampleQuality(
        distances, distance(reconstructed), distance(held_out), count, classifier.origin, has_prior, has_noise
    )
