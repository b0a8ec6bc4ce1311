"""How usual a drawing is, among images that the model was not trained on."""

import numpy as np
import pytest

from vae_models import get_recipe
from vae_models.anomaly import ElboDistribution, elbo_distribution, elbos
from vae_models.data import Dataset
from vae_models.errors import ModelError
from vae_models.models import build_model
from vae_models.predictor import Predictor


@pytest.fixture
def hundred() -> ElboDistribution:
    return ElboDistribution(np.arange(100.0))


def test_the_share_counts_images_that_fit_better(hundred: ElboDistribution) -> None:
    assert hundred.share_better(-1.0) == 1.0 and hundred.share_better(99.0) == 0.0
    assert hundred.share_better(2.0) == pytest.approx(0.97)


def test_the_sentence_says_where_a_drawing_stands(hundred: ElboDistribution) -> None:
    assert hundred.sentence(2.0).startswith("97 % of digits fit better") and "very unusual" in hundred.sentence(2.0)
    assert "quite usual" in hundred.sentence(60.0)
    assert "Nearly all" in hundred.sentence(-5.0)


def test_the_histogram_holds_every_image(hundred: ElboDistribution) -> None:
    counts, edges = hundred.histogram(10)
    assert counts.sum() == 100 and len(edges) == 11 and edges[0] == 0 and edges[-1] == 99


def test_noise_fits_worse_than_digits(tiny_predictor: Predictor, digits: Dataset) -> None:
    images = digits.val.images[:200, 0].numpy()
    distribution = elbo_distribution(tiny_predictor, images)
    noise = np.random.default_rng(0).random((1, 28, 28), np.float32)
    assert distribution.share_better(float(elbos(tiny_predictor, noise)[0])) == 1.0
    shares = [distribution.share_better(elbo) for elbo in elbos(tiny_predictor, images)]
    assert np.mean(shares) == pytest.approx(0.5, abs=0.01)


def test_the_measure_is_reconstruction_plus_kl(tiny_predictor: Predictor, digits: Dataset) -> None:
    images = digits.val.images[:5, 0].numpy()
    losses = tiny_predictor.losses(images)
    np.testing.assert_allclose(elbos(tiny_predictor, images), -(losses.reconstruction + losses.kl.sum(1)), rtol=1e-5)


def test_a_model_without_a_prior_cannot_say() -> None:
    recipe = get_recipe("autoencoder")
    with pytest.raises(ModelError, match="Only a VAE"):
        elbos(Predictor(build_model(recipe), recipe), np.zeros((1, 28, 28)))
