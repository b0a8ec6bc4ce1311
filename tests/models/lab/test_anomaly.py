"""How typical a drawing is, among images that are not trained on."""

import dataclasses

import numpy as np
import pytest
from scipy.stats import kstest

from tests.bench.cases.bench_typicality import MODELS, all_sets, auroc, halves, measure, no_digits
from vae_models import get_recipe
from vae_models.data.load import Dataset, Split
from vae_models.errors import ModelError
from vae_models.explore.predictor import Predictor
from vae_models.files.shipped import shipped_model
from vae_models.lab.typicality import MOST_IMAGES, STATISTICS, UNUSUAL, Reference, statistics
from vae_models.models.build import build_model


@pytest.fixture(scope="module")
def model() -> Predictor:
    return Predictor.load(shipped_model("vae-2d"))


@pytest.fixture(scope="module")
def unseen(digits: Dataset) -> tuple[Dataset, np.ndarray]:
    """500 held-out digits to refer to, 500 others."""
    return halves(digits, 500)


@pytest.fixture(scope="module")
def reference(model: Predictor, unseen: tuple[Dataset, np.ndarray]) -> Reference:
    return Reference.fit(model, unseen[0])


def test_what_is_no_digit_is_told_from_digits(
    model: Predictor, reference: Reference, unseen: tuple[Dataset, np.ndarray]
) -> None:
    usual = reference.typicality(reference.answers(statistics(model, unseen[1])))
    for name, images in no_digits(unseen[1][:100]).items():
        other = reference.typicality(reference.answers(statistics(model, images)))
        assert auroc(-usual, -other) > (0.7 if name == "rotated 180" else 0.9), name


@pytest.mark.slow
@pytest.mark.parametrize("name", MODELS)
def test_each_shipped_model_tells_all_that_is_no_digit_from_mnists_test_digits(name: str, mnist: Dataset) -> None:
    dataset, digits = halves(mnist, MOST_IMAGES)
    result = measure(Predictor.load(shipped_model(name)), dataset, digits, all_sets(digits[:1000]))
    assert len(result.of_no_digits) >= 6
    assert np.mean(result.of_no_digits) >= 0.97 and min(result.of_no_digits) >= 0.93, result.told
    assert result.ks <= 0.06


def test_the_shares_of_other_digits_are_even(
    model: Predictor, reference: Reference, unseen: tuple[Dataset, np.ndarray]
) -> None:
    shares = reference.shares(statistics(model, unseen[1]))
    assert kstest(shares, "uniform").statistic < 0.12  # 250 against 500: by chance alone 0.1 in one of twenty


@pytest.mark.parametrize("name", ["blank", "bar"])
def test_a_picture_that_is_easy_to_explain_is_not_called_usual(
    model: Predictor, reference: Reference, name: str
) -> None:
    standing = reference.standing(statistics(model, no_digits(np.zeros((1, 28, 28), np.uint8))[name])[0])
    assert standing.cause == "statistics" and standing.share > 0.9
    assert standing.why and reference.what == "250 test images of digits"


def test_noise_fits_badly_and_the_sentence_says_so(model: Predictor, reference: Reference) -> None:
    noise = np.random.default_rng(0).random((28, 28), np.float32)
    standing = reference.standing(statistics(model, noise)[0])
    assert standing.cause == "fit" and standing.share > 0.99
    assert "hard to explain" in standing.why


def test_most_digits_are_usual(model: Predictor, reference: Reference, unseen: tuple[Dataset, np.ndarray]) -> None:
    standings = [reference.standing(row) for row in statistics(model, unseen[1][:50])]
    usual = [standing for standing in standings if standing.share < UNUSUAL]
    assert len(usual) > 30 and not any(standing.why for standing in usual)


def test_the_first_statistics_are_the_loss_at_the_mean(model: Predictor, unseen: tuple[Dataset, np.ndarray]) -> None:
    rows, losses = statistics(model, unseen[1][:5]), model.losses(unseen[1][:5])
    assert rows.shape == (5, len(STATISTICS))
    np.testing.assert_allclose(rows[:, 0] + rows[:, 1], losses.total, rtol=1e-5)
    as_floats = statistics(model, unseen[1][:5] / np.float32(255))
    np.testing.assert_allclose(as_floats, rows, rtol=1e-4)


def test_the_histogram_holds_every_image_of_the_checked_half(reference: Reference) -> None:
    for cause in ("fit", "statistics"):
        counts, edges = reference.histogram(cause, 10)
        assert counts.sum() == 250 and len(edges) == 11


def test_data_without_a_test_split_are_known_by_their_validation(
    tiny_predictor: Predictor, few_digits: Dataset
) -> None:
    assert Reference.fit(tiny_predictor, few_digits).what == "100 validation images of few"
    few = dataclasses.replace(few_digits, val=Split(few_digits.val.images[:10]))
    with pytest.raises(ModelError, match="20 validation images; this data set has 10"):
        Reference.fit(tiny_predictor, few)


def test_a_conditional_model_knows_its_images_by_their_own_class(few_digits: Dataset) -> None:
    recipe = get_recipe("cvae")
    predictor = Predictor(build_model(recipe), recipe)
    labels = few_digits.val.labels
    assert labels is not None
    own = statistics(predictor, few_digits.val.images[:, 0].numpy(), labels.numpy())
    known = Reference.fit(predictor.given(3), few_digits)
    totals = np.concatenate([known.learnt[:, 0], known.checked[:, 0]])
    np.testing.assert_allclose(np.sort(totals), np.sort(known.answers(own)[:, 0]), rtol=1e-5)


def test_a_model_without_a_prior_cannot_say() -> None:
    recipe = get_recipe("autoencoder")
    with pytest.raises(ModelError, match="Only a VAE"):
        statistics(Predictor(build_model(recipe), recipe), np.zeros((1, 28, 28)))
