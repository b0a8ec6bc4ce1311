"""The Trainer as its users drive it: iterate, pause, stop, change values, break."""

import itertools
import math
from pathlib import Path

import numpy as np
import pytest
import torch

from tests.models.family import BOUNDS
from vae_models import RECIPES, KLSchedule, Recipe, get_recipe
from vae_models.data.load import Dataset
from vae_models.errors import RecipeError, TrainingError
from vae_models.runs.folder import RunFolder
from vae_models.training.events import EpochDone, Event, Notice, StepsDone, ValueChanged
from vae_models.training.fit import smaller_batch
from vae_models.training.trainer import Trainer


def epochs_of(events: list[Event]) -> list[EpochDone]:
    return [event for event in events if isinstance(event, EpochDone)]


def test_every_step_is_reported_once_and_every_epoch(few_digits: Dataset, short: Recipe) -> None:
    trainer = Trainer(short, few_digits)
    events = list(trainer.steps())
    steps = np.concatenate([event.steps for event in events if isinstance(event, StepsDone)])
    assert steps.tolist() == list(range(1, 31))
    assert [event.epoch for event in epochs_of(events)] == [1, 2, 3]
    assert trainer.finished and trainer.epoch == 3 and trainer.total_steps == 30


def test_an_epochs_loss_is_the_mean_over_its_images(few_digits: Dataset, short: Recipe) -> None:
    events = list(Trainer(short.replace(epochs=1), few_digits, event_interval=0.0).steps())
    sizes = np.array([64] * 9 + [24])
    per_step = np.concatenate([event.loss for event in events if isinstance(event, StepsDone)])
    (epoch,) = epochs_of(events)
    assert epoch.train.loss == pytest.approx(np.average(per_step, weights=sizes))
    assert epoch.train.loss == pytest.approx(epoch.train.reconstruction + epoch.train.kl)
    assert sum(epoch.train.kl_per_dim) == pytest.approx(epoch.train.kl)
    assert len(epoch.val.kl_per_dim) == 32


def test_the_same_seed_gives_the_same_run_and_another_seed_another(few_digits: Dataset, short: Recipe) -> None:
    def losses(recipe: Recipe, interval: float) -> list[float]:
        return [e.val.loss for e in epochs_of(list(Trainer(recipe, few_digits, event_interval=interval).steps()))]

    assert losses(short, 0.0) == losses(short, 10.0)
    assert losses(short, 0.0) != losses(short.replace(seed=1), 0.0)


def test_training_leaves_torchs_global_random_state_alone(few_digits: Dataset, short: Recipe) -> None:
    before = torch.get_rng_state()
    list(Trainer(short.replace(epochs=1), few_digits).steps())
    assert torch.equal(before, torch.get_rng_state())


# Those beyond the plain ones are held to bounds of their own in `test_family.py`.
PLAIN = [recipe for recipe in RECIPES.values() if recipe.name not in BOUNDS]


@pytest.mark.parametrize("recipe", PLAIN, ids=lambda recipe: recipe.name)
def test_every_plain_recipe_learns(recipe: Recipe, few_digits: Dataset) -> None:
    trainer = Trainer(recipe.replace(epochs=8, batch_size=32), few_digits)
    untrained = trainer.predictor()
    epochs = epochs_of(list(trainer.steps()))
    images = few_digits.val.images[:, 0].numpy()
    before = np.square(untrained.denoise(images) - images / 255.0).mean()
    after = np.square(trainer.predictor().denoise(images) - images / 255.0).mean()
    assert after < before / 1.5
    assert epochs[-1].train.loss < epochs[0].train.loss


def test_beta_weighs_the_kl_in_training_and_validation_alike(few_digits: Dataset) -> None:
    recipe = get_recipe("beta-vae").replace(epochs=1, batch_size=64)
    (epoch,) = epochs_of(list(Trainer(recipe, few_digits).steps()))
    assert epoch.train.loss == pytest.approx(epoch.train.reconstruction + 4 * epoch.train.kl)
    assert epoch.val.loss == pytest.approx(epoch.val.reconstruction + 4 * epoch.val.kl)
    assert epoch.val.elbo == pytest.approx(-(epoch.val.reconstruction + epoch.val.kl))


def test_a_warm_up_starts_without_the_kl(few_digits: Dataset, short: Recipe) -> None:
    recipe = short.replace(kl_schedule=KLSchedule("linear", warmup_epochs=2))
    first = next(iter(Trainer(recipe, few_digits, event_interval=0.0).steps()))
    assert isinstance(first, StepsDone)
    assert first.loss[0] == first.reconstruction[0] and first.kl[0] > 0


@pytest.mark.parametrize("cycles", [1, 2, 4])
def test_validation_weighs_the_kl_like_the_epochs_last_step(few_digits: Dataset, short: Recipe, cycles: int) -> None:
    recipe = short.replace(epochs=4, kl_schedule=KLSchedule("cyclical", cycles=cycles, rise=0.8))
    events = list(Trainer(recipe, few_digits, event_interval=0.0).steps())
    steps = [event for event in events if isinstance(event, StepsDone)]
    for epoch in epochs_of(events):
        last = next(event for event in steps if event.step == epoch.step)
        in_training = (last.loss[-1] - last.reconstruction[-1]) / last.kl[-1]
        in_validation = (epoch.val.loss - epoch.val.reconstruction) / epoch.val.kl
        assert in_validation == pytest.approx(in_training) and in_validation > 0


