"""The table of denoisers, and the order that the README states: the U-Net leads everything else by far."""

from pathlib import Path

import numpy as np
import pytest

from tests.models.idx_sets import write_set
from vae_models.damage.single import corrupt
from vae_models.data.load import Dataset
from vae_models.explore.predictor import Predictor
from vae_models.files.shipped import shipped_model
from vae_models.lab.denoising import CLASSICAL_FILTERS, ModelDenoiser
from vae_models.tools.denoising_table import denoisers, main, quality, with_noise


@pytest.mark.slow
def test_the_unet_leads_the_filters_by_3_and_the_autoencoder_by_1_5_decibels(digits: Dataset) -> None:
    clean, noisy = with_noise(digits.val.images[:300, 0].numpy(), 0.5)
    found = {denoiser.name: quality(denoiser, clean, noisy) for denoiser in denoisers()}
    unet = found["unet-denoiser"]
    assert unet.psnr > max(found[classical.name].psnr for classical in CLASSICAL_FILTERS) + 3.0
    assert unet.psnr > found["denoising-autoencoder"].psnr + 1.5
    assert unet.ssim == max(each.ssim for each in found.values())


@pytest.mark.slow
def test_the_unet_cleans_mnists_test_digits_as_well_as_the_readme_says(mnist: Dataset) -> None:
    assert mnist.test is not None
    unet = ModelDenoiser(Predictor.load(shipped_model("unet-denoiser")))
    found = quality(unet, *with_noise(mnist.test.images[:, 0].numpy(), 0.5))
    assert found.psnr >= 20.6 and found.ssim >= 0.88


def test_the_noise_is_the_same_at_every_call(digits: Dataset) -> None:
    images = digits.val.images[:5, 0].numpy()
    clean, noisy = with_noise(images, 0.5)
    assert np.array_equal(clean * 255, images) and np.array_equal(noisy, with_noise(images, 0.5)[1])
    assert np.array_equal(with_noise(images, 0.0)[1], clean)


def test_the_command_prints_a_row_for_each(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_set(tmp_path / "MNIST" / "raw", count=1100)
    assert main(["--data-dir", str(tmp_path)]) == 0
    first, *rows = capsys.readouterr().out.splitlines()
    assert first.startswith("10 test images, Gaussian noise 0.5: ") and "11x11" in first
    assert [row.partition(":")[0] for row in rows] == [denoiser.name for denoiser in denoisers()]


def test_without_mnist_the_command_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--data-dir", str(tmp_path)]) == 2
    assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.parametrize(
    ("kind", "strength"), [("none", 0.0), ("gaussian", 0.5), ("salt and pepper", 0.35), ("cover", 0.4)]
)
def test_the_unet_draws_next_to_nothing_where_nothing_is(kind: str, strength: float) -> None:
    random = np.random.default_rng(0)
    damaged = np.stack([corrupt(np.zeros((28, 28), np.float32), kind, strength, random) for _ in range(100)])
    left = Predictor.load(shipped_model("unet-denoiser")).denoise(damaged)
    assert left.sum((1, 2)).mean() < 1.0  # a single white pixel; a digit has a hundred
