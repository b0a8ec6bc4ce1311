"""A number with its convention."""

import json
import math

import pytest

from vae_models.measures import Measure


def test_a_mean_has_its_standard_error() -> None:
    measure = Measure.mean_of("ELBO", [1.0, 2.0, 3.0, 4.0], "four images", "nats")
    assert measure.value == 2.5 and measure.error == pytest.approx(math.sqrt(5 / 3) / 2)
    assert str(measure) == "2.500 ± 0.65 nats"
    assert Measure.mean_of("one", [3.0], "").error is None


def test_it_is_printed_with_what_it_was_measured_on() -> None:
    assert Measure("MIG", 0.5, "20 bins").on("means of 10 images").convention == "means of 10 images; 20 bins"
    assert Measure("PSNR", 0.5, "").on("10 images").convention == "10 images"
    assert str(Measure("active units", 5, "")) == "5" and str(Measure("TC", -1e-9, "")) == "0.000"


def test_json_has_no_nan() -> None:
    measure = Measure("x", math.nan, "", error=math.inf, parts={"a": math.nan, "b": 1.0})
    assert json.loads(json.dumps(measure.to_dict(), allow_nan=False))["parts"] == {"a": None, "b": 1.0}
