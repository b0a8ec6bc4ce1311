"""Every measure that suits a model and its data, each printed with its convention."""

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from vae_models.errors import DataError
from vae_models.explore.samplers import fit_samplers
from vae_models.measures.class_accuracy import linear_probe, nearest_neighbours
from vae_models.measures.disentanglement.beta_vae_score import beta_vae_score
from vae_models.measures.disentanglement.dci import dci
from vae_models.measures.disentanglement.factor_vae_score import factor_vae_score
from vae_models.measures.disentanglement.mig import mig
from vae_models.measures.disentanglement.modularity import modularity
from vae_models.measures.disentanglement.sap import sap
from vae_models.measures.images.classifiers import classifier_for
from vae_models.measures.images.feature_network import FEATURES
from vae_models.measures.images.image_quality import SSIM_WINDOW, psnr, ssim
from vae_models.measures.images.sample_quality import SampleQuality, sample_quality
from vae_models.measures.likelihood import elbo_measures, importance_measure
from vae_models.measures.limits import IMPORTANCE_SAMPLES
from vae_models.measures.measure import Measure
from vae_models.measures.subject import Subject
from vae_models.measures.total_correlation import gaussian_total_correlation, total_correlation

if TYPE_CHECKING:
    from vae_models.data.load import Dataset
    from vae_models.explore.predictor import Predictor

QUALITY_IMAGES = 1_000
CONDITIONED_SAMPLES = 1_000
MOST_DIMENSIONS = 512  # of a code

# What is being done, and the share of it that is done, in [0, 1].
Report = Callable[[str, float], None]


