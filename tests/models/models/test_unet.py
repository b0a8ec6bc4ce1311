"""The U-Net: images in, clean images out, through the same Trainer and Predictor as every other model."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from tests.models.family import objective_of
from vae_models import get_recipe
from vae_models.data.load import Dataset, Split
from vae_models.errors import ModelError, RecipeError
from vae_models.explore.predictor import Predictor
from vae_models.measures.images.image_quality import psnr
from vae_models.models.build import build_model
from vae_models.models.weights import weights_of
from vae_models.objectives.base import Batch
from vae_models.recipe.named import Recipe
from vae_models.training.events import EpochDone
from vae_models.training.trainer import Trainer


@pytest.fixture
def recipe() -> Recipe:
    return get_recipe("unet-denoiser")


def test_it_fits_into_three_megabytes(recipe: Recipe) -> None:
    assert 4 * sum(tensor.numel() for tensor in weights_of(build_model(recipe)).values()) < 3e6


def test_its_loss_is_the_cross_entropy_with_the_clean_image(recipe: Recipe) -> None:
    generator = torch.Generator().manual_seed(0)
    noisy, clean = torch.rand(2, 3, 1, 28, 28, generator=generator).unbind()
    model = build_model(recipe)
    batch = Batch(noisy, clean, torch.zeros(3, recipe.latent_dim))
    reconstruction, kl, _, _ = objective_of(recipe).parts(model, batch, recipe.beta)
    means = torch.sigmoid(model(noisy))
    expected = -(clean * means.log() + (1 - clean) * (1 - means).log()).sum((1, 2, 3))
    torch.testing.assert_close(reconstruction, expected, rtol=1e-5, atol=1e-3)
    assert kl.shape == (3, 0)


def test_every_pixel_can_reach_every_part_of_a_stroke(recipe: Recipe) -> None:
    """A cover of half an image is filled from beyond it, so the network must look far."""
    images = torch.rand(1, 1, 28, 28, generator=torch.Generator().manual_seed(0)).requires_grad_()
    build_model(recipe)(images)[0, 0, 14, 14].backward()
    assert images.grad is not None
    reached = images.grad[0, 0].abs().sum(0).nonzero()
    assert int(reached.max() - reached.min()) >= 20


def test_a_moment_of_training_cleans_digits_it_has_not_seen(recipe: Recipe, digits: Dataset) -> None:
    few = replace(digits, train=Split(digits.train.images[:800]), val=Split(digits.val.images[:64]))
    trainer = Trainer(recipe.replace(epochs=2, batch_size=16), few)
    losses = [event.val.loss for event in trainer.steps() if isinstance(event, EpochDone)]
    assert losses[-1] < losses[0]
    clean = digits.val.images[:64, 0].numpy() / np.float32(255)
    noisy = np.clip(clean + 0.5 * np.random.default_rng(0).standard_normal(clean.shape, np.float32), 0, 1)
    gain = psnr(trainer.predictor().denoise(noisy), clean) - psnr(noisy, clean)
    assert gain.mean() > 4.0


def test_the_predictor_says_that_there_is_no_latent_space(recipe: Recipe) -> None:
    predictor = Predictor(build_model(recipe), recipe)
    assert predictor.is_denoiser and not predictor.has_latent and not predictor.is_variational
    with pytest.raises(ModelError, match="no latent space"):
        predictor.encode(np.zeros((28, 28)))


def test_a_unet_has_no_code_that_an_objective_could_look_at_and_needs_sides_it_can_halve(recipe: Recipe) -> None:
    with pytest.raises(RecipeError, match="needs the family vae, not unet"):
        recipe.replace(objective="moments")
    with pytest.raises(RecipeError, match="divisible by 8"):
        recipe.replace(hidden=(8, 8, 8))
    assert "latent" not in recipe.summary and "mixed noise" in recipe.summary
