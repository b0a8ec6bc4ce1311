"""Which engine takes a recipe's steps, in which precision, and that a training by any of them is the same training."""

from pathlib import Path

import pytest
import torch

from tests.models.resumed import unbroken_and_resumed
from vae_models import RECIPES, KLSchedule, Recipe, get_recipe
from vae_models.data.load import Dataset
from vae_models.errors import RecipeError
from vae_models.recipe.fields import Precision
from vae_models.runs.folder import RunFolder
from vae_models.training import precision as precisions
from vae_models.training.engines import by_hand, choose as choosing
from vae_models.training.engines.choose import Choice, choose
from vae_models.training.events import EpochDone
from vae_models.training.optimisation import Optimisation
from vae_models.training.precision import pick_precision
from vae_models.training.trainer import Trainer

CPU = torch.device("cpu")
WEIGHTS = [0.0, 0.5, 1.0, 2.0, 4.0]  # five steps of the 600 images: the last batch has 88
MLPS = [recipe for recipe in RECIPES.values() if by_hand.knows(recipe)]


def after_an_epoch(recipe: Recipe, dataset: Dataset, choice: Choice) -> tuple[Optimisation, torch.Tensor, torch.Tensor]:
    """The optimisation, and the reconstruction and the KL of each of its steps."""
    optimisation = Optimisation(recipe.replace(batch_size=128), dataset.train, CPU, choice)
    optimisation.batches.shuffle(0)
    losses = [optimisation.step(index, weight, 0.0) for index, weight in enumerate(WEIGHTS)]
    return (
        optimisation,
        torch.stack([step.reconstruction for step in losses]),
        torch.stack([step.kl_per_dim for step in losses]),
    )


@pytest.mark.parametrize(
    ("recipe", "engine"),
    [(recipe, "by_hand") for recipe in MLPS]
    + [(get_recipe(name), "autograd") for name in ("vae", "conv-vae", "cvae", "vrae", "hvae", "unet-denoiser", "iwae")],
    ids=lambda value: getattr(value, "name", value),
)
def test_products_in_bfloat16_change_the_losses_by_less_than_their_precision(
    recipe: Recipe, engine: str, few_digits: Dataset
) -> None:
    _, reconstruction, kl = after_an_epoch(recipe, few_digits, Choice(engine))
    mixed, mixed_reconstruction, mixed_kl = after_an_epoch(recipe, few_digits, Choice(engine, torch.bfloat16))
    assert mixed.precision == "bfloat16" and mixed.flat.values.dtype == torch.float32
    torch.testing.assert_close(mixed_reconstruction, reconstruction, rtol=2**-8, atol=0.0)
    torch.testing.assert_close(mixed_kl.sum(1), kl.sum(1), rtol=2**-4, atol=0.01)
    assert mixed_reconstruction.dtype == torch.float32 and not torch.equal(mixed_reconstruction, reconstruction)


@pytest.mark.parametrize("engine", ["by_hand", "autograd"])
@pytest.mark.parametrize("products", [torch.float32, torch.bfloat16])
def test_validation_is_the_engines_own_forward_pass(engine: str, products: torch.dtype, few_digits: Dataset) -> None:
    """One image in training and in validation, with the same draws, has the same losses to the last bit."""
    recipe = get_recipe("denoising-vae").replace(batch_size=8)
    optimisation = Optimisation(recipe, few_digits.train, CPU, Choice(engine, products))
    batch = optimisation.batches.batch(0, 0.0)
    validated = optimisation.engine.losses(batch, 1.0)
    trained = optimisation.engine(batch, 1.0)
    torch.testing.assert_close(validated.reconstruction, trained.reconstruction, rtol=1e-6, atol=0.0)
    assert torch.equal(validated.kl_per_dim, trained.kl_per_dim)


def weights_trained(recipe: Recipe, dataset: Dataset, event_interval: float) -> tuple[torch.Tensor, list[float]]:
    trainer = Trainer(recipe, dataset, event_interval=event_interval)
    losses = [event.train.loss for event in trainer.steps() if isinstance(event, EpochDone)]
    return trainer.optimisation.flat.copy(), losses


def test_how_often_a_trainer_reports_changes_nothing(few_digits: Dataset) -> None:
    recipe = get_recipe("denoising-vae").replace(epochs=3, batch_size=32, kl_schedule=KLSchedule("cyclical"))
    often, often_losses = weights_trained(recipe, few_digits, 0.0)
    rarely, rare_losses = weights_trained(recipe, few_digits, 60.0)
    assert torch.equal(often, rarely) and often_losses == rare_losses


