"""What measures ask of a model and its data."""

from typing import TYPE_CHECKING

from vae_models.measures.kind import Need
from vae_models.measures.limits import FEATURES, MOST_DIMENSIONS

if TYPE_CHECKING:
    from vae_models.measures.subject import Subject


def _few_dimensions(subject: "Subject") -> bool:
    return subject.predictor.latent_dim <= MOST_DIMENSIONS


def _too_large(subject: "Subject") -> str:
    return f"Codes of {subject.predictor.latent_dim:,} numbers are too large for measures of single dimensions."


def _more_codes_than_dimensions(subject: "Subject") -> bool:
    return len(subject.training) > subject.predictor.latent_dim >= 2


def _classes(subject: "Subject") -> bool:
    learnt, checked = subject.training.labels, subject.held_out.labels
    return learnt is not None and checked is not None and len(learnt.unique()) >= 2


def _enough_images(subject: "Subject") -> bool:
    return subject.compared >= FEATURES


def too_few_images(subject: "Subject") -> str:
    """The sentence on fewer images than span a covariance of a classifier's features."""
    return (
        f"A Fréchet distance needs {FEATURES} held-out images and {2 * FEATURES} to train on, and here are "
        f"{len(subject.held_out):,} and {len(subject.training):,}; choose more data."
    )


POSTERIOR = Need("a posterior", lambda subject: subject.predictor.is_variational)
CODES = Need("codes", lambda subject: subject.predictor.has_latent)
FEW_DIMENSIONS = Need(f"at most {MOST_DIMENSIONS} dimensions", _few_dimensions, _too_large)
CONTINUOUS = Need("codes that are not discrete", lambda subject: subject.predictor.code_grid is None)
DISCRETE = Need("discrete codes", lambda subject: subject.predictor.code_grid is not None)
CORRELATIONS = Need("more images than dimensions", _more_codes_than_dimensions)
CLASSES = Need("classes", _classes)
FACTORS = Need("known factors", lambda subject: subject.held_out.factors is not None)
DENOISER = Need("a denoiser", lambda subject: subject.predictor.is_denoiser)
CONDITIONAL = Need("a conditional model", lambda subject: subject.predictor.conditional)
ENOUGH_IMAGES = Need(f"{FEATURES} held-out images", _enough_images, too_few_images)
