"""`evaluate` as a person types it."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from tests import program
from tests.house import ROOT
from vae_models import get_recipe
from vae_models.data.catalogue import DEFAULT_DATASET
from vae_models.data.load import Dataset
from vae_models.explore.predictor import Predictor
from vae_models.files.shipped import shipped_model
from vae_models.measures import total_correlation
from vae_models.runs.folder import RunFolder
from vae_models.training.trainer import Trainer


@pytest.fixture(autouse=True)
def in_haste(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a network learns beside the model is not at stake here."""
    monkeypatch.setattr(total_correlation, "STEPS", 20)


@pytest.fixture
def own_images(digits: Dataset, tmp_path: Path) -> Path:
    """A few digits as the user's own data: 630 to train on, 70 to validate."""
    labels = digits.train.labels
    assert labels is not None
    path = tmp_path / "own.npz"
    np.savez_compressed(path, images=digits.train.images[:700, 0].numpy(), labels=labels[:700].numpy())
    return path


def evaluate(*arguments: str) -> int:
    return program.run(["evaluate", *arguments, "--importance-samples", "3"])


def test_json_is_one_object_with_every_convention(own_images: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert evaluate("vae-2d", "--dataset", str(own_images), "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert found["model"] == found["recipe"] == "vae-2d" and found["dataset"] == str(own_images)
    named = {measure["name"]: measure for measure in found["measures"]}
    assert named["ELBO"]["unit"] == "nats per image" and named["ELBO"]["error"] > 0
    assert "70 validation images" in named["ELBO"]["convention"]
    assert "log mean of 3 importance weights" in named["log-likelihood"]["convention"]
    assert found["samples"].startswith("Reconstructions are") and found["notes"] == []


def test_a_table_says_what_every_number_is(own_images: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert evaluate(str(shipped_model("vae-2d")), "--dataset", str(own_images)) == 0
    shown = capsys.readouterr().out
    assert (
        "k-NN accuracy" in shown
        and "the 5 nearest of 630 training codes" in shown
        and "z1 " in shown
        and "z0 " not in shown
    )
    assert max(map(len, shown.splitlines())) <= 140


def test_a_run_is_measured_on_its_own_data(
    few_digits: Dataset, own_images: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    recipe = get_recipe("vae-2d").replace(epochs=1)
    run = RunFolder.create(tmp_path / "run", recipe, str(own_images))
    list(Trainer(recipe, few_digits, run=run).steps())
    assert evaluate(str(tmp_path / "run"), "--json") == 0
    assert json.loads(capsys.readouterr().out)["dataset"] == str(own_images)


def test_without_data_named_a_model_is_measured_on_mnist(
    monkeypatch: pytest.MonkeyPatch, few_digits: Dataset, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = []
    monkeypatch.setattr("vae_models.cli.evaluate.DEFAULT_DATASET", DEFAULT_DATASET)
    monkeypatch.setattr("vae_models.data.load.embedded", lambda name, *_: asked.append(name) or few_digits)
    assert evaluate("vae-2d", "--json") == 0
    assert asked == ["mnist"] and json.loads(capsys.readouterr().out)["notes"] == []


def test_a_damaged_and_a_mismatched_model_are_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "broken.safetensors").write_bytes(b"no")
    large = get_recipe("conv-vae").replace(image_shape=(64, 64), hidden=(4,), latent_dim=2)
    from vae_models.models.build import build_model

    Predictor(build_model(large), large).save(tmp_path / "large.safetensors")
    for arguments, words in (
        ((str(tmp_path / "broken.safetensors"),), "broken.safetensors"),
        ((str(tmp_path / "large.safetensors"),), "choose data of the model's size"),
        (("vae-3d",), "There is no run or model 'vae-3d'; the shipped models are vae-2d"),
        ((str(tmp_path),), "There is no run in"),
        (("vae-2d", "--dataset", "kmnist"), "not on this machine"),
    ):
        assert evaluate(*arguments) == 2
        errors = capsys.readouterr().err.strip()
        assert words in errors and "\n" not in errors


def test_numbers_out_of_range_are_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert program.run(["evaluate", "vae-2d", "--importance-samples", "0"]) == 2
    assert "from 1 to 5,000" in capsys.readouterr().err
    assert program.run(["evaluate", "vae-2d", "--seed", "-1"]) == 2
    assert "The seed is from 0" in capsys.readouterr().err


def test_measuring_loads_no_qt(own_images: Path) -> None:
    code = (
        "import sys\nfrom vae_models.cli.start import main\n"
        f"main(['evaluate', 'unet-denoiser', '--dataset', {str(own_images)!r}])\n"
        "assert 'torch' in sys.modules and not {'PySide6', 'pyqtgraph'} & set(sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
