"""Training's damage: every kind in its share of the batch, strengths that differ, all of it repeatable."""

import numpy as np
import pytest
import torch

from vae_models import get_recipe
from vae_models.damage.mixed import blur_matrices, mixed_corruption
from vae_models.damage.single import KINDS
from vae_models.damage.training import corrupt
from vae_models.data.load import Dataset


@pytest.fixture
def images(digits: Dataset) -> torch.Tensor:
    return digits.val.images[:60].float() / 255.0


def damaged(images: torch.Tensor, strength: float = 1.0, seed: int = 0) -> torch.Tensor:
    return mixed_corruption(images, strength, torch.Generator().manual_seed(seed))


def test_the_same_seed_gives_the_same_damage(images: torch.Tensor) -> None:
    before = images.clone()
    assert torch.equal(damaged(images), damaged(images)) and not torch.equal(damaged(images), damaged(images, seed=1))
    assert torch.equal(images, before)


def test_images_stay_images(images: torch.Tensor) -> None:
    result = damaged(images)
    assert result.shape == images.shape and result.dtype == torch.float32
    assert result.min() >= 0.0 and result.max() <= 1.0 + 1e-6


def test_without_strength_nothing_changes(images: torch.Tensor) -> None:
    torch.testing.assert_close(damaged(images, strength=0.0), images)


def test_each_kind_has_its_share_of_the_batch(images: torch.Tensor) -> None:
    noisy, salted, blurred, covered = damaged(images).tensor_split([30, 40, 50])
    flat = images[30:40]
    assert (noisy != images[:30]).float().mean() > 0.3
    changed = salted[salted != flat]
    assert set(changed.tolist()) == {0.0, 1.0}
    torch.testing.assert_close(blurred[:, :, 7:21, 7:21].mean(), images[40:50, :, 7:21, 7:21].mean(), atol=0.05, rtol=0)
    covers = covered[0][covered[0] != images[50]]
    assert 0 < len(covers.unique()) <= 2


def test_a_batch_of_one_is_damaged_too(images: torch.Tensor) -> None:
    assert damaged(images[:1]).shape == (1, 1, 28, 28)


def test_training_and_the_lab_blur_alike() -> None:
    image = np.random.default_rng(0).random((28, 28), np.float32)
    matrix = blur_matrices(28, torch.tensor([[1.5]]))[0].numpy()
    chosen = KINDS["blur"].apply(image, 0.5, np.random.default_rng(0))
    np.testing.assert_allclose(matrix @ image @ matrix.T, chosen, atol=1e-5)


def test_a_recipe_names_its_damage(images: torch.Tensor) -> None:
    recipe = get_recipe("unet-denoiser")
    generators = [torch.Generator().manual_seed(3) for _ in range(2)]
    assert torch.equal(corrupt(images, recipe, generators[0]), mixed_corruption(images, 1.0, generators[1]))
    assert corrupt(images, recipe.replace(noise=0.0), generators[0]) is images
