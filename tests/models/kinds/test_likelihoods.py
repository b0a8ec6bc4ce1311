"""A new likelihood is one object in one dict, and everybody goes by it: training, measures, repair, the summary."""

import numpy as np
import pytest
import torch
from torch import Tensor

from vae_models import Recipe, get_recipe
from vae_models.data.load import Dataset
from vae_models.errors import RecipeError
from vae_models.explore.predictor import Predictor
from vae_models.export.script import plain_script
from vae_models.kinds.likelihoods import LIKELIHOODS, Likelihood
from vae_models.lab.repair import repair
from vae_models.measures.likelihood import elbo_measures
from vae_models.measures.subject import Subject
from vae_models.models.build import build_model
from vae_models.training.events import EpochDone
from vae_models.training.trainer import Trainer


def absolute_error(logits: Tensor, target: Tensor) -> Tensor:
    """A Laplace distribution of scale 1, without its constant."""
    return (torch.sigmoid(logits) - target).abs()


@pytest.fixture
def laplace(monkeypatch: pytest.MonkeyPatch) -> Recipe:
    """A VAE of linear layers with a likelihood that came a moment ago."""
    monkeypatch.setitem(LIKELIHOODS, "laplace", Likelihood("L1", "Laplace pixels of scale 1", absolute_error))
    return get_recipe("vae-2d").replace(reconstruction="laplace", hidden=(16,), epochs=2, batch_size=64)


def test_training_minimises_and_reports_it(laplace: Recipe, few_digits: Dataset) -> None:
    trainer = Trainer(laplace, few_digits)
    first, epoch = [event for event in trainer.steps() if isinstance(event, EpochDone)]
    images = few_digits.val.images[:, 0].numpy()
    at_the_mean = np.abs(trainer.predictor().reconstruct(images) - images / 255.0).sum((1, 2)).mean()
    assert epoch.val.reconstruction == pytest.approx(at_the_mean, rel=0.05)
    assert epoch.val.reconstruction < first.val.reconstruction


def test_measures_repair_and_summary_go_by_it(laplace: Recipe, few_digits: Dataset) -> None:
    predictor = Predictor(build_model(laplace), laplace)
    image = few_digits.val.images[0, 0].numpy() / np.float32(255)
    losses = predictor.losses(image[None])
    assert losses.reconstruction[0] == pytest.approx(np.abs(predictor.reconstruct(image[None])[0] - image).sum())
    elbo = elbo_measures(Subject.of(predictor, few_digits)).measures[0]
    assert "Laplace pixels of scale 1" in elbo.convention
    visible = np.ones((28, 28), np.bool_)
    visible[14:] = False
    *_, last = repair(predictor, image, visible, samples=1, steps=3)
    explained = np.abs(predictor.decode(last.z[0])[0] - image)[visible].sum() + 0.5 * np.square(last.z[0]).sum()
    assert last.loss[0] == pytest.approx(explained, rel=1e-4)
    assert "L1 + " in laplace.summary


def test_who_cannot_say_it_refuses(laplace: Recipe) -> None:
    with pytest.raises(RecipeError, match="more than a short file can say"):
        plain_script(laplace, "digits")


def test_one_that_nobody_knows_is_refused() -> None:
    with pytest.raises(RecipeError, match="reconstruction is one of bce, mse, not 'laplace'"):
        get_recipe("vae").replace(reconstruction="laplace")
