"""One interface for models and filters; each does what it is there for."""

import numpy as np
import pytest

from vae_models.data.load import Dataset
from vae_models.explore.predictor import Predictor
from vae_models.lab.denoising import CLASSICAL_FILTERS, ClassicalFilter, ModelDenoiser, noise_level
from vae_models.measures.images.image_quality import psnr


@pytest.fixture
def clean(digits: Dataset) -> np.ndarray:
    return digits.val.images[:30, 0].numpy() / np.float32(255)


def noisy(clean: np.ndarray, sigma: float) -> np.ndarray:
    noise = np.random.default_rng(0).standard_normal(clean.shape, np.float32)
    return np.clip(clean + np.float32(sigma) * noise, 0, 1)


@pytest.mark.parametrize("denoiser", CLASSICAL_FILTERS, ids=lambda denoiser: denoiser.name)
@pytest.mark.parametrize("sigma", [0.3, 0.5])
def test_a_filter_brings_noisy_digits_nearer_to_the_clean_ones(
    denoiser: ClassicalFilter, sigma: float, clean: np.ndarray
) -> None:
    images = noisy(clean, sigma)
    result = denoiser.denoise(images)
    assert result.shape == images.shape and result.dtype == np.float32 and 0 <= result.min() <= result.max() <= 1
    assert psnr(result, clean).mean() > psnr(images, clean).mean() + 1.0


@pytest.mark.parametrize("denoiser", CLASSICAL_FILTERS, ids=lambda denoiser: denoiser.name)
def test_a_filter_takes_empty_and_white_images(denoiser: ClassicalFilter) -> None:
    flat = np.stack([np.zeros((28, 28), np.float32), np.ones((28, 28), np.float32)])
    np.testing.assert_allclose(denoiser.denoise(flat)[:, 5:-5, 5:-5], flat[:, 5:-5, 5:-5], atol=1e-3)


def test_the_noise_level_is_read_off_the_image() -> None:
    ramp = np.tile(np.linspace(0, 1, 200, dtype=np.float32), (200, 1))
    noise = np.random.default_rng(0).standard_normal(ramp.shape, np.float32)
    assert noise_level(ramp) == pytest.approx(0.0, abs=1e-4)
    assert noise_level(ramp + 0.2 * noise) == pytest.approx(0.2, rel=0.03)


def test_a_model_s_answer_is_its_reconstruction(tiny_predictor: Predictor, clean: np.ndarray) -> None:
    denoiser = ModelDenoiser(tiny_predictor)
    assert denoiser.name == tiny_predictor.name
    np.testing.assert_array_equal(denoiser.denoise(clean), tiny_predictor.reconstruct(clean))
