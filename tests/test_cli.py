"""The command line as a person types it: what works, and one sentence for what cannot."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from vae_gui import launcher
from vae_models import RECIPES
from vae_models.runs import RunFolder

ROOT = Path(__file__).parents[1]


def run(*arguments: str, environment: dict[str, str] | None = None) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, str(ROOT / "main.py"), *arguments],
        capture_output=True, text=True, env=os.environ | (environment or {}), check=False, timeout=120,
    )  # fmt: skip


def test_recipes_as_json_are_the_recipes() -> None:
    done = run("recipes", "--json")
    assert [entry["name"] for entry in json.loads(done.stdout)] == list(RECIPES)


def test_recipes_need_no_display_and_no_home() -> None:
    done = run("recipes", environment={"DISPLAY": "", "QT_QPA_PLATFORM": "", "HOME": "/nonexistent"})
    assert done.returncode == 0 and done.stdout.count("\n") == len(RECIPES)


def test_training_prints_one_json_object_an_epoch_and_leaves_a_run(tmp_path: Path) -> None:
    arguments = (
        "--epochs",
        "2",
        "--latent-dim",
        "3",
        "--beta",
        "2",
        "--seed",
        "5",
        "--threads",
        "1",
        "--batch-size",
        "256",
    )
    done = run(
        "train", "vae", *arguments, "--lr", "0.002", "--schedule", "linear", "--out", str(tmp_path / "run"), "--json"
    )
    assert done.returncode == 0, done.stderr
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [row["epoch"] for row in rows] == [1, 2] and [row["steps"] for row in rows] == [36, 72]
    assert set(rows[0]) == {
        "epoch", "steps", "train_loss", "train_reconstruction", "train_kl", "val_loss", "val_reconstruction", "val_kl",
        "seconds", "images_per_s",
    }  # fmt: skip
    recipe = RunFolder.open(tmp_path / "run").recipe
    assert (recipe.latent_dim, recipe.beta, recipe.seed, recipe.kl_schedule.shape) == (3, 2.0, 5, "linear")

    more = run("train", "--resume", str(tmp_path / "run"), "--epochs", "3", "--json")
    assert [json.loads(line)["epoch"] for line in more.stdout.splitlines()] == [3]


BAD = [
    (("train", "betavae"), "did you mean beta-vae"),
    (("train",), "Name a recipe"),
    (("train", "vae", "--dataset", "imagenet"), "There is no data set or path 'imagenet'"),
    (("train", "vae", "--dataset", "kmnist"), "not on this machine"),
    (("train", "vae", "--data-dir", "/nonexistent", "--dataset", "mnist"), "choose another folder"),
    (("train", "vae", "--device", "tpu"), "no device named 'tpu'"),
    (("train", "vae", "--latent-dim", "0"), "latent dimension"),
    (("train", "vae", "--latent-dim", "1000000"), "latent dimension"),
    (("train", "vae", "--batch-size", "9001"), "larger than the data: 9000"),
    (("train", "vae", "--epochs", "many"), "invalid int value"),
    (("train", "vae", "--lr", "0"), "learning rate"),
    (("train", "vae", "--threads", "0"), "threads"),
    (("train", "--resume", "/nonexistent"), "There is no run"),
    (("nonsense",), "There is no sub-command, run or model 'nonsense'"),
]


@pytest.mark.parametrize(
    ("arguments", "words"), BAD, ids=lambda value: " ".join(value) if isinstance(value, tuple) else ""
)
def test_what_cannot_be_is_one_sentence_and_exit_code_2(
    arguments: tuple[str, ...],
    words: str,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    try:
        code = launcher.main(arguments)
    except SystemExit as stop:
        code = int(str(stop.code))
    errors = capsys.readouterr().err.strip()
    assert code == 2
    assert words in errors
    assert "\n" not in errors
    assert list(tmp_path.iterdir()) == []


def test_an_unwritable_run_folder_from_a_real_process(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    done = run("train", "vae", "--out", str(tmp_path / "file" / "run"))
    assert done.returncode == 2
    assert "could not be written" in done.stderr and "Traceback" not in done.stderr
    assert (tmp_path / "file").read_text() == "mine"


def test_a_resumed_run_keeps_its_values(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    RunFolder.create(tmp_path / "run", RECIPES["vae"], "digits")
    assert launcher.main(["train", "--resume", str(tmp_path / "run"), "--beta", "2"]) == 2
    assert "keeps its values: leave out beta" in capsys.readouterr().err


def test_help_and_version_know_both_ways(capsys: pytest.CaptureFixture[str]) -> None:
    for arguments, words in (
        (["--help"], "train"),
        (["--version"], "latent-explorer"),
        (["train", "--help"], "--resume"),
    ):
        with pytest.raises(SystemExit) as stop:
            launcher.main(arguments)
        assert stop.value.code == 0 and words in capsys.readouterr().out


def test_a_reader_that_has_seen_enough_is_no_error() -> None:
    command = f"{sys.executable} {ROOT / 'main.py'} recipes --json | head -n 1"
    done = subprocess.run(["bash", "-o", "pipefail", "-c", command], capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "[" and "Traceback" not in done.stderr and "Exception" not in done.stderr
