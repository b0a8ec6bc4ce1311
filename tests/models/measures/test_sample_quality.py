"""Why samples are bad: stand-in figures for each cause, and a real model."""

import numpy as np
import pytest

from vae_models.data.load import Dataset
from vae_models.explore.predictor import Predictor
from vae_models.explore.samplers import fit_samplers
from vae_models.files.shipped import shipped_model
from vae_models.measures.images.classifiers import digit_classifier
from vae_models.measures.images.sample_quality import SampleQuality, sample_quality


def quality(
    prior: float, mixture: float, aggregate: float, reconstructions: float, real: float = 4.0, has_noise: bool = True
) -> SampleQuality:
    samplers = {"prior": prior, "mixture": mixture, "aggregate": aggregate}
    return SampleQuality(samplers, reconstructions, real, 1000, "digits", True, has_noise)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("figures", "words"),
    [
        ((100, 30, 22, 5), ("no image was encoded", "with their noise give 22.0", "a mixture fitted to them 30.0")),
        ((100, 95, 22, 5), ("no image was encoded",)),
        ((10, 10, 9, 9.5), ("fill the prior", "about as good.")),
        ((140, 140, 130, 130), ("fill the prior", "what reconstructions lack, samples lack too")),
        ((40, 38, 39, 10), ("it is the posterior's noise that costs quality",)),
        ((13, 12, 11.5, 10), ("share the loss",)),
    ],
)
def test_the_sentence_names_the_cause(figures: tuple[float, ...], words: tuple[str, ...]) -> None:
    sentence = quality(*figures).sentence
    assert all(word in sentence for word in words) and sentence.endswith(".") and sentence.count(". ") == 0


@pytest.mark.parametrize("figures", [(100, 30, 22, 5), (40, 38, 39, 10), (13, 12, 11.5, 10)])
def test_codes_that_are_points_have_no_noise_to_blame(figures: tuple[float, ...]) -> None:
    assert "noise" not in quality(*figures, has_noise=False).sentence


def test_a_mixture_that_cures_nothing_is_not_praised() -> None:
    assert "mixture" not in quality(100, 95, 22, 5).sentence


def test_an_autoencoder_s_prior_samples_are_the_worst_and_its_codes_the_cure(digits: Dataset) -> None:
    predictor = Predictor.load(shipped_model("denoising-autoencoder"))
    training, held_out = digits.train.images[:1600, 0].numpy(), digits.val.images[:400, 0].numpy()
    posterior = predictor.encode(training[400:])
    found = sample_quality(
        predictor.decode, fit_samplers(posterior.mu, posterior.sigma), digit_classifier(), training[:400], held_out,
        predictor.reconstruct(held_out), has_prior=predictor.has_prior, has_noise=False,
    )  # fmt: skip
    assert found.samplers["prior"] > 2 * found.samplers["mixture"] > found.samplers["aggregate"]
    assert "N(0, I) also draws codes from where no image was encoded" in found.sentence
    assert "prior" not in found.sentence and "noise" not in found.sentence, "it has neither"
    assert found.measures()[0].name == "Fréchet distance of samples (N(0, I), not its prior)"
    assert [measure.name for measure in found.measures()][-1] == "Fréchet distance of real held-out images"
    assert all("400 images against as many" in measure.convention for measure in found.measures())


def test_real_images_are_nearer_than_noise(digits: Dataset) -> None:
    images = digits.train.images[:900, 0].numpy()
    samplers = fit_samplers(np.zeros((10, 2)), np.ones((10, 2)))
    noise = np.random.default_rng(0).random((300, 28, 28)).astype(np.float32)
    found = sample_quality(
        lambda z: noise[: len(z)], samplers, digit_classifier(), images[:300], images[300:600], noise
    )
    assert found.real < found.reconstructions / 10
