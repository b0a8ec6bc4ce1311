"""How well everything that cleans images does it, on a test split that no model was trained on.

`python -m vae_models.tools.denoising_table [MODEL ...]` prints PSNR and SSIM of the shipped models, of models or runs that are
named, and of the classical filters, on MNIST's test digits with Gaussian noise.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from vae_models.errors import DataError, UserError
from vae_models.files.shipped import list_shipped_models
from vae_models.lab.denoising import CLASSICAL_FILTERS, Denoiser, ModelDenoiser
from vae_models.measures.images.image_quality import SSIM_WINDOW, psnr, ssim

NOISE_SEED = 0


@dataclass(frozen=True)
class Quality:
    """Means over the images: psnr in decibels, ssim in [-1, 1]."""

    name: str
    psnr: float
    ssim: float


def with_noise(images: NDArray[np.uint8], sigma: float) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Images `(n, H, W)` uint8 as clean and noisy ones in [0, 1]; the noise is Gaussian and always the same."""
    clean = images.astype(np.float32) / np.float32(255)
    noise = np.random.default_rng(NOISE_SEED).standard_normal(clean.shape, dtype=np.float32)
    return clean, np.clip(clean + np.float32(sigma) * noise, 0.0, 1.0)


def quality(denoiser: Denoiser, clean: NDArray[np.float32], noisy: NDArray[np.float32]) -> Quality:
    """clean, noisy: `(n, H, W)` in [0, 1]. Raises ModelError where the denoiser cannot take them."""
    denoised = denoiser.denoise(noisy)
    return Quality(denoiser.name, float(psnr(denoised, clean).mean()), float(ssim(denoised, clean).mean()))


def denoisers(paths: Sequence[Path] = ()) -> Iterator[Denoiser]:
    """The shipped models, those of `paths`, and the classical filters. Raises ModelError where one cannot be read."""
    from vae_models.explore.predictor import Predictor

    for path in [*list_shipped_models(), *paths]:
        yield ModelDenoiser(Predictor.load(path))
    yield from CLASSICAL_FILTERS


def main(argv: Sequence[str] | None = None) -> int:
    """Returns 0, or 2 after one sentence that says what was wrong."""
    from vae_models.data.load import load_dataset

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("models", nargs="*", type=Path, help="model files or run folders to measure too")
    parser.add_argument("--dataset", default="mnist")
    parser.add_argument("--data-dir", type=Path)
    parser.add_argument("--sigma", type=float, default=0.5)
    options = parser.parse_args(argv)
    try:
        test = load_dataset(options.dataset, data_dir=options.data_dir).test
        if test is None:
            raise DataError("The data set has no test split; give a folder with all four files of MNIST.")
        clean, noisy = with_noise(test.images[:, 0].numpy(), options.sigma)
        noise = f"Gaussian noise {options.sigma:g}: {float(psnr(noisy, clean).mean()):.2f} dB"
        print(f"{len(clean)} test images, {noise}; SSIM with {SSIM_WINDOW}")
        for denoiser in denoisers(options.models):
            result = quality(denoiser, clean, noisy)
            print(f"{result.name}: PSNR {result.psnr:.2f} dB, SSIM {result.ssim:.3f}", flush=True)
    except UserError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
