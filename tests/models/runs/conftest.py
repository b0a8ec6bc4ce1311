"""A short run, and whoever trains it."""

from pathlib import Path

import pytest

from vae_models import Recipe, get_recipe
from vae_models.data.load import Dataset
from vae_models.runs.folder import RunFolder
from vae_models.training.trainer import Trainer


@pytest.fixture
def short() -> Recipe:
    return get_recipe("vae-2d").replace(epochs=3, batch_size=64)


@pytest.fixture
def run(short: Recipe, tmp_path: Path) -> RunFolder:
    return RunFolder.create(tmp_path / "run", short, "few")


def trainer_of(run: RunFolder, dataset: Dataset) -> Trainer:
    """Reports every step."""
    return Trainer(run.recipe, dataset, run=run, event_interval=0.0)
