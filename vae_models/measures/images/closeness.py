"""PSNR and SSIM of what a model makes of held-out images."""

import numpy as np

from vae_models.measures.images.image_quality import SSIM_WINDOW, psnr, ssim
from vae_models.measures.kind import Findings, Report
from vae_models.measures.measure import Measure
from vae_models.measures.subject import Subject

IMAGES = 1_000


def reconstruction_measures(subject: Subject, report: Report) -> Findings:
    """Of clean images."""
    predictor, clean = subject.predictor, subject.held_out.pictures[:IMAGES]
    how = "posterior means decoded" if predictor.is_variational else "as the model gives them back"
    made = predictor.reconstruct(clean, subject.known_labels(len(clean)))
    return _closeness(subject, "reconstructions", made, how)


def denoising_measures(subject: Subject, report: Report) -> Findings:
    """Of noisy images, against the clean ones."""
    predictor, clean = subject.predictor, subject.held_out.pictures[:IMAGES]
    made = predictor.denoise(predictor.corrupt(clean, subject.seed), subject.known_labels(len(clean)))
    return _closeness(subject, "denoised images", made, f"damaged as in training, noise {predictor.recipe.noise:g}")


def _closeness(subject: Subject, name: str, made: np.ndarray, how: str) -> Findings:
    part = subject.held_out
    target = part.pictures[: len(made)] / np.float32(255)
    measures = [
        Measure.mean_of(f"PSNR of {name}", psnr(made, target), how, "dB"),
        Measure.mean_of(f"SSIM of {name}", ssim(made, target), f"{how}; {SSIM_WINDOW}"),
    ]
    return Findings([measure.on(part.first(len(made))) for measure in measures])
