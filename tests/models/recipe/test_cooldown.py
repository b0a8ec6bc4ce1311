"""The learning rate that falls at a run's end, and empty images among those that a denoiser learns from."""

from pathlib import Path

import pytest
import torch

from tests.models.resumed import unbroken_and_resumed
from vae_models import Recipe, get_recipe
from vae_models.data.load import Dataset
from vae_models.errors import RecipeError
from vae_models.recipe.cooldown import learning_rate_share
from vae_models.runs.epochs import EpochDone, Losses, from_table, to_table
from vae_models.runs.folder import RunFolder
from vae_models.training.events import StepsDone
from vae_models.training.optimisation import Optimisation
from vae_models.training.trainer import Trainer


@pytest.fixture
def short() -> Recipe:
    return get_recipe("vae-2d").replace(hidden=(16,), epochs=5, batch_size=60, cooldown=0.6)


def rates(trainer: Trainer) -> list[float]:
    """Adam's learning rate in the last tenth of every epoch."""
    found = {}
    for event in trainer.steps():
        if isinstance(event, StepsDone):
            found[(event.step - 1) // trainer.steps_per_epoch] = trainer.optimisation.learning_rate
    return list(found.values())


def test_the_rate_falls_in_equal_parts_over_the_last_epochs(short: Recipe) -> None:
    def shares(recipe: Recipe) -> list[float]:
        return [learning_rate_share(recipe, tenths) for tenths in range(0, 50, 10)]

    assert shares(short) == pytest.approx([1, 1, 1, 2 / 3, 1 / 3])
    assert learning_rate_share(short, 49) == pytest.approx(1 / 30)
    assert shares(short.replace(cooldown=0.0)) == [1.0] * 5
    assert shares(short.replace(cooldown=1.0)) == pytest.approx([1, 0.8, 0.6, 0.4, 0.2])


def test_adam_steps_at_that_rate(short: Recipe, few_digits: Dataset) -> None:
    trainer = Trainer(short, few_digits, event_interval=0.0)
    assert rates(trainer) == pytest.approx([1e-3, 1e-3, 7e-4, 1.1e-3 / 3, 1e-4 / 3])


def test_a_rate_changed_by_hand_falls_from_there(short: Recipe, few_digits: Dataset) -> None:
    trainer = Trainer(short, few_digits, event_interval=0.0)
    trainer.set_learning_rate(4e-3)
    assert rates(trainer)[-1] == pytest.approx(4e-3 / 30) and trainer.learning_rate == 4e-3


def test_what_is_recorded_is_the_rate_in_force(short: Recipe, few_digits: Dataset, tmp_path: Path) -> None:
    """At the end of each epoch, in events, table and checkpoint alike; beside it the one that was asked for."""
    run = RunFolder.create(tmp_path / "run", short, "few")
    trainer = Trainer(short, few_digits, run=run, event_interval=0.0)
    events = list(trainer.steps())
    falling = pytest.approx([1e-3, 1e-3, 7e-4, 1.1e-3 / 3, 1e-4 / 3])
    assert [event.learning_rate for event in events if isinstance(event, EpochDone)] == falling
    assert [row.learning_rate for row in run.metrics()] == falling
    assert [row.base_learning_rate for row in run.metrics()] == [1e-3] * 5
    steps = [event for event in events if isinstance(event, StepsDone)]
    ends = {(event.step - 1) // trainer.steps_per_epoch: event.learning_rate for event in steps}
    assert list(ends.values()) == falling
    assert Trainer.resume(run, few_digits).history == trainer.history


def test_a_table_of_before_has_the_rate_that_was_asked_for() -> None:
    ones = Losses(1.0, 1.0, 1.0)
    epoch = EpochDone(1, 9, ones, ones, 1.0, 1.0, beta=1.0, learning_rate=1e-3, base_learning_rate=5.0)
    text = to_table([epoch])
    older = [",".join(line.split(",")[:12] + line.split(",")[13:]) for line in text.splitlines()]
    assert "base_learning_rate" in text and "base_learning_rate" not in older[0]
    assert from_table("\n".join(older))[0].base_learning_rate == 1e-3


def test_a_run_that_stopped_while_it_fell_ends_like_one_that_did_not(
    short: Recipe, few_digits: Dataset, tmp_path: Path
) -> None:
    whole, second = unbroken_and_resumed(short, few_digits, tmp_path, 3 * 10 + 1)
    assert second.history[-1].val.loss == whole.history[-1].val.loss


def blank(optimisation: Optimisation) -> torch.Tensor:
    """Which images of an epoch have no light at all, `(images,)` in its order."""
    batches = optimisation.batches
    return torch.cat([batches.batch(step, 0.0).target.flatten(1).sum(1) == 0 for step in range(batches.per_epoch)])


def test_empty_images_are_spread_over_the_batch(few_digits: Dataset) -> None:
    recipe = get_recipe("unet-denoiser").replace(empty=0.05)
    optimisation = Optimisation(recipe, few_digits.train, torch.device("cpu"))
    optimisation.batches.shuffle(0)
    places = blank(optimisation).nonzero()[:, 0]
    assert len(places) == len(few_digits.train.images) * recipe.empty
    assert len({int(place) % recipe.batch_size for place in places}) > 8  # every kind of damage has its share
    assert bool((few_digits.train.images.flatten(1).sum(1) > 0).all())


def test_the_least_share_of_empty_images_is_one_image(few_digits: Dataset) -> None:
    optimisation = Optimisation(
        get_recipe("unet-denoiser").replace(empty=1e-320), few_digits.train, torch.device("cpu")
    )
    optimisation.batches.shuffle(0)
    assert int(blank(optimisation).sum()) == 1


@pytest.mark.parametrize("changes", [{"cooldown": 1.1}, {"cooldown": -0.1}, {"empty": 0.6}, {"code_relu": 2}])
def test_impossible_values_are_refused(short: Recipe, changes: dict[str, float]) -> None:
    with pytest.raises(RecipeError):
        short.replace(**changes)
