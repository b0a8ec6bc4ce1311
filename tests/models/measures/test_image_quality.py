"""PSNR against a well-known library's, SSIM against the formula of its paper."""

import numpy as np
import pytest
from skimage.metrics import peak_signal_noise_ratio

from vae_models.data.load import Dataset
from vae_models.measures.images.image_quality import psnr, ssim


@pytest.fixture
def pairs(digits: Dataset) -> tuple[np.ndarray, np.ndarray]:
    clean = digits.val.images[:20, 0].numpy() / 255.0
    return np.clip(clean + 0.3 * np.random.default_rng(0).standard_normal(clean.shape), 0, 1), clean


def test_psnr_is_the_library_s(pairs: tuple[np.ndarray, np.ndarray]) -> None:
    expected = [peak_signal_noise_ratio(clean, noisy, data_range=1.0) for noisy, clean in zip(*pairs, strict=True)]
    np.testing.assert_allclose(psnr(*pairs), expected, rtol=1e-9)


def similarity(x: np.ndarray, y: np.ndarray) -> float:
    """Wang 2004, eq. 13, window by window, as it stands there."""
    square = np.square(np.arange(11) - 5)
    weights = np.exp(-(square[:, None] + square) / (2 * 1.5**2))
    weights /= weights.sum()
    found = []
    for row in range(len(x) - 10):
        for column in range(len(x[0]) - 10):
            a, b = (image[row : row + 11, column : column + 11] for image in (x, y))
            mean_a, mean_b = (weights * a).sum(), (weights * b).sum()
            var_a, var_b = (weights * (a - mean_a) ** 2).sum(), (weights * (b - mean_b) ** 2).sum()
            both = (weights * (a - mean_a) * (b - mean_b)).sum()
            likeness = (2 * mean_a * mean_b + 0.01**2) * (2 * both + 0.03**2)
            found.append(likeness / ((mean_a**2 + mean_b**2 + 0.01**2) * (var_a + var_b + 0.03**2)))
    return float(np.mean(found))


def test_ssim_is_the_paper_s_with_the_window_of_the_paper(pairs: tuple[np.ndarray, np.ndarray]) -> None:
    expected = [similarity(noisy, clean) for noisy, clean in zip(*pairs, strict=True)]
    np.testing.assert_allclose(ssim(*pairs), expected, rtol=1e-9)


def test_images_of_any_arrangement_have_as_many_figures(pairs: tuple[np.ndarray, np.ndarray]) -> None:
    noisy, clean = (images[:6].reshape(2, 3, *images.shape[1:]) for images in pairs)
    assert ssim(noisy, clean).ravel().tolist() == ssim(pairs[0][:6], pairs[1][:6]).tolist()
    assert ssim(noisy[0, 0], clean[0, 0]).shape == ()


def test_equal_images_have_the_best_figures(pairs: tuple[np.ndarray, np.ndarray]) -> None:
    _, clean = pairs
    assert (psnr(clean, clean) == 100.0).all() and ssim(clean, clean) == pytest.approx(1.0)
    assert psnr(clean[0], clean[0]).shape == ()


def test_a_known_error_has_its_decibels() -> None:
    assert psnr(np.full((8, 8), 0.6), np.full((8, 8), 0.5)) == pytest.approx(20.0)


def test_one_reference_may_stand_for_many_images() -> None:
    images, reference = np.random.default_rng(0).random((3, 16, 16)), np.random.default_rng(1).random((16, 16))
    for measure in (psnr, ssim):
        np.testing.assert_array_equal(measure(images, reference), [measure(image, reference) for image in images])
