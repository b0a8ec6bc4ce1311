"""A toy measure, added at run time and shown by `evaluate`; and that measures are taken only where they mean something."""

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from vae_models.cli.main import main
from vae_models.data.load import Dataset
from vae_models.errors import DataError
from vae_models.explore.predictor import Predictor
from vae_models.files.shipped import shipped_model
from vae_models.kinds.lookup import implementation
from vae_models.measures import MEASURES, Findings, Measure, MeasureKind, Need
from vae_models.measures.evaluation import evaluate
from vae_models.measures.kind import Report
from vae_models.measures.needs import POSTERIOR
from vae_models.measures.perplexity import perplexity
from vae_models.measures.subject import Subject


def ink(subject: Subject, report: Report) -> Findings:
    """The mean grey value of reconstructions."""
    made = subject.predictor.reconstruct(subject.held_out.pictures)
    measure = Measure.mean_of("ink of reconstructions", made.mean((1, 2)), "mean grey value", "of 1")
    return Findings([measure.on(subject.held_out.what)], "It is not much ink.")


@pytest.fixture
def measures() -> Iterator[dict[str, MeasureKind]]:
    """To be changed at will; afterwards all are there again, in their order."""
    before = dict(MEASURES)
    yield MEASURES
    MEASURES.clear()
    MEASURES.update(before)


@pytest.fixture
def own_images(few_digits: Dataset, tmp_path: Path) -> Path:
    path = tmp_path / "own.npz"
    np.savez_compressed(path, images=few_digits.train.images[:200, 0].numpy())
    return path


def test_a_measure_that_came_a_moment_ago_is_in_table_and_json(
    measures: dict[str, MeasureKind], own_images: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in [name for name, kind in measures.items() if kind.slow]:
        del measures[name]
    measures["ink"] = MeasureKind("ink", ink, (POSTERIOR,))
    command = ["evaluate", "vae-2d", "--dataset", str(own_images)]
    assert main(command) == 0
    shown = capsys.readouterr().out
    assert "ink of reconstructions" in shown and "of 1" in shown and "It is not much ink." in shown
    assert "20 validation images; mean grey value" in shown
    assert main([*command, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    told = {measure["name"]: measure for measure in found["measures"]}["ink of reconstructions"]
    assert 0 < told["value"] < 0.5 and told["unit"] == "of 1" and told["convention"].endswith("mean grey value")
    assert main(["evaluate", "unet-denoiser", *command[2:]]) == 0
    assert "ink" not in capsys.readouterr().out, "it has no posterior"
    with pytest.raises(SystemExit):
        main(["evaluate", "--help"])
    assert "  ink: a posterior\n" in f"{capsys.readouterr().out}\n"


def test_what_is_missing_is_said_once_where_there_is_something_to_say(
    measures: dict[str, MeasureKind], few_digits: Dataset
) -> None:
    def refuse(subject: Subject, report: Report) -> Findings:
        raise DataError("The ink is dry.")

    rain = Need("rain", lambda subject: False, lambda subject: f"{subject.predictor.name} was trained in the sun.")
    silent = Need("nothing", lambda subject: False)
    kinds = {str(number): MeasureKind("ink", ink, (need,)) for number, need in enumerate((rain, silent, rain))}
    measures.clear()
    measures.update(kinds | {"dry": MeasureKind("dry ink", refuse)})
    evaluation = evaluate(Predictor.load(shipped_model("vae-2d")), few_digits)
    assert evaluation.measures == () and evaluation.to_dict()["samples"] is None
    assert evaluation.notes == ("vae-2d was trained in the sun.", "The ink is dry.")


def test_what_a_measure_names_is_there() -> None:
    assert all(callable(implementation(kind.take)) for kind in MEASURES.values())


def test_perplexity_counts_the_codes_in_use() -> None:
    assert perplexity(np.ones(64)) == pytest.approx(64.0)
    assert perplexity([1, 1, 0, 0]) == pytest.approx(2.0)
