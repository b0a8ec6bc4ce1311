"""How far samples of a model are from real images, by a classifier's features, and whether it draws the class asked for."""

import numpy as np
from numpy.typing import NDArray

from vae_models.errors import DataError
from vae_models.explore.samplers import fit_samplers
from vae_models.measures.images.classifiers import classifier_for
from vae_models.measures.images.sample_quality import SampleQuality, sample_quality
from vae_models.measures.kind import Findings, Report, silent
from vae_models.measures.measure import Measure
from vae_models.measures.needs import ENOUGH_IMAGES
from vae_models.measures.subject import Subject

CONDITIONED = 1_000  # samples


def compare_samplers(subject: Subject, report: Report = silent) -> SampleQuality:
    """All samplers against reconstructions.

    Raises DataError for images that no classifier is at hand for, and for fewer than a classifier has features: they span
    no covariance, and distances of next to nothing would be called good.
    """
    if not ENOUGH_IMAGES.met(subject):
        raise DataError(ENOUGH_IMAGES.note(subject))
    predictor, training, held_out, count = subject.predictor, subject.training, subject.held_out, subject.compared
    classifier = classifier_for(subject.dataset, lambda share: report("classifier", share))
    report("samples", 0.0)
    # Not the codes of those images that the samples are compared with: these would look better than they are.
    mu, sigma = (values[count:] for values in training.spread)
    samplers = fit_samplers(mu, sigma, subject.seed, predictor.prior)
    labels = _drawn_labels(subject, count)
    real = held_out.pictures[:count]
    return sample_quality(
        lambda z: predictor.decode(z, labels), samplers, classifier, training.pictures[:count], real,
        predictor.reconstruct(real, subject.known_labels(count)), subject.seed, has_prior=predictor.has_prior,
        has_noise=predictor.is_variational,
    )  # fmt: skip


def sample_measures(subject: Subject, report: Report) -> Findings:
    """Fréchet distances, and why the samples are as good as they are."""
    quality = compare_samplers(subject, report)
    return Findings(quality.measures(), quality.sentence)


def conditioned_measures(subject: Subject, report: Report) -> Findings:
    """How often the classifier sees the class that a conditional model was asked for."""
    predictor, classifier = subject.predictor, classifier_for(subject.dataset)
    wanted = np.arange(CONDITIONED) % predictor.classes
    right = classifier.classify(predictor.sample(len(wanted), subject.seed, wanted)) == wanted
    convention = (
        f"{len(wanted):,} samples of the prior, all classes alike; judged by a classifier of {classifier.origin}"
    )
    return Findings([Measure.mean_of("conditioned samples recognised", right, convention)])


def _drawn_labels(subject: Subject, count: int) -> NDArray[np.int64] | None:
    """Classes for samples of a conditional model, as frequent as among the training images."""
    labels = subject.training.labels
    if not subject.predictor.conditional or labels is None:
        return None
    return np.random.default_rng(subject.seed).choice(labels.numpy(), count)
