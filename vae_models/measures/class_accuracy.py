"""What codes know of the classes: how well simple classifiers do that see nothing else."""

import numpy as np
from numpy.typing import ArrayLike

from vae_models.measures.kind import Findings, Report
from vae_models.measures.measure import Measure
from vae_models.measures.subject import Subject

NEIGHBOURS = 5


def linear_probe(codes: ArrayLike, labels: ArrayLike, held_out: ArrayLike, wanted: ArrayLike) -> Measure:
    """Accuracy of logistic regression learnt on codes `(n, latent_dim)` and labels `(n,)`, on held-out ones of the same."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    learnt, checked = np.asarray(codes, np.float64), np.asarray(held_out, np.float64)
    probe = make_pipeline(StandardScaler(), LogisticRegression(max_iter=1000)).fit(learnt, np.asarray(labels))
    return _accuracy(
        "linear probe", probe.predict(checked), wanted, f"logistic regression on {len(learnt):,} training codes"
    )


def nearest_neighbours(codes: ArrayLike, labels: ArrayLike, held_out: ArrayLike, wanted: ArrayLike) -> Measure:
    """Accuracy of a vote among the nearest of codes `(n, latent_dim)` with labels `(n,)`, on held-out ones of the same."""
    from sklearn.neighbors import KNeighborsClassifier

    learnt, checked = np.asarray(codes, np.float64), np.asarray(held_out, np.float64)
    neighbours = min(NEIGHBOURS, len(learnt))
    told = KNeighborsClassifier(neighbours).fit(learnt, np.asarray(labels)).predict(checked)
    return _accuracy("k-NN", told, wanted, f"the {neighbours} nearest of {len(learnt):,} training codes")


def class_measures(subject: Subject, report: Report) -> Findings:
    """Of the codes of held-out images, learnt from those of training images."""
    learnt, checked = subject.training, subject.held_out
    assert learnt.labels is not None and checked.labels is not None
    arguments = (learnt.mu, learnt.labels.numpy(), checked.mu, checked.labels.numpy())
    told = f"{subject.codes_title} of {checked.what}"
    return Findings([measure(*arguments).on(told) for measure in (linear_probe, nearest_neighbours)])


def _accuracy(name: str, told: ArrayLike, wanted: ArrayLike, convention: str) -> Measure:
    right = np.asarray(told) == np.asarray(wanted)
    return Measure.mean_of(f"{name} accuracy", right, convention)