def test_what_a_report_says_belongs_to_the_same_steps(few_digits: Dataset) -> None:
    recipe = get_recipe("beta-vae").replace(epochs=1, batch_size=64)
    for event in Trainer(recipe, few_digits, event_interval=0.0).steps():
        if isinstance(event, StepsDone):
            assert len(event.steps) == len(event.loss) == len(event.reconstruction) == len(event.kl)
            assert event.loss == pytest.approx(event.reconstruction + 4 * event.kl)
            assert event.kl_per_dim.sum() == pytest.approx(event.kl.mean())


def test_beta_and_learning_rate_change_between_steps(few_digits: Dataset, short: Recipe) -> None:
    trainer = Trainer(short, few_digits, event_interval=0.0)
    steps = trainer.steps()
    next(steps)
    trainer.set_beta(3.0)
    trainer.set_learning_rate(1e-4)
    events = list(itertools.islice(steps, 4))
    assert [(e.name, e.value) for e in events if isinstance(e, ValueChanged)] == [
        ("beta", 3.0),
        ("learning_rate", 1e-4),
    ]
    last = events[-1]
    assert isinstance(last, StepsDone) and last.beta == 3.0 and last.learning_rate == 1e-4
    assert last.loss[-1] == pytest.approx(last.reconstruction[-1] + 3 * last.kl[-1])
    with pytest.raises(RecipeError, match="learning rate"):
        trainer.set_learning_rate(-1.0)


def test_a_snapshot_does_not_change_while_training_goes_on(few_digits: Dataset, short: Recipe) -> None:
    trainer = Trainer(short, few_digits, event_interval=0.0)
    steps = trainer.steps()
    next(steps)
    snapshot = trainer.predictor()
    z = np.zeros((1, 32), np.float32)
    before = snapshot.decode(z).copy()
    list(steps)
    assert np.array_equal(snapshot.decode(z), before)
    assert not np.allclose(trainer.predictor().decode(z), before)


def test_a_pause_does_not_count_as_training_time(
    few_digits: Dataset, short: Recipe, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = itertools.count()
    monkeypatch.setattr("vae_models.training.trainer.time.perf_counter", lambda: float(next(clock)))
    steps = Trainer(short, few_digits, event_interval=0.0).steps()
    first = next(steps)
    for _ in range(1000):
        next(clock)
    second = next(steps)
    assert isinstance(first, StepsDone) and isinstance(second, StepsDone)
    assert second.seconds - first.seconds < 20


def test_an_exploding_loss_stops_with_a_reason_and_the_last_good_weights(few_digits: Dataset, short: Recipe) -> None:
    trainer = Trainer(short, few_digits, event_interval=0.0)
    steps = trainer.steps()
    list(itertools.islice(steps, 5))
    trainer.set_learning_rate(100.0)
    trainer.set_beta(1e6)
    with pytest.raises(TrainingError, match="learning rate below 100"):
        list(steps)
    assert np.isfinite(trainer.predictor().decode(np.zeros(32))).all()


def test_running_out_of_memory_is_one_clear_sentence(
    few_digits: Dataset, short: Recipe, monkeypatch: pytest.MonkeyPatch
) -> None:
    trainer = Trainer(short, few_digits)

    def exhausted(*_: object) -> None:
        raise RuntimeError("[enforce fail at alloc_cpu.cpp:117] DefaultCPUAllocator: can't allocate memory")

    monkeypatch.setattr(trainer.optimisation, "step", exhausted)
    with pytest.raises(TrainingError, match="not enough memory"):
        list(trainer.steps())


def test_one_image_is_not_called_images(short: Recipe) -> None:
    assert smaller_batch(short.replace(batch_size=8), short.replace(batch_size=1)).startswith(
        "There is only 1 training image, so vae trains with a batch of 1 "
    )


def test_a_batch_larger_than_the_data_becomes_the_largest_that_fits(
    few_digits: Dataset, short: Recipe, tmp_path: Path
) -> None:
    run = RunFolder.create(tmp_path / "run", short.replace(batch_size=601), "few")
    trainer = Trainer(run.recipe, few_digits, run=run)
    first, *events = list(trainer.steps())
    assert isinstance(first, Notice)
    assert first.text == "There are only 600 training images, so vae trains with a batch of 600 instead of 601."
    assert trainer.recipe == RunFolder.open(run.path).recipe == short.replace(batch_size=600)
    assert [event.step for event in epochs_of(events)] == [1, 2, 3]
    resumed = Trainer.resume(RunFolder.open(run.path), few_digits, epochs=4)
    assert not any(isinstance(event, Notice) for event in resumed.steps()) and resumed.finished


def test_images_of_another_size_are_refused(few_digits: Dataset, short: Recipe) -> None:
    with pytest.raises(RecipeError, match="32x32 pixels; these are 28x28"):
        Trainer(short.replace(image_shape=(32, 32)), few_digits)


@pytest.mark.parametrize("device", ["tpu", "cuda" if not torch.cuda.is_available() else "mps"])
def test_an_absent_device_is_refused(few_digits: Dataset, short: Recipe, device: str) -> None:
    with pytest.raises(TrainingError, match=device):
        Trainer(short, few_digits, device=device)


def test_losses_are_finite_and_the_time_left_reaches_zero(few_digits: Dataset, short: Recipe) -> None:
    events = [e for e in Trainer(short, few_digits, event_interval=0.0).steps() if isinstance(e, StepsDone)]
    assert all(np.isfinite(e.loss).all() for e in events)
    assert events[-1].seconds_left == 0.0 and events[0].seconds_left > 0
    assert not math.isnan(events[-1].images_per_s)
