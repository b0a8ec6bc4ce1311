"""Burgess' controlled capacity: how C rises, and what is minimised."""

import pytest
import torch

from tests.models.family import batch_for, cross_entropy, gaussian_kl, loss_of
from vae_models import get_recipe
from vae_models.data.load import Dataset
from vae_models.objectives.capacity import capacity_at
from vae_models.training.events import EpochDone
from vae_models.training.trainer import Trainer


def test_it_rises_in_a_straight_line_and_stays() -> None:
    recipe = get_recipe("beta-vae-capacity").replace(capacity=20.0, capacity_epochs=4.0)
    assert [capacity_at(recipe, epochs) for epochs in (0, 1, 2.5, 4, 9)] == [0.0, 5.0, 12.5, 20.0, 20.0]
    assert capacity_at(recipe.replace(capacity_epochs=0.0), 0) == 20.0


@pytest.mark.parametrize("epochs_done", [0.0, 1.0, 50.0])
def test_the_loss_is_the_papers_formula(epochs_done: float) -> None:
    recipe = get_recipe("beta-vae-capacity")
    batch = batch_for(recipe, epochs_done=epochs_done)
    model, parts = loss_of(recipe, batch)
    mu, logvar = model.encode(batch.inputs)
    z = mu + torch.exp(logvar / 2) * batch.eps
    c = recipe.capacity * min(1, epochs_done / recipe.capacity_epochs)
    reconstruction = cross_entropy(model.decode(z), batch.target).mean()
    expected = reconstruction + recipe.beta * (gaussian_kl(mu, logvar).mean() - c).abs()
    torch.testing.assert_close(parts.loss.double(), expected, rtol=1e-5, atol=1e-4)


@pytest.mark.slow
def test_the_kl_follows_the_capacity(digits: Dataset) -> None:
    """The mean over an epoch's steps against C's mean over it."""
    recipe = get_recipe("beta-vae-capacity").replace(capacity=12.0, capacity_epochs=2.0, epochs=3, batch_size=32)
    events = [event for event in Trainer(recipe, digits).steps() if isinstance(event, EpochDone)]
    assert events[1].train.kl == pytest.approx(9.0, rel=0.1)
    assert events[2].train.kl == pytest.approx(12.0, rel=0.05)
