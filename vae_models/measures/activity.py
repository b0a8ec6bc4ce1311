"""Which latent dimensions are used."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from vae_models.measures import validation
from vae_models.measures.kind import Findings, Report, silent
from vae_models.measures.measure import Measure
from vae_models.measures.subject import Subject
from vae_models.models.collapse import COLLAPSED_NATS, collapsed

ACTIVE_VARIANCE = 0.01


def is_active(mu: ArrayLike) -> NDArray[np.bool_]:
    """Whether Var_x(mu) of each dimension exceeds 0.01 (Burda 2016, section 5.2); mu: `(n, latent_dim)`."""
    return np.asarray(np.asarray(mu, np.float64).var(0) > ACTIVE_VARIANCE)


def active_units(mu: ArrayLike) -> Measure:
    """mu: posterior means `(n, latent_dim)`."""
    active = is_active(mu)
    return Measure(
        "active units", int(active.sum()), f"of {len(active)} dimensions; variance of mu above {ACTIVE_VARIANCE:g}"
    )


def collapsed_dimensions(kl_per_dim: NDArray[np.float64]) -> Measure:
    """kl_per_dim: `(latent_dim,)`, nats, over the validation images, as training and window count them."""
    convention = f"of {len(kl_per_dim)} dimensions; KL below {COLLAPSED_NATS:g} nats"
    return Measure("collapsed dimensions", len(collapsed(kl_per_dim)), convention)


def kl_per_dimension(kl: ArrayLike) -> Measure:
    """kl: `(n, latent_dim)`, nats. The value is their sum, the parts are the dimensions, counted from 1, the largest first."""
    means = np.asarray(kl, np.float64).mean(0)
    order = np.argsort(-means, kind="stable")
    parts = {f"z{j + 1}": float(means[j]) for j in order}
    return Measure("KL per dimension", float(means.sum()), "exact KL to N(0, 1), mean over images", "nats", parts=parts)


def activity_measures(subject: Subject, report: Report = silent) -> Findings:
    """Active units and the KL of each dimension on held-out images, collapsed dimensions on the validation images."""
    part, split = subject.held_out, subject.dataset.val
    held_out = [active_units(part.mu), kl_per_dimension(subject.loss_terms.kl)]
    dead = collapsed_dimensions(validation.validation_kl(subject.predictor, split))
    count = min(len(split.images), validation.MOST_IMAGES)
    return Findings([*(measure.on(part.what) for measure in held_out), dead.on(f"{count:,} validation images")])
