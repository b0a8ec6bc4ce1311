"""How many entries of a codebook are in use."""

import math

import numpy as np
from numpy.typing import ArrayLike

from vae_models.measures.kind import Findings, Report
from vae_models.measures.measure import Measure
from vae_models.measures.subject import Subject


def perplexity(counts: ArrayLike) -> float:
    """exp of the entropy of how often each code is used `(codes,)`: from 1 to as many as there are (van den Oord 2017)."""
    shares = np.asarray(counts, np.float64) / np.sum(counts)
    used = shares[shares > 0]
    return math.exp(-float((used * np.log(used)).sum()))


def perplexity_measures(subject: Subject, report: Report) -> Findings:
    """Of all places of the held-out images."""
    part, predictor = subject.held_out, subject.predictor
    codes = predictor.discrete.encode(part.pictures)
    value = perplexity(np.bincount(codes.ravel(), minlength=predictor.codes))
    convention = f"{part.what}; exp of the entropy of their codes, at most {predictor.codes:,}"
    return Findings([Measure("codebook perplexity", value, convention)])
