"""TensorBoard files, read back with TensorBoard's own reader."""

import io
import shutil
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from tests import program
from vae_models import get_recipe
from vae_models.data.load import Dataset
from vae_models.errors import MissingPackageError, RunError
from vae_models.runs.folder import RunFolder
from vae_models.training.events import EpochDone
from vae_models.training.tensorboard import SEED, recorded_steps
from vae_models.training.trainer import Trainer

accumulator = pytest.importorskip(
    "tensorboard.backend.event_processing.event_accumulator", reason="tensorboard is not installed"
)


def written(run: RunFolder) -> Any:
    events = accumulator.EventAccumulator(str(run.path / "tensorboard"))
    return events.Reload()


def scalars(events: Any, tag: str) -> dict[int, float]:
    return {scalar.step: scalar.value for scalar in events.Scalars(tag)}


def pictures(events: Any, tag: str) -> dict[int, np.ndarray]:
    return {
        image.step: np.asarray(Image.open(io.BytesIO(image.encoded_image_string)).convert("L"))
        for image in events.Images(tag)
    }


def trainer_of(name: str, dataset: Dataset, folder: Path, **changes: Any) -> Trainer:
    recipe = get_recipe(name).replace(**({"epochs": 2, "batch_size": 100} | changes))
    trainer = Trainer(recipe, dataset, event_interval=0.0)
    trainer.run = RunFolder.create(folder / "run", recipe, "few")
    return trainer


@pytest.fixture(scope="module")
def recorded(few_digits: Dataset, tmp_path_factory: pytest.TempPathFactory) -> tuple[Trainer, Any]:
    trainer = trainer_of("vae-2d", few_digits, tmp_path_factory.mktemp("tensorboard"))
    epochs = [event for event in recorded_steps(trainer) if isinstance(event, EpochDone)]
    assert epochs == trainer.history and len(epochs) == 2
    assert trainer.run is not None
    return trainer, written(trainer.run)


def test_losses_are_those_of_the_run(recorded: tuple[Trainer, Any]) -> None:
    trainer, events = recorded
    for split, losses in (
        ("train", [e.train for e in trainer.history]),
        ("validation", [e.val for e in trainer.history]),
    ):
        for name in ("loss", "reconstruction", "kl", "elbo"):
            expected = dict(zip((6, 12), (getattr(value, name) for value in losses), strict=True))
            assert scalars(events, f"{split}/{name}") == pytest.approx(expected)
    assert list(scalars(events, "steps/loss")) == list(range(1, 13))


def test_an_epoch_that_ended_with_the_stop_is_written_down(few_digits: Dataset, tmp_path: Path) -> None:
    trainer = trainer_of("vae-2d", few_digits, tmp_path)
    steps = recorded_steps(trainer)
    while trainer.step < trainer.steps_per_epoch:
        next(steps)
    steps.close()
    assert trainer.run is not None and len(trainer.history) == 1
    assert scalars(written(trainer.run), "validation/loss") == pytest.approx({6: trainer.history[0].val.loss})


def test_every_dimension_has_its_kl(recorded: tuple[Trainer, Any]) -> None:
    trainer, events = recorded
    for dimension in (1, 2):
        expected = {event.step: event.val.kl_per_dim[dimension - 1] for event in trainer.history}
        assert scalars(events, f"kl_per_dim/z{dimension:03}") == pytest.approx(expected)


def test_a_model_whose_code_is_a_point_has_no_bound(few_digits: Dataset, tmp_path: Path) -> None:
    trainer = trainer_of("autoencoder", few_digits, tmp_path, epochs=1)
    list(recorded_steps(trainer))
    assert trainer.run is not None
    names = written(trainer.run).Tags()["scalars"]
    assert "validation/reconstruction" in names and not [name for name in names if name.endswith("elbo")]


def test_reconstructions_and_samples_are_pictures_of_the_model(
    recorded: tuple[Trainer, Any], few_digits: Dataset
) -> None:
    trainer, events = recorded
    predictor = trainer.predictor()
    shown = pictures(events, "reconstructions")
    assert list(shown) == [6, 12] and shown[12].shape == (2 * 28, 16 * 28)
    images = few_digits.val.images[:16, 0].numpy()
    assert np.array_equal(shown[12][:28, 28:56], images[1])
    reconstructed = predictor.reconstruct(images)[1]
    assert np.abs(shown[12][28:, 28:56] / 255 - reconstructed).max() < 0.01
    sample = pictures(events, "samples")[12][:28, :28]
    assert np.abs(sample / 255 - predictor.sample(64, SEED)[0]).max() < 0.01


def test_what_is_changed_by_hand_is_written_down(few_digits: Dataset, tmp_path: Path) -> None:
    trainer = trainer_of("vae-2d", few_digits, tmp_path, epochs=1)
    steps = recorded_steps(trainer)
    next(steps)
    trainer.set_beta(2.0)
    list(steps)
    assert trainer.run is not None
    assert scalars(written(trainer.run), "value/beta") == {1: 2.0, 6: 2.0}


