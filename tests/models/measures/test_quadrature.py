"""The importance-weighted log-likelihood of a real model against the integral over its plane."""

import pytest

from tests.bench.cases.bench_likelihood import hundred, log_likelihood_by_quadrature
from vae_models.data.load import Dataset
from vae_models.explore.predictor import Predictor
from vae_models.files.shipped import shipped_model
from vae_models.measures.likelihood import log_likelihood
from vae_models.measures.subject import Subject


@pytest.mark.slow
def test_the_weights_meet_the_integral(digits: Dataset) -> None:
    predictor, few = Predictor.load(shipped_model("vae-2d")), hundred(digits)
    exact = log_likelihood_by_quadrature(predictor, few.val.images).mean()
    (measure,) = log_likelihood(Subject.of(predictor, few, importance_samples=5000)).measures
    assert measure.value == pytest.approx(exact, abs=0.3)