@pytest.mark.parametrize(("name", "epochs"), [("vae-wide", 4), ("conv-vae", 12)])
@pytest.mark.parametrize("precision", ["float32", "bfloat16"])
def test_it_learns_in_either_precision(name: str, epochs: int, precision: Precision, few_digits: Dataset) -> None:
    trainer = Trainer(get_recipe(name).replace(epochs=epochs, precision=precision), few_digits)
    done = [event for event in trainer.steps() if isinstance(event, EpochDone)]
    assert trainer.optimisation.precision == precision
    assert done[-1].train.loss < 0.6 * done[0].train.loss
    assert done[-1].val.loss < 240.0  # 545 before the first step


def test_the_recipe_says_the_precision(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.cpu, "_is_avx512_bf16_supported", lambda: True)
    assert pick_precision("auto") == torch.bfloat16
    monkeypatch.setattr(torch.cpu, "_is_avx512_bf16_supported", lambda: False)
    monkeypatch.setattr(torch.cpu, "_is_amx_tile_supported", lambda: False)
    assert pick_precision("auto") == pick_precision("float32") == torch.float32
    assert pick_precision("bfloat16") == torch.bfloat16
    with pytest.raises(RecipeError, match="precision is one of auto, float32, bfloat16, not 'half'"):
        get_recipe("vae").replace(precision="half")


def test_an_mlp_goes_by_hand_and_everything_else_through_autograd() -> None:
    assert choose(get_recipe("vae"), CPU).engine == "by_hand"
    assert choose(get_recipe("vae").replace(noise=0.5, corruption="mixed"), CPU).engine == "by_hand"
    for name in ("conv-vae", "cvae", "beta-tcvae", "vq-vae"):
        assert choose(get_recipe(name).replace(precision="float32"), CPU) == Choice("autograd")
        assert choose(get_recipe(name).replace(precision="bfloat16"), CPU) == Choice("autograd", torch.bfloat16)


@pytest.mark.parametrize(("gains", "products"), [(True, torch.bfloat16), (False, torch.float32)])
def test_autograd_takes_bfloat16_where_a_trial_shows_that_it_is_quicker(
    gains: bool, products: torch.dtype, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(choosing, "pick_precision", lambda name: torch.bfloat16)
    monkeypatch.setattr(choosing, "gains", lambda recipe, kind: gains)
    assert choose(get_recipe("conv-vae"), CPU) == Choice("autograd", products)


@pytest.mark.parametrize("name", ["conv-vae", "vq-vae", "aae", "cvae", "iwae"])
def test_a_trial_can_be_made_of_every_kind_and_is_made_once(name: str) -> None:
    """And it draws no number of anybody else's."""
    state = torch.get_rng_state()
    answers = {precisions.gains(get_recipe(name), torch.bfloat16) for _ in range(3)}
    assert len(answers) == 1 and torch.equal(torch.get_rng_state(), state)


@pytest.mark.parametrize("name", ["denoising-vae", "conv-vae"])
@pytest.mark.parametrize("precision", ["float32", "bfloat16"])
def test_a_run_stopped_in_mid_epoch_ends_with_the_weights_of_an_unbroken_one(
    name: str, precision: Precision, few_digits: Dataset, tmp_path: Path
) -> None:
    recipe = get_recipe(name).replace(epochs=2, batch_size=64, precision=precision)
    unbroken, resumed = unbroken_and_resumed(recipe, few_digits, tmp_path, 5)
    assert torch.equal(resumed.optimisation.flat.values, unbroken.optimisation.flat.values)


def test_a_run_goes_on_in_the_precision_that_it_began_in(
    few_digits: Dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever a trial would say the second time."""
    monkeypatch.setattr(torch.cpu, "_is_avx512_bf16_supported", lambda: True)
    monkeypatch.setattr(choosing, "gains", lambda recipe, kind: True)
    run = RunFolder.create(tmp_path / "run", get_recipe("conv-vae").replace(epochs=1), "few")
    list(Trainer(run.recipe, few_digits, run=run).steps())
    monkeypatch.setattr(choosing, "gains", lambda recipe, kind: False)
    assert Trainer(run.recipe, few_digits).precision == "float32"
    assert Trainer.resume(RunFolder.open(run.path), few_digits, epochs=2).precision == "bfloat16"
    monkeypatch.setattr(torch.cpu, "_is_avx512_bf16_supported", lambda: False)
    monkeypatch.setattr(torch.cpu, "_is_amx_tile_supported", lambda: False)
    assert Trainer.resume(RunFolder.open(run.path), few_digits, epochs=2).precision == "float32"