def test_the_learning_rate_is_the_one_in_force(few_digits: Dataset, tmp_path: Path) -> None:
    trainer = trainer_of("vae-2d", few_digits, tmp_path, cooldown=1.0)
    steps = recorded_steps(trainer)
    while trainer.step < 7:
        next(steps)
    trainer.set_learning_rate(1e-2)
    list(steps)
    rates = scalars(written(trainer.run), "value/learning_rate") if trainer.run is not None else {}
    first, second = (row.learning_rate for row in trainer.history)
    assert list(rates) == [6, 7, 12] and rates[6] == pytest.approx(first) and rates[12] == pytest.approx(second)
    assert second < rates[7] < 1e-2 and first < 1e-3


@pytest.mark.parametrize(
    ("name", "rows", "samples"), [("denoising-vae", 3, True), ("autoencoder", 2, False), ("cvae", 2, True)]
)
def test_every_family_has_its_pictures(
    name: str, rows: int, samples: bool, few_digits: Dataset, tmp_path: Path
) -> None:
    trainer = trainer_of(name, few_digits, tmp_path, epochs=1, batch_size=300)
    list(recorded_steps(trainer))
    assert trainer.run is not None
    events = written(trainer.run)
    assert pictures(events, "reconstructions")[2].shape == (rows * 28, 16 * 28)
    assert ("samples" in events.Tags()["images"]) == samples


def test_a_run_stopped_and_resumed_is_one_curve(few_digits: Dataset, tmp_path: Path) -> None:
    trainer = trainer_of("vae-2d", few_digits, tmp_path)
    steps = recorded_steps(trainer)
    for _ in range(3):
        next(steps)
    steps.close()
    assert trainer.run is not None
    resumed = Trainer.resume(trainer.run, few_digits)
    assert resumed.step == 3
    list(recorded_steps(resumed))
    curve = scalars(written(trainer.run), "steps/loss")
    assert min(curve) == 1 and max(curve) == 12 and len(resumed.history) == 2


def test_a_missing_package_is_one_sentence_before_there_is_a_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def nowhere(name: str) -> None:
        return None

    monkeypatch.setattr("vae_models.files.extras.importlib.util.find_spec", nowhere)
    assert program.run(["train", "vae-2d", "--tensorboard", "--out", str(tmp_path / "run")]) == 2
    assert "pip install 'latent-explorer[tensorboard]'" in capsys.readouterr().err
    assert not (tmp_path / "run").exists()


def test_a_package_that_does_not_load_is_the_same_sentence(
    few_digits: Dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "tensorboard", None)
    with pytest.raises(MissingPackageError, match="needs the package tensorboard"):
        next(recorded_steps(trainer_of("vae-2d", few_digits, tmp_path)))


def test_a_folder_that_cannot_be_written_is_one_sentence(few_digits: Dataset, tmp_path: Path) -> None:
    trainer = trainer_of("vae-2d", few_digits, tmp_path)
    assert trainer.run is not None
    (trainer.run.path / "tensorboard").write_text("mine")
    with pytest.raises(RunError, match="could not be written"):
        next(recorded_steps(trainer))


def test_a_run_whose_folder_vanishes_goes_on_in_the_new_one(few_digits: Dataset, tmp_path: Path) -> None:
    trainer = trainer_of("vae-2d", few_digits, tmp_path)
    assert trainer.run is not None
    lost = trainer.run.path
    for event in recorded_steps(trainer):
        if isinstance(event, EpochDone) and event.epoch == 1:
            shutil.rmtree(lost)
    assert trainer.run.path != lost and not lost.exists() and len(trainer.history) == 2
    assert scalars(written(trainer.run), "train/loss").keys() == {trainer.step}


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no full device")
def test_a_disk_that_is_full_is_one_sentence(
    few_digits: Dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    trainer = trainer_of("vae-2d", few_digits, tmp_path)
    monkeypatch.setattr("vae_models.training.event_file.FileIO", lambda *_: io.FileIO("/dev/full", "w"))
    with pytest.raises(RunError, match=r"could not be written \(No space left on device\); train without TensorBoard"):
        list(recorded_steps(trainer))
    assert capfd.readouterr().err == ""
    assert trainer.run is not None and Trainer.resume(trainer.run, few_digits).step == trainer.step > 0


def test_the_command_line_writes_them(tmp_path: Path) -> None:
    arguments = [
        "train",
        "vae-2d",
        "--epochs",
        "1",
        "--batch-size",
        "3000",
        "--tensorboard",
        "--out",
        str(tmp_path / "run"),
    ]
    assert program.run(arguments) == 0
    assert list(scalars(written(RunFolder.open(tmp_path / "run")), "validation/loss")) == [3]
