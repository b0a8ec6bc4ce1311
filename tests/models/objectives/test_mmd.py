"""The maximum mean discrepancy, and the two objectives that are made of it."""

import math

import pytest
import torch
from torch import Tensor

from tests.models.family import batch_for, cross_entropy, gaussian_kl, loss_of, objective_of
from vae_models import get_recipe
from vae_models.models.build import build_model
from vae_models.objectives.mmd import SCALES, Kernel, gaussian_kernel, inverse_multiquadratics, mmd

KERNELS = [inverse_multiquadratics, gaussian_kernel]


def normal(seed: int, count: int = 300, *, mean: float = 0.0) -> Tensor:
    return torch.randn(count, 4, generator=torch.Generator().manual_seed(seed)) + mean


@pytest.mark.parametrize("kernel", KERNELS)
def test_two_samples_of_one_distribution_are_not_told_apart(kernel: Kernel) -> None:
    values = torch.stack([mmd(normal(2 * seed), normal(2 * seed + 1), kernel) for seed in range(20)])
    assert abs(values.mean()) < 3 * values.std() / math.sqrt(20) + 1e-6


@pytest.mark.parametrize("kernel", KERNELS)
def test_a_shifted_sample_is(kernel: Kernel) -> None:
    same = [abs(mmd(normal(2 * seed), normal(2 * seed + 1), kernel).item()) for seed in range(20)]
    assert mmd(normal(0), normal(1, mean=0.5), kernel).item() > 2 * max(same)


def test_two_far_points_each_come_out_as_on_paper() -> None:
    """All kernel values are 1 within a sample of equal points and nearly 0 between the samples: MMD² = 1 + 1 - 0."""
    assert mmd(torch.zeros(3, 2), torch.full((5, 2), 1e4), gaussian_kernel).item() == pytest.approx(2.0)


@pytest.mark.parametrize("kernel", KERNELS)
def test_a_sample_without_pairs_says_nothing(kernel: Kernel) -> None:
    assert mmd(normal(0, 1), normal(1, 1), kernel) == 0.0


def looped_mmd(x: Tensor, y: Tensor, kernel: str) -> float:
    d = x.shape[1]

    def k(a: Tensor, b: Tensor) -> float:
        squared = (a - b).square().sum().item()
        if kernel == "gaussian":
            return math.exp(-squared / (2 * d))
        return sum(2 * d * s / (2 * d * s + squared) for s in SCALES) / len(SCALES)

    n = len(x)
    within = sum(k(s[i], s[j]) for s in (x, y) for i in range(n) for j in range(n) if i != j) / (n * (n - 1))
    return within - 2 * sum(k(a, b) for a in x for b in y) / n**2


def test_wae_minimises_reconstruction_and_lambda_mmd() -> None:
    recipe = get_recipe("wae-mmd")
    model, parts = loss_of(recipe, batch_for(recipe, 8))
    batch = batch_for(recipe, 8)
    code, _ = model.encode(batch.inputs)
    prior = torch.empty_like(code).normal_(generator=batch.generator)
    expected = cross_entropy(model.decode(code), batch.target).mean()
    expected += recipe.beta * looped_mmd(code, prior, "inverse multiquadratics")
    assert parts.loss.item() == pytest.approx(expected.item(), rel=1e-5)
    assert parts.kl.shape == (8, 0)


def test_info_vae_minimises_the_papers_three_terms() -> None:
    recipe = get_recipe("info-vae")
    model, parts = loss_of(recipe, batch_for(recipe, 8))
    batch = batch_for(recipe, 8)
    mu, logvar = model.encode(batch.inputs)
    z = mu + torch.exp(logvar / 2) * batch.eps
    prior = torch.empty_like(z).normal_(generator=batch.generator)
    expected = cross_entropy(model.decode(z), batch.target).mean()
    expected += (1 - recipe.alpha) * gaussian_kl(mu, logvar).mean()
    expected += (recipe.alpha + recipe.beta - 1) * looped_mmd(z, prior, "gaussian")
    assert parts.loss.item() == pytest.approx(expected.item(), rel=1e-5)


def test_a_warm_up_never_rewards_the_mmd() -> None:
    recipe = get_recipe("info-vae")
    model = build_model(recipe)
    weights = [0.0, 0.25, 1.0 - recipe.alpha, 1.0, recipe.beta]
    with torch.no_grad():
        parts = [objective_of(recipe).parts(model, batch_for(recipe, 8), weight) for weight in weights]
    penalties = [part.penalty.item() for part in parts if part.penalty is not None]
    factors = [penalty / penalties[-1] * (recipe.alpha + recipe.beta - 1) for penalty in penalties]
    assert factors == pytest.approx([0.0, 0.0, 0.0, recipe.alpha, recipe.alpha + recipe.beta - 1])
