"""Several steps in one compiled call: the numbers of single steps, in either precision of the products."""

from pathlib import Path

import pytest
import torch

from vae_models import RECIPES, KLSchedule, Recipe, get_recipe
from vae_models.data.load import Dataset
from vae_models.errors import RecipeError
from vae_models.recipe.fields import Precision
from vae_models.runs.folder import RunFolder
from vae_models.training.steps import compiled as compiled_steps
from vae_models.training.steps.choose import optimisation_for
from vae_models.training.steps.compiled import CompiledOptimisation
from vae_models.training.steps.devices import pick_precision
from vae_models.training.steps.optimisation import Optimisation
from vae_models.training.trainer import EpochDone, Trainer

PLAIN = [recipe for recipe in RECIPES.values() if recipe.has_plain_steps]
CPU = torch.device("cpu")
WEIGHTS = [0.0, 0.5, 1.0, 2.0, 4.0]  # five steps of the 600 images: the last batch has 88


def after_an_epoch(optimisation: Optimisation) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """The weights, and the reconstruction and the KL of each step."""
    optimisation.shuffle(0)
    losses = optimisation.steps(0, WEIGHTS, [0.0] * len(WEIGHTS))
    return (
        optimisation.flat.copy(),
        torch.stack([step.reconstruction for step in losses]),
        torch.stack([step.kl_per_dim for step in losses]),
    )


def compiled(recipe: Recipe, dataset: Dataset, precision: torch.dtype = torch.float32) -> CompiledOptimisation:
    return CompiledOptimisation(recipe, dataset.train, CPU, precision)


@pytest.mark.parametrize("recipe", PLAIN, ids=lambda recipe: recipe.name)
def test_compiled_steps_are_the_single_steps_to_the_last_bit(recipe: Recipe, few_digits: Dataset) -> None:
    recipe = recipe.replace(batch_size=128)
    one_by_one = after_an_epoch(Optimisation(recipe, few_digits.train, CPU))
    for ours, single in zip(after_an_epoch(compiled(recipe, few_digits)), one_by_one, strict=True):
        assert torch.equal(ours, single)


@pytest.mark.parametrize("recipe", PLAIN, ids=lambda recipe: recipe.name)
def test_products_in_bfloat16_change_the_losses_by_less_than_their_precision(
    recipe: Recipe, few_digits: Dataset
) -> None:
    recipe = recipe.replace(batch_size=128)
    _, reconstruction, kl = after_an_epoch(compiled(recipe, few_digits))
    weights, mixed_reconstruction, mixed_kl = after_an_epoch(compiled(recipe, few_digits, torch.bfloat16))
    assert weights.dtype == torch.float32
    torch.testing.assert_close(mixed_reconstruction, reconstruction, rtol=2**-8, atol=0.0)
    torch.testing.assert_close(mixed_kl.sum(1), kl.sum(1), rtol=2**-4, atol=0.01)
    assert not torch.equal(mixed_reconstruction, reconstruction)


def test_where_nothing_compiles_the_same_steps_run_as_they_stand(
    few_digits: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unsupported(function: object) -> None:
        raise RuntimeError("TorchScript is gone")

    recipe = get_recipe("denoising-vae").replace(batch_size=128)
    weights, *_ = after_an_epoch(compiled(recipe, few_digits))
    compiled_steps.compiled.cache_clear()
    monkeypatch.setattr(torch.jit, "script", unsupported)
    try:
        assert compiled_steps.compiled() is compiled_steps.run_steps
        uncompiled, *_ = after_an_epoch(compiled(recipe, few_digits))
    finally:
        compiled_steps.compiled.cache_clear()
    assert torch.equal(uncompiled, weights)


def weights_trained(recipe: Recipe, dataset: Dataset, event_interval: float) -> tuple[torch.Tensor, list[float]]:
    trainer = Trainer(recipe, dataset, event_interval=event_interval)
    losses = [event.train.loss for event in trainer.steps() if isinstance(event, EpochDone)]
    return trainer._optimisation.flat.copy(), losses


def test_how_many_steps_run_at_once_changes_nothing(few_digits: Dataset) -> None:
    recipe = get_recipe("denoising-vae").replace(epochs=3, batch_size=32, kl_schedule=KLSchedule("cyclical"))
    single, single_losses = weights_trained(recipe, few_digits, 0.0)
    many, many_losses = weights_trained(recipe, few_digits, 60.0)
    assert torch.equal(single, many) and single_losses == many_losses


@pytest.mark.parametrize("precision", ["float32", "bfloat16"])
def test_it_learns_in_either_precision(precision: Precision, few_digits: Dataset) -> None:
    recipe = get_recipe("vae-wide").replace(epochs=4, precision=precision)
    epochs = [event for event in Trainer(recipe, few_digits).steps() if isinstance(event, EpochDone)]
    assert epochs[-1].train.loss < 0.6 * epochs[0].train.loss
    assert epochs[-1].val.loss < 240.0  # 545 before the first step


def test_the_recipe_says_the_precision(few_digits: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.cpu, "_is_avx512_bf16_supported", lambda: True)
    assert pick_precision("auto") == torch.bfloat16
    monkeypatch.setattr(torch.cpu, "_is_avx512_bf16_supported", lambda: False)
    monkeypatch.setattr(torch.cpu, "_is_amx_tile_supported", lambda: False)
    assert pick_precision("auto") == pick_precision("float32") == torch.float32
    assert pick_precision("bfloat16") == torch.bfloat16
    assert isinstance(optimisation_for(get_recipe("vae"), few_digits.train, "cpu"), CompiledOptimisation)
    assert type(optimisation_for(get_recipe("conv-vae"), few_digits.train, "cpu")) is Optimisation


def test_a_recipe_of_another_kind_refuses_bfloat16() -> None:
    with pytest.raises(RecipeError, match="conv-vae takes its steps in float32 only"):
        get_recipe("conv-vae").replace(precision="bfloat16")
    with pytest.raises(RecipeError, match="precision is one of auto, float32, bfloat16, not 'half'"):
        get_recipe("vae").replace(precision="half")


@pytest.mark.parametrize("precision", ["float32", "bfloat16"])
def test_a_run_stopped_in_mid_epoch_ends_with_the_weights_of_an_unbroken_one(
    precision: Precision, few_digits: Dataset, tmp_path: Path
) -> None:
    recipe = get_recipe("denoising-vae").replace(epochs=2, batch_size=64, precision=precision)
    unbroken = Trainer(recipe, few_digits, event_interval=60.0)
    list(unbroken.steps())
    run = RunFolder.create(tmp_path / "run", recipe, "few")
    stopped = Trainer(recipe, few_digits, run=run, event_interval=0.0)
    steps = stopped.steps()
    while stopped.step < 5:
        next(steps)
    steps.close()
    resumed = Trainer.resume(run, few_digits, event_interval=60.0)
    list(resumed.steps())
    assert torch.equal(resumed._optimisation.flat.values, unbroken._optimisation.flat.values)
