"""PSNR and SSIM against a well-known library's."""

import numpy as np
import pytest
from skimage.metrics import peak_signal_noise_ratio, structural_similarity

from vae_models.data.load import Dataset
from vae_models.measures.images.image_quality import psnr, ssim


@pytest.fixture
def pairs(digits: Dataset) -> tuple[np.ndarray, np.ndarray]:
    clean = digits.val.images[:20, 0].numpy() / 255.0
    return np.clip(clean + 0.3 * np.random.default_rng(0).standard_normal(clean.shape), 0, 1), clean


def test_psnr_is_the_library_s(pairs: tuple[np.ndarray, np.ndarray]) -> None:
    expected = [peak_signal_noise_ratio(clean, noisy, data_range=1.0) for noisy, clean in zip(*pairs, strict=True)]
    np.testing.assert_allclose(psnr(*pairs), expected, rtol=1e-9)


def test_ssim_is_the_library_s_with_the_window_of_the_paper(pairs: tuple[np.ndarray, np.ndarray]) -> None:
    options = {"gaussian_weights": True, "sigma": 1.5, "use_sample_covariance": False, "data_range": 1.0}
    expected = [structural_similarity(clean, noisy, **options) for noisy, clean in zip(*pairs, strict=True)]
    np.testing.assert_allclose(ssim(*pairs), expected, rtol=1e-9)


def test_equal_images_have_the_best_figures(pairs: tuple[np.ndarray, np.ndarray]) -> None:
    _, clean = pairs
    assert (psnr(clean, clean) == 100.0).all() and ssim(clean, clean) == pytest.approx(1.0)
    assert psnr(clean[0], clean[0]).shape == ()


def test_a_known_error_has_its_decibels() -> None:
    assert psnr(np.full((8, 8), 0.6), np.full((8, 8), 0.5)) == pytest.approx(20.0)
