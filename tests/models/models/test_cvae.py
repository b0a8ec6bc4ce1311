"""The conditional VAE: the class is seen by both networks, and a model without it is a mixture of all."""

import numpy as np
import pytest
import torch
from torch.nn import functional

from tests.models.family import batch_for, cross_entropy, gaussian_kl, loss_of, trained
from vae_models import get_recipe
from vae_models.data.load import Dataset, Split
from vae_models.errors import ModelError, RecipeError
from vae_models.explore.predictor import Predictor
from vae_models.models.build import build_model
from vae_models.training.trainer import Trainer


def test_the_loss_is_the_papers_formula() -> None:
    recipe = get_recipe("cvae")
    batch = batch_for(recipe)
    model, parts = loss_of(recipe, batch)
    assert batch.labels is not None
    one_hot = functional.one_hot(batch.labels, 10).float()
    picture = (one_hot @ model.class_image.weight.t()).view(-1, 1, 28, 28)  # type: ignore[union-attr, operator]
    mu, logvar = model.encoder(batch.inputs + picture).chunk(2, 1)
    z = mu + torch.exp(logvar / 2) * batch.eps
    logits = model.decoder(torch.cat([z, one_hot], 1))
    expected = (cross_entropy(logits, batch.target) + recipe.beta * gaussian_kl(mu, logvar)).mean()
    torch.testing.assert_close(parts.loss.double(), expected, rtol=1e-5, atol=1e-4)


@pytest.fixture(scope="module")
def writer(digits: Dataset) -> Predictor:
    return trained("cvae", digits).predictor()


def class_means(dataset: Dataset) -> np.ndarray:
    labels = dataset.train.labels
    assert labels is not None
    return np.stack([dataset.train.images[labels == digit, 0].float().mean(0).numpy() / 255 for digit in range(10)])


def test_it_writes_the_digit_it_is_told(writer: Predictor, digits: Dataset) -> None:
    """An untrained model, or one deaf to the class, is right for one sample in ten."""
    labels = np.repeat(np.arange(10), 20)
    samples = writer.sample(200, seed=1, label=labels)
    means = class_means(digits)
    nearest = ((samples[:, None] - means[None]) ** 2).sum((2, 3)).argmin(1)
    assert (nearest == labels).mean() > 0.8


def test_samples_that_are_told_no_class_are_of_all_of_them_in_turn(writer: Predictor) -> None:
    in_turn = writer.sample(20, seed=1, label=np.arange(20) % 10)
    np.testing.assert_array_equal(writer.sample(20, seed=1), in_turn)
    of_one = writer.sample(20, seed=1, label=4)
    np.testing.assert_array_equal(writer.given(4).sample(20, seed=1), of_one)


def test_a_style_is_kept_from_digit_to_digit(writer: Predictor) -> None:
    z = np.full(8, 0.3, np.float32)
    images = [writer.decode(z, label=digit)[0] for digit in range(10)]
    assert min(np.abs(a - b).mean() for i, a in enumerate(images) for b in images[:i]) > 0.02
    one_by_one, all_alike = (writer.decode(np.stack([z, z]), label=label) for label in ([3, 3], 3))
    np.testing.assert_allclose(one_by_one, all_alike, atol=1e-6)


def test_the_right_label_reconstructs_better_than_a_wrong_one_or_none(writer: Predictor, digits: Dataset) -> None:
    images, labels = digits.val.images[:200, 0].numpy(), digits.val.labels
    assert labels is not None
    right, wrong = (
        -writer.losses(images, given).total.mean() for given in (labels[:200].numpy(), (labels[:200].numpy() + 1) % 10)
    )
    assert right > wrong + 10 and right > -writer.losses(images).total.mean()


def test_no_label_is_a_uniform_mixture() -> None:
    recipe = get_recipe("cvae")
    model = build_model(recipe)
    z = torch.randn(2, 8)
    uniform = model.decoder(torch.cat([z, torch.full((2, 10), 0.1)], 1))
    torch.testing.assert_close(model.decode(z), uniform)


@pytest.mark.parametrize(
    ("label", "words"), [(10, "0 to 9"), (-1, "0 to 9"), (1.5, "whole number"), ([1, 2, 3], "whole number")]
)
def test_a_class_it_does_not_know_is_refused(label: object, words: str) -> None:
    recipe = get_recipe("cvae")
    with pytest.raises(ModelError, match=words):
        Predictor(build_model(recipe), recipe).decode(np.zeros((2, 8)), label)  # type: ignore[arg-type]


def test_images_without_labels_or_with_more_classes_are_refused(few_digits: Dataset) -> None:
    images = few_digits.train.images
    unlabelled = Dataset("own", Split(images, None), Split(images, None), None, ())
    with pytest.raises(RecipeError, match="learns from labels"):
        Trainer(get_recipe("cvae"), unlabelled)
    with pytest.raises(RecipeError, match="for 5 classes; these images have at least 10"):
        Trainer(get_recipe("cvae").replace(classes=5), few_digits)


def test_it_is_fitted_to_images_and_classes() -> None:
    fitted = get_recipe("cvae").fitted((32, 32), 26)
    assert (fitted.image_shape, fitted.classes) == ((32, 32), 26)
    assert get_recipe("vae").fitted((28, 28), 26) == get_recipe("vae")
