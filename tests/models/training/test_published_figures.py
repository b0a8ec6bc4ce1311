"""The figures that others published for the same recipe, met on the same data."""

import pytest

from vae_models import get_recipe
from vae_models.data.load import Dataset
from vae_models.training.events import EpochDone
from vae_models.training.trainer import Trainer

VAE_WIDE_BY_EPOCH = (164.38, 121.55, 114.61, 111.62, 109.89, 108.76, 107.95, 107.23, 106.75, 106.27)


@pytest.mark.slow
def test_vae_wide_on_mnist_is_within_one_per_cent_from_the_second_epoch_on(mnist: Dataset) -> None:
    events = Trainer(get_recipe("vae-wide"), mnist).steps()
    losses = [event.train.loss for event in events if isinstance(event, EpochDone)]
    assert losses[1:] == pytest.approx(VAE_WIDE_BY_EPOCH[1:], rel=0.01)