@dataclass(frozen=True)
class Evaluation:
    """All measures of one model on one data set, and what has to be said beside them.

    `samples` is None where the model has no latent space, no classifier can look at the images, or they are too few.
    """

    model: str
    recipe: str
    dataset: str
    measures: tuple[Measure, ...]
    samples: SampleQuality | None = None
    notes: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Plain values, ready for JSON."""
        return {
            "model": self.model, "recipe": self.recipe, "dataset": self.dataset,
            "measures": [measure.to_dict() for measure in self.measures],
            "samples": None if self.samples is None else self.samples.sentence,
            "notes": list(self.notes),
        }  # fmt: skip


def evaluate(
    predictor: "Predictor", dataset: "Dataset", *, importance_samples: int = IMPORTANCE_SAMPLES, seed: int = 0,
    everything: bool = False, report: Report = lambda what, share: None,
) -> Evaluation:  # fmt: skip
    """Measures on held-out images: the test split, or the validation split where the data has none.

    At most 5,000 of these, and 500 for the importance weights, unless `everything` is asked for. The same seed gives the
    same figures. `report` may raise to stop. Raises DataError when the images are of another size.
    """
    report("encoding", 0.0)
    subject = Subject.of(predictor, dataset, seed, everything)
    measures: list[Measure] = []
    if predictor.is_variational:
        report("ELBO", 0.0)
        measures += elbo_measures(subject)
        measures += importance_measure(subject, importance_samples, lambda share: report("importance weights", share))
    measures += _quality(subject)
    samples = None
    notes = []
    if predictor.has_latent:
        report("codes", 0.0)
        if predictor.latent_dim <= MOST_DIMENSIONS:
            measures += [*_dependence(subject), *_classes(subject), *_disentanglement(subject)]
        else:
            notes.append(f"Codes of {predictor.latent_dim:,} numbers are too large for measures of single dimensions.")
        try:
            samples = compare_samplers(subject, report)
            measures += [*samples.measures(), *_conditioned(subject)]
        except DataError as error:
            notes.append(str(error))
    return Evaluation(predictor.name, predictor.recipe.name, dataset.name, tuple(measures), samples, tuple(notes))


def _quality(subject: Subject) -> list[Measure]:
    """PSNR and SSIM of what the model makes of clean images, and of noisy ones where it is a denoiser."""
    predictor, part = subject.predictor, subject.held_out
    clean = part.pictures[:QUALITY_IMAGES]
    how = "posterior means decoded" if predictor.is_variational else "as the model gives them back"
    labels = _labels(subject, len(clean))
    sets = {"reconstructions": (predictor.reconstruct(clean, labels), how)}
    if predictor.is_denoiser:
        noisy = predictor.corrupt(clean, subject.seed)
        sets["denoised images"] = (
            predictor.denoise(noisy, labels),
            f"damaged as in training, noise {predictor.recipe.noise:g}",
        )
    measures = []
    for name, (images, how) in sets.items():
        target = clean / np.float32(255)
        measures.append(Measure.mean_of(f"PSNR of {name}", psnr(images, target), how, "dB"))
        measures.append(Measure.mean_of(f"SSIM of {name}", ssim(images, target), f"{how}; {SSIM_WINDOW}"))
    return [measure.on(part.first(len(clean))) for measure in measures]


def _labels(subject: Subject, count: int) -> "np.ndarray | None":
    labels = subject.held_out.labels
    return labels[:count].numpy() if subject.predictor.conditional and labels is not None else None


def _dependence(subject: Subject) -> list[Measure]:
    """Total correlation of the aggregate posterior; nothing for discrete codes, whose grids have no density."""
    if subject.predictor.code_grid is not None:
        return []
    part = subject.training
    codes = part.codes(subject.seed)
    if codes.shape[1] < 2 or len(codes) <= codes.shape[1]:
        return []
    kind = "one posterior sample each" if subject.predictor.is_variational else "codes"
    measures = [total_correlation(codes, subject.seed), gaussian_total_correlation(codes)]
    return [measure.on(f"{kind} of {part.what}") for measure in measures]


def _classes(subject: Subject) -> list[Measure]:
    learnt, checked = subject.training, subject.held_out
    if learnt.labels is None or checked.labels is None or len(learnt.labels.unique()) < 2:
        return []
    kind = "posterior means" if subject.predictor.is_variational else "codes"
    arguments = (learnt.mu, learnt.labels.numpy(), checked.mu, checked.labels.numpy())
    return [measure(*arguments).on(f"{kind} of {checked.what}") for measure in (linear_probe, nearest_neighbours)]


def _disentanglement(subject: Subject) -> list[Measure]:
    part = subject.held_out
    if part.factors is None:
        return []
    factors = part.factors.varying()
    kind = "posterior means" if subject.predictor.is_variational else "codes"
    codes, seed = part.mu.astype(np.float64), subject.seed
    measures = [
        mig(codes, factors), *dci(codes, factors, seed), sap(codes, factors, seed), modularity(codes, factors),
        factor_vae_score(codes, factors, seed), beta_vae_score(codes, factors, seed),
    ]  # fmt: skip
    measures = [measure.on(f"{kind} of {part.what}") for measure in measures]
    if subject.predictor.is_variational:
        sampled = mig(part.codes(seed), factors).on(f"one posterior sample each of {part.what}")
        measures.insert(1, dataclasses.replace(sampled, name="MIG (samples)"))
    return measures


def compare_samplers(subject: Subject, report: Report = lambda what, share: None) -> SampleQuality:
    """The three samplers against reconstructions.

    Raises DataError for images that no classifier is at hand for, and for fewer than a classifier has features: they span
    no covariance, and distances of next to nothing would be called good.
    """
    predictor, training, held_out = subject.predictor, subject.training, subject.held_out
    count = min(len(held_out), len(training) // 2)
    if count < FEATURES:
        raise DataError(
            f"A Fréchet distance needs {FEATURES} held-out images and {2 * FEATURES} to train on, and here are "
            f"{len(held_out):,} and {len(training):,}; choose more data."
        )
    classifier = classifier_for(subject.dataset, lambda share: report("classifier", share))
    report("samples", 0.0)
    # Not the codes of those images that the samples are compared with: these would look better than they are.
    mu, sigma = (values[count:] for values in training.spread)
    samplers = fit_samplers(mu, sigma, subject.seed, predictor.prior)
    labels = _drawn_labels(subject, count)
    real = held_out.pictures[:count]
    return sample_quality(
        lambda z: predictor.decode(z, labels), samplers, classifier, training.pictures[:count], real,
        predictor.reconstruct(real, _labels(subject, count)), subject.seed, has_prior=predictor.has_prior,
        has_noise=predictor.is_variational,
    )  # fmt: skip


def _drawn_labels(subject: Subject, count: int) -> "np.ndarray | None":
    """Classes for samples of a conditional model, as frequent as among the training images."""
    labels = subject.training.labels
    if not subject.predictor.conditional or labels is None:
        return None
    return np.random.default_rng(subject.seed).choice(labels.numpy(), count)


def _conditioned(subject: Subject) -> list[Measure]:
    """How often the classifier sees the class that a conditional model was asked for."""
    predictor = subject.predictor
    if not predictor.conditional:
        return []
    classifier = classifier_for(subject.dataset)
    wanted = np.arange(CONDITIONED_SAMPLES) % predictor.classes
    right = classifier.classify(predictor.sample(len(wanted), subject.seed, wanted)) == wanted
    convention = (
        f"{len(wanted):,} samples of the prior, all classes alike; judged by a classifier of {classifier.origin}"
    )
    return [Measure.mean_of("conditioned samples recognised", right, convention)]
