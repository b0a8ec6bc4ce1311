"""Every score of codes against known factors, taken of a model's posterior means, or of its codes where these are points."""

import dataclasses
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from vae_models.measures.disentanglement.beta_vae_score import beta_vae_score
from vae_models.measures.disentanglement.dci import dci
from vae_models.measures.disentanglement.factor_vae_score import factor_vae_score
from vae_models.measures.disentanglement.factors import Factors
from vae_models.measures.disentanglement.mig import mig
from vae_models.measures.disentanglement.modularity import modularity
from vae_models.measures.disentanglement.sap import sap
from vae_models.measures.kind import Findings, Report
from vae_models.measures.measure import Measure
from vae_models.measures.subject import Subject


def mig_measures(subject: Subject, report: Report) -> Findings:
    """Also of one sample of each posterior, as some papers take it."""
    codes, factors = _known(subject)
    found = _told(subject, mig(codes, factors))
    if not subject.predictor.is_variational:
        return found
    part = subject.held_out
    sampled = mig(part.codes(subject.seed), factors).on(f"one posterior sample each of {part.what}")
    return Findings([*found.measures, dataclasses.replace(sampled, name="MIG (samples)")])


def dci_measures(subject: Subject, report: Report) -> Findings:
    return _told(subject, *dci(*_known(subject), subject.seed))


def sap_measures(subject: Subject, report: Report) -> Findings:
    return _told(subject, sap(*_known(subject), subject.seed))


def modularity_measures(subject: Subject, report: Report) -> Findings:
    return _told(subject, modularity(*_known(subject)))


def factor_vae_measures(subject: Subject, report: Report) -> Findings:
    return _told(subject, factor_vae_score(*_known(subject), subject.seed))


def beta_vae_measures(subject: Subject, report: Report) -> Findings:
    return _told(subject, beta_vae_score(*_known(subject), subject.seed))


def _known(subject: Subject) -> tuple[NDArray[np.float64], Factors]:
    part = subject.held_out
    assert part.factors is not None
    return part.mu.astype(np.float64), part.factors.varying()


def _told(subject: Subject, *measures: Measure) -> Findings:
    told: Sequence[Measure] = [measure.on(f"{subject.codes_title} of {subject.held_out.what}") for measure in measures]
    return Findings(told)
