"""What holds for every recipe beyond the plain ones: it learns real digits, resumes exactly, stops at NaN, takes 64x64."""

import itertools
from pathlib import Path

import numpy as np
import pytest
import torch

from tests.models.family import BOUNDS, MARGIN, trained
from tests.models.resumed import unbroken_and_resumed
from vae_models import Recipe, get_recipe
from vae_models.data.load import Dataset, Split
from vae_models.errors import TrainingError
from vae_models.explore.predictor import Predictor
from vae_models.objectives.mmd import inverse_multiquadratics, mmd
from vae_models.training.events import EpochDone, StepsDone
from vae_models.training.trainer import Trainer

NAMES = list(BOUNDS)


def small(name: str) -> Recipe:
    recipe = get_recipe(name).replace(epochs=2, batch_size=64)
    return recipe.replace(hidden=(16,) if recipe.network == "gru" else (4, 8) if recipe.network == "conv" else (32,))


@pytest.mark.parametrize("name", NAMES)
def test_it_learns(name: str, digits: Dataset) -> None:
    assert trained(name, digits).history[-1].val.reconstruction < BOUNDS[name]


def test_no_untrained_model_and_no_constant_image_meets_a_bound(digits: Dataset) -> None:
    """The best image that does not look at its input is the mean; any bound asks for more than that."""
    target = digits.val.images.float() / 255
    mean = (digits.train.images.float() / 255).mean(0).clamp(1e-4, 1 - 1e-4)
    constant = -(target * mean.log() + (1 - target) * (1 - mean).log()).sum((1, 2, 3)).mean().item()
    untrained = [
        Trainer(get_recipe(name), digits).optimisation.validate(digits.val, 1.0, 0.0).reconstruction for name in NAMES
    ]
    assert max(BOUNDS.values()) + MARGIN < min(constant, *untrained)


@pytest.mark.parametrize("name", ["aae", "wae-mmd", "info-vae"])
def test_codes_look_like_the_prior_where_an_autoencoders_do_not(name: str, digits: Dataset) -> None:
    def discrepancy(recipe: str) -> float:
        """MMD² of codes of validation digits from N(0, I)."""
        posterior = trained(recipe, digits).predictor().encode(digits.val.images[:, 0].numpy())
        random = np.random.default_rng(0)
        z = posterior.mu + posterior.sigma * random.standard_normal(posterior.mu.shape)
        prior = random.standard_normal(z.shape)
        return mmd(torch.from_numpy(z), torch.from_numpy(prior), inverse_multiquadratics).item()

    assert discrepancy(name) < 0.3 * discrepancy("autoencoder")


def test_discrete_codes_reconstruct_better_than_an_autoencoder(digits: Dataset) -> None:
    images = digits.val.images[:, 0].numpy()
    errors = [
        np.square(trained(name, digits).predictor().reconstruct(images) - images / 255.0).mean()
        for name in ("vq-vae", "autoencoder")
    ]
    assert errors[0] < 0.6 * errors[1]


def test_the_importance_weighted_bound_is_tighter_than_a_vaes_of_the_same_network(digits: Dataset) -> None:
    weighted, plain = (trained(name, digits).history[-1].val for name in ("iwae", "vae-wide"))
    assert weighted.loss < plain.loss - 1.0


@pytest.mark.parametrize("name", NAMES)
def test_a_run_stopped_and_resumed_ends_like_an_unbroken_one(name: str, few_digits: Dataset, tmp_path: Path) -> None:
    recipe = small(name)
    unbroken, resumed = unbroken_and_resumed(recipe, few_digits, tmp_path, 9)
    assert [(e.train, e.val) for e in resumed.history] == [(e.train, e.val) for e in unbroken.history]


@pytest.mark.parametrize("name", NAMES)
def test_the_same_seed_gives_the_same_run(name: str, few_digits: Dataset) -> None:
    before = torch.get_rng_state()
    first, second = (Trainer(small(name).replace(epochs=1), few_digits, event_interval=i) for i in (0.0, 10.0))
    losses = [[e.val.loss for e in t.steps() if isinstance(e, EpochDone)] for t in (first, second)]
    assert losses[0] == losses[1] and torch.equal(before, torch.get_rng_state())


@pytest.mark.parametrize("name", NAMES)
def test_a_saved_model_comes_back_and_explores(name: str, few_digits: Dataset, tmp_path: Path) -> None:
    predictor = Trainer(small(name), few_digits).predictor()
    predictor.save(tmp_path / "model.safetensors")
    again = Predictor.load(tmp_path / "model.safetensors")
    images = few_digits.val.images[:4, 0].numpy()
    posterior = again.encode(images)
    assert posterior.mu.shape == posterior.sigma.shape == (4, again.latent_dim)
    assert np.array_equal(again.decode(posterior.mu), predictor.reconstruct(images))
    assert again.sample(3, seed=1).shape == (3, 28, 28) and np.isfinite(again.losses(images).total).all()


@pytest.mark.parametrize("name", NAMES)
def test_beta_and_learning_rate_change_in_mid_training(name: str, few_digits: Dataset) -> None:
    trainer = Trainer(small(name), few_digits, event_interval=0.0)
    steps = trainer.steps()
    next(steps)
    trainer.set_learning_rate(1e-4)
    trainer.set_beta(trainer.beta * 100)
    plain, changed = (
        itertools.islice(s, 8) for s in (Trainer(small(name), few_digits, event_interval=0.0).steps(), steps)
    )
    last = [[float(e.loss[-1]) for e in events if isinstance(e, StepsDone)][-1] for events in (plain, changed)]
    assert all(map(np.isfinite, last)) and last[0] != last[1]


@pytest.mark.parametrize("name", NAMES)
def test_numbers_that_overflow_stop_the_run_with_its_last_good_weights(name: str, few_digits: Dataset) -> None:
    trainer = Trainer(small(name), few_digits, event_interval=0.0)
    steps = trainer.steps()
    list(itertools.islice(steps, 3))
    with torch.no_grad():
        trainer.optimisation.flat.values[:50] = float("inf")
    with pytest.raises(TrainingError, match="became NaN or infinite"):
        list(steps)
    assert np.isfinite(trainer.predictor().reconstruct(few_digits.val.images[:2, 0].numpy())).all()


@pytest.mark.parametrize("name", [name for name in NAMES if name != "vrae"])
def test_the_conv_network_takes_64x64(name: str) -> None:
    images = torch.randint(256, (40, 1, 64, 64), dtype=torch.uint8, generator=torch.Generator().manual_seed(0))
    labels = torch.arange(40) % 3
    dataset = Dataset("large", Split(images, labels), Split(images[:20], labels[:20]), None, ("a", "b", "c"))
    recipe = get_recipe(name).replace(epochs=1, batch_size=13)
    recipe = recipe.fitted((64, 64), 3, network="conv", hidden=(4, 4, 8))
    (epoch,) = [event for event in Trainer(recipe, dataset).steps() if isinstance(event, EpochDone)]
    assert np.isfinite(epoch.val.loss) and np.isfinite(epoch.train.loss)
