"""The second player: what it learns, what the model pays it, and that a checkpoint holds it."""

import math
from pathlib import Path

import pytest
import torch
from torch import Tensor
from torch.nn import functional

from tests.models.family import batch_for, cross_entropy, gaussian_kl, objective_of
from vae_models import get_recipe
from vae_models.data.load import Dataset
from vae_models.models.build import build_model
from vae_models.objectives.adversarial import AgainstDiscriminator, DensityRatio, permute_dimensions
from vae_models.objectives.discriminator import Discriminator
from vae_models.runs.folder import RunFolder
from vae_models.training.trainer import Trainer


def correlated(correlation: float, count: int, generator: torch.Generator) -> Tensor:
    first, second = torch.randn(2, count, generator=generator)
    return torch.stack([first, correlation * first + math.sqrt(1 - correlation**2) * second], 1)


@pytest.fixture
def generator() -> torch.Generator:
    return torch.Generator().manual_seed(0)


def test_shuffled_dimensions_keep_their_values_and_lose_their_dependence(generator: torch.Generator) -> None:
    z = correlated(0.9, 5000, generator)
    shuffled = permute_dimensions(z, generator)
    torch.testing.assert_close(shuffled.sort(0).values, z.sort(0).values)
    assert abs(torch.corrcoef(shuffled.t())[0, 1]) < 0.05


@pytest.mark.parametrize("correlation", [0.0, 0.8])
def test_its_density_ratio_is_the_total_correlation_on_paper(correlation: float, generator: torch.Generator) -> None:
    torch.manual_seed(0)
    discriminator = Discriminator(2, 2e-3)
    for _ in range(120):
        z = correlated(correlation, 256, generator)
        discriminator.learn(z, permute_dimensions(z, generator))
    with torch.no_grad():
        estimate = discriminator(correlated(correlation, 20_000, generator)).mean().item()
    assert estimate == pytest.approx(-0.5 * math.log(1 - correlation**2), abs=0.1)


def test_factor_vae_minimises_the_elbo_and_gamma_times_the_log_ratio() -> None:
    recipe = get_recipe("factor-vae")
    batch, model, objective = batch_for(recipe), build_model(recipe), objective_of(recipe)
    assert isinstance(objective, DensityRatio)
    parts = objective.parts(model, batch, recipe.beta)
    mu, logvar = model.encode(batch.inputs)
    z = mu + torch.exp(logvar / 2) * batch.eps
    chance = torch.sigmoid(objective.discriminator(z).double())
    expected = (cross_entropy(model.decode(z), batch.target) + gaussian_kl(mu, logvar)).mean()
    expected += recipe.beta * (chance / (1 - chance)).log().mean()
    torch.testing.assert_close(parts.loss.double(), expected, rtol=1e-5, atol=1e-4)


def test_an_aae_pays_for_codes_that_are_found_out() -> None:
    recipe = get_recipe("aae")
    batch, model, objective = batch_for(recipe), build_model(recipe), objective_of(recipe)
    assert isinstance(objective, AgainstDiscriminator)
    parts = objective.parts(model, batch, recipe.beta)
    code, _ = model.encode(batch.inputs)
    taken_for_prior = 1 - torch.sigmoid(objective.discriminator(code).double())
    expected = cross_entropy(model.decode(code), batch.target).mean() - recipe.beta * taken_for_prior.log().mean()
    torch.testing.assert_close(parts.loss.double(), expected, rtol=1e-5, atol=1e-4)


def test_the_discriminators_step_is_its_own() -> None:
    """It descends its cross-entropy alone, whatever gradient the model's step has left in it."""
    recipe = get_recipe("aae")
    batch, model, objective = batch_for(recipe), build_model(recipe), objective_of(recipe)
    assert isinstance(objective, AgainstDiscriminator)
    before = objective.discriminator.state()["discriminator"]
    codes, prior = torch.randn(2, 16, recipe.latent_dim)
    twin = objective_of(recipe)
    assert isinstance(twin, AgainstDiscriminator)
    twin.discriminator.learn(codes, prior)
    objective.parts(model, batch, 1e6).loss.backward()
    objective.discriminator.learn(codes, prior)
    after = objective.discriminator.state()["discriminator"]
    torch.testing.assert_close(after, twin.discriminator.state()["discriminator"])
    assert not torch.equal(before, after)


def test_it_learns_by_cross_entropy() -> None:
    torch.manual_seed(0)
    discriminator = Discriminator(2, 1e-2)
    first, second = torch.randn(200, 2) + 2, torch.randn(200, 2) - 2
    for _ in range(50):
        discriminator.learn(first, second)
    labels = torch.cat([torch.ones(200), torch.zeros(200)])
    logits = discriminator(torch.cat([first, second]))
    assert functional.binary_cross_entropy_with_logits(logits, labels).item() < 0.1


def test_a_learning_rate_changed_in_mid_training_is_both_players(few_digits: Dataset) -> None:
    trainer = Trainer(get_recipe("aae").replace(epochs=1), few_digits)
    trainer.set_learning_rate(3e-5)
    objective = trainer.optimisation.objective
    assert isinstance(objective, AgainstDiscriminator)
    assert objective.discriminator.learning_rate == 3e-5


def test_a_checkpoint_holds_the_discriminator_and_its_optimiser(few_digits: Dataset, tmp_path: Path) -> None:
    recipe = get_recipe("factor-vae").replace(epochs=1)
    run = RunFolder.create(tmp_path / "run", recipe, "few")
    trainer = Trainer(recipe, few_digits, run=run)
    list(trainer.steps())
    tensors, _ = run.load_checkpoint()
    own = {name.removeprefix("objective.") for name in tensors if name.startswith("objective.")}
    assert own == {"discriminator", "adam.step", "adam.exp_avg", "adam.exp_avg_sq"}
