"""A run that goes on: stopped, finished, prolonged, and one whose checkpoint is damaged."""

from pathlib import Path

import pytest
import torch

from tests.models.resumed import unbroken_and_resumed
from vae_models import KLSchedule, Recipe
from vae_models.data.load import Dataset
from vae_models.errors import RunError
from vae_models.files.tensors import write_tensors
from vae_models.runs.folder import RunFolder
from vae_models.training.events import EpochDone, Event
from vae_models.training.trainer import Trainer


def epochs_of(events: list[Event]) -> list[EpochDone]:
    return [event for event in events if isinstance(event, EpochDone)]


def test_stopping_saves_and_resuming_ends_with_the_metrics_of_an_unbroken_run(
    few_digits: Dataset, short: Recipe, tmp_path: Path
) -> None:
    unbroken, resumed = unbroken_and_resumed(short, few_digits, tmp_path, 15)
    assert [(e.train, e.val) for e in resumed.history] == [(e.train, e.val) for e in unbroken.history]
    assert [row.val.loss for row in RunFolder.open(tmp_path / "run").metrics()] == [
        e.val.loss for e in unbroken.history
    ]


def test_a_finished_run_goes_on_for_more_epochs(few_digits: Dataset, short: Recipe, tmp_path: Path) -> None:
    run = RunFolder.create(tmp_path / "run", short, "few")
    list(Trainer(short, few_digits, run=run).steps())
    assert run.progress().finished
    resumed = Trainer.resume(run, few_digits, epochs=4)
    assert [e.epoch for e in epochs_of(list(resumed.steps()))] == [4]
    assert RunFolder.open(run.path).recipe.epochs == 4 and len(run.metrics()) == 4


def test_prolonging_a_run_does_not_stretch_its_cycles(few_digits: Dataset, short: Recipe, tmp_path: Path) -> None:
    cyclical = short.replace(epochs=2, kl_schedule=KLSchedule("cyclical", cycles=2))
    run = RunFolder.create(tmp_path / "run", cyclical, "few")
    trainer = Trainer(cyclical, few_digits, run=run)
    weights = [trainer.weight_at(step) for step in range(20)]
    list(trainer.steps())
    for epochs in (3, 5):
        resumed = Trainer.resume(RunFolder.open(run.path), few_digits, epochs=epochs)
        assert [resumed.weight_at(step) for step in range(20)] == pytest.approx(weights)
        assert resumed.weight_at(20) == 0.0 and resumed.weight_at(25) == 1.0
        list(resumed.steps())
    assert RunFolder.open(run.path).progress().finished


class TestDamagedCheckpoints:
    """Whatever lies where the checkpoint should be, resuming refuses it in one sentence and changes nothing."""

    @pytest.fixture
    def run(self, few_digits: Dataset, short: Recipe, tmp_path: Path) -> RunFolder:
        run = RunFolder.create(tmp_path / "run", short, "few")
        list(Trainer(short.replace(epochs=1), few_digits, run=run).steps())
        return run

    def refuse(self, run: RunFolder, dataset: Dataset) -> str:
        before = run.checkpoint_path.read_bytes()
        with pytest.raises(RunError) as caught:
            Trainer.resume(run, dataset)
        assert run.checkpoint_path.read_bytes() == before
        return str(caught.value)

    def test_truncated(self, run: RunFolder, few_digits: Dataset) -> None:
        run.checkpoint_path.write_bytes(run.checkpoint_path.read_bytes()[:-1000])
        assert "damaged" in self.refuse(run, few_digits)

    def test_one_flipped_bit(self, run: RunFolder, few_digits: Dataset) -> None:
        content = bytearray(run.checkpoint_path.read_bytes())
        content[len(content) // 2] ^= 1
        run.checkpoint_path.write_bytes(content)
        assert "checksum" in self.refuse(run, few_digits)

    def test_a_pickle_in_disguise(self, run: RunFolder, few_digits: Dataset) -> None:
        torch.save({"weights": torch.zeros(3)}, run.checkpoint_path)
        assert "no model file" in self.refuse(run, few_digits)

    def test_of_another_recipe(self, run: RunFolder, few_digits: Dataset, short: Recipe, tmp_path: Path) -> None:
        other_recipe = short.replace(latent_dim=3)
        other = RunFolder.create(tmp_path / "other", other_recipe, "few")
        list(Trainer(other_recipe.replace(epochs=1), few_digits, run=other).steps())
        run.checkpoint_path.write_bytes(other.checkpoint_path.read_bytes())
        assert "another recipe" in self.refuse(run, few_digits)

    def test_without_its_tensors(self, run: RunFolder, few_digits: Dataset) -> None:
        _, description = run.load_checkpoint()
        write_tensors(run.checkpoint_path, {"model.nothing": torch.zeros(1)}, description)
        assert "does not fit" in self.refuse(run, few_digits)

    def test_made_with_other_data(self, run: RunFolder, digits: Dataset) -> None:
        assert "held out other images" in self.refuse(run, digits)
