"""The command line as a person types it: what works, and one sentence for what cannot."""

import json
import os
import signal
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from tests import program
from tests.house import ROOT
from tests.models.cli.shell import run
from tests.patient_bot import PROCESS_SECONDS
from vae_gui.workspace.model_origin import origin_of
from vae_models import RECIPES, __version__
from vae_models.cli.main import Subcommand, main
from vae_models.data.load import load_dataset
from vae_models.errors import RunError
from vae_models.runs.folder import RunFolder
from vae_models.runs.provenance import fingerprint


def test_recipes_as_json_are_the_recipes() -> None:
    done = run("recipes", "--json")
    assert [entry["name"] for entry in json.loads(done.stdout)] == list(RECIPES)


def test_recipes_need_no_display_and_no_home(tmp_path: Path) -> None:
    done = run("recipes", environment={"DISPLAY": "", "QT_QPA_PLATFORM": "", "HOME": str(tmp_path / "missing")})
    assert done.returncode == 0 and done.stdout.count("\n") == len(RECIPES)


def test_training_prints_one_json_object_an_epoch_and_leaves_a_run(tmp_path: Path) -> None:
    changes = "--epochs 2 --latent-dim 3 --beta 2 --seed 5 --threads 1 --batch-size 256 --lr 0.002 --schedule linear --precision float32"
    done = run("train", "vae", "--dataset", "digits", *changes.split(), "--out", str(tmp_path / "run"), "--json")
    assert done.returncode == 0, done.stderr
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [row["epoch"] for row in rows] == [1, 2] and [row["steps"] for row in rows] == [36, 72]
    assert set(rows[0]) == {
        "epoch", "steps", "train_loss", "train_reconstruction", "train_kl", "val_loss", "val_reconstruction", "val_kl",
        "seconds", "images_per_s",
    }  # fmt: skip
    recipe = RunFolder.open(tmp_path / "run").recipe
    assert (recipe.latent_dim, recipe.beta, recipe.seed, recipe.kl_schedule.shape) == (3, 2.0, 5, "linear")
    assert recipe.precision == "float32"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no full device")
@pytest.mark.parametrize(
    "arguments",
    [["recipes"], ["train", "vae-2d", "--dataset", "digits", "--epochs", "1", "--json", "--out", "run"]],
    ids=lambda words: words[0],
)
def test_an_output_that_takes_nothing_is_one_sentence(arguments: list[str], tmp_path: Path) -> None:
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [sys.executable, str(ROOT / "main.py"), *arguments],
            stdout=full, stderr=subprocess.PIPE, text=True, check=False, timeout=PROCESS_SECONDS, cwd=tmp_path,
        )  # fmt: skip
    last = done.stderr.splitlines()[-1]
    assert done.returncode == 2 and "Traceback" not in done.stderr
    assert last.startswith("The output cannot be written") and last.endswith("send it to another place.")


@pytest.mark.parametrize(
    "error", [ConnectionResetError(104, "Connection reset by peer"), BrokenPipeError(32, "Broken pipe")]
)
def test_an_error_of_a_commands_own_is_not_called_one_of_the_output(
    error: OSError, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(_: object) -> int:
        raise error

    monkeypatch.setattr("vae_models.cli.main.SUBCOMMANDS", {"recipes": Subcommand("list", lambda _: None, fail)})
    with pytest.raises(OSError, match=error.strerror):
        main(["recipes"])
    assert "output" not in capsys.readouterr().err


def start_training(folder: Path) -> "subprocess.Popen[str]":
    """A long training in a process of its own, once its first epoch is done."""
    command = [sys.executable, str(ROOT / "main.py"), "train", "vae-2d", "--dataset", "digits"]
    command += ["--epochs", "1000", "--threads", "1", "--json"]
    process = subprocess.Popen(
        [*command, "--out", str(folder)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdout is not None and '"epoch": 1,' in process.stdout.readline()
    return process


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_whatever_asks_it_to_end_the_very_step_it_names_is_saved(name: str, tmp_path: Path) -> None:
    if not hasattr(signal, name):
        pytest.skip(f"this system has no {name}")
    process = start_training(tmp_path / "run")
    process.send_signal(getattr(signal, name))
    _, errors = process.communicate(timeout=PROCESS_SECONDS)
    step = RunFolder.open(tmp_path / "run").progress().step
    assert process.returncode == 128 + getattr(signal, name)
    assert f"Stopped and saved at step {step}; resume with: train --resume {tmp_path / 'run'}" in errors
    assert step >= 71 and "Traceback" not in errors


def test_a_training_nobody_reads_is_saved(tmp_path: Path) -> None:
    process = start_training(tmp_path / "run")
    assert process.stdout is not None and process.stderr is not None
    process.stdout.close()
    errors = process.stderr.read()
    process.stderr.close()
    assert process.wait(timeout=PROCESS_SECONDS) == 0
    assert "Traceback" not in errors and "Exception" not in errors
    assert RunFolder.open(tmp_path / "run").progress().epoch >= 1


@pytest.fixture
def terminal() -> Iterator[tuple[int, int]]:
    """Both ends of a pseudo-terminal."""
    pty = pytest.importorskip("pty", reason="Windows has no pseudo-terminals")
    try:
        ends = pty.openpty()
    except OSError:
        pytest.skip("this machine grants no pseudo-terminal")
    yield ends
    for end in ends:
        os.close(end)


def test_a_terminal_gets_a_progress_bar(terminal: tuple[int, int], tmp_path: Path) -> None:
    shown_at, written_at = terminal
    command = [
        sys.executable,
        str(ROOT / "main.py"),
        "train",
        "vae-2d",
        "--dataset",
        "digits",
        "--epochs",
        "2",
        "--out",
        str(tmp_path / "run"),
    ]
    done = subprocess.run(
        command, stdout=subprocess.PIPE, stderr=written_at, text=True, check=True, timeout=PROCESS_SECONDS
    )
    shown = os.read(shown_at, 1_000_000).decode()
    assert "epoch 1/2  loss" in shown and "images/s" in shown and "left" in shown
    assert done.stdout.count("validation") == 2 and "[#" not in done.stdout


BAD = [
    (("train", "betavae"), "did you mean beta-vae"),
    (("train",), "Name a recipe"),
    (("train", "vae", "--dataset", "imagenet"), "There is no data set or path 'imagenet'"),
    (("train", "vae", "--dataset", "kmnist"), "or give a folder that holds it (--download, --data-dir)."),
    (("train", "vae", "--data-dir", "missing", "--dataset", "mnist"), "choose another folder"),
    (("train", "vae", "--device", "tpu"), "no device named 'tpu'"),
    (("train", "vae", "--latent-dim", "0"), "latent dimension"),
    (("train", "vae", "--latent-dim", "1000000"), "latent dimension"),
    (("train", "vae", "--epochs", "many"), "invalid int value"),
    (("train", "vae", "--lr", "0"), "learning rate"),
    (("train", "vae", "--threads", "0"), "threads"),
    (("train", "vae", "--threads", "100000"), "threads"),
    (("train", "--resume", "missing"), "There is no run"),
    (("--data-dir", "missing"), "There is no folder 'missing'"),
    (("--nonsense",), "Unrecognized arguments: --nonsense; see latent-explorer --help"),
    (("nonsense",), "There is no command, run or model 'nonsense'"),
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
        code = program.run(arguments)
    except SystemExit as stop:
        code = int(str(stop.code))
    errors = capsys.readouterr().err.strip()
    assert code == 2
    assert words in errors
    assert "\n" not in errors
    assert list(tmp_path.iterdir()) == []


def test_an_unwritable_run_folder_from_a_real_process(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    done = run("train", "vae", "--dataset", "digits", "--out", str(tmp_path / "file" / "run"))
    assert done.returncode == 2
    assert "could not be written" in done.stderr and "Traceback" not in done.stderr
    assert (tmp_path / "file").read_text() == "mine"


def test_a_resumed_run_keeps_its_values(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    RunFolder.create(tmp_path / "run", RECIPES["vae"], "digits")
    assert program.run(["train", "--resume", str(tmp_path / "run"), "--beta", "2"]) == 2
    assert "keeps its values: leave out beta" in capsys.readouterr().err


def test_a_finished_run_goes_on_to_more_epochs_and_never_to_fewer(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def train(*arguments: str) -> int:
        return program.run(["train", *arguments, "--json"])

    def epochs() -> list[int]:
        return [json.loads(line)["epoch"] for line in capsys.readouterr().out.splitlines()]

    folder = str(tmp_path / "run")
    assert train("vae-2d", "--epochs", "2", "--batch-size", "1000", "--out", folder) == 0 and epochs() == [1, 2]
    assert train("--resume", folder, "--epochs", "3") == 0 and epochs() == [3]
    assert train("--resume", folder, "--epochs", "1") == 2
    assert "has already been trained for 3 epochs" in capsys.readouterr().err
    assert train("--resume", folder) == 0
    assert "is finished (epochs: 3)" in capsys.readouterr().err
    RunFolder.open(tmp_path / "run").set_recipe(RunFolder.open(tmp_path / "run").recipe.prolonged(5))
    assert train("--resume", folder, "--epochs", "3") == 0
    assert "is finished (epochs: 3)" in capsys.readouterr().err
    assert [row.epoch for row in RunFolder.open(tmp_path / "run").metrics()] == [1, 2, 3]


def test_a_console_without_arrows_shows_something_else() -> None:
    done = run("recipes", environment={"PYTHONIOENCODING": "cp1252"})
    assert done.returncode == 0 and "conv 1?32?64" in done.stdout


def test_one_version_everywhere() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["version"] == __version__


def test_help_and_version_know_both_ways(capsys: pytest.CaptureFixture[str]) -> None:
    for arguments, words in (
        (["--help"], "train"),
        (["--version"], "latent-explorer"),
        (["train", "--help"], "--resume"),
    ):
        with pytest.raises(SystemExit) as stop:
            program.run(arguments)
        assert stop.value.code == 0 and words in capsys.readouterr().out


@pytest.mark.parametrize("reader", ["head -n 1", "true"])
def test_a_reader_that_has_seen_enough_is_no_error(reader: str) -> None:
    command = f"{sys.executable} {ROOT / 'main.py'} recipes --json | {reader}"
    done = subprocess.run(["bash", "-o", "pipefail", "-c", command], capture_output=True, text=True, check=True)
    assert done.stderr == ""


def test_what_is_done_to_own_images_is_said_and_kept_in_the_run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    images = np.random.default_rng(0).integers(110, 4096, (60, 28, 28)).astype(np.uint16)
    np.savez(tmp_path / "own.npz", x_train=images[:40], x_val=images[40:])
    command = ["train", "vae-2d", "--dataset", str(tmp_path / "own.npz"), "--epochs", "1", "--batch-size", "20"]
    folder = tmp_path / "run"
    assert program.run([*command, "--range", "0,8190", "--out", str(folder), "--threads", "1"]) == 0
    told = capsys.readouterr().err
    assert "0 is black and 8190 white in all images (as asked)" in told
    assert "40 for training, 20 for validation (the data's own)" in told
    assert RunFolder.open(folder).value_range == "0,8190"
    assert program.run(["train", "--resume", str(folder), "--epochs", "2", "--threads", "1"]) == 0
    assert "8190 white" in capsys.readouterr().err
    assert program.run([*command, "--range", "dark", "--out", str(tmp_path / "no")]) == 2
    assert "LOW,HIGH" in capsys.readouterr().err


def test_a_run_keeps_whether_dark_and_light_were_swapped(tmp_path: Path) -> None:
    own, folder = tmp_path / "own.npz", tmp_path / "run"
    shades = np.random.default_rng(0).integers(0, 100, (60, 28, 28)).astype(np.uint8)
    np.savez(own, images=shades)
    quick = ("--epochs", "1", "--batch-size", "32", "--hidden", "8", "--threads", "1")
    assert program.run(["train", "vae-2d", "--dataset", str(own), "--invert", *quick, "--out", str(folder)]) == 0
    run = RunFolder.open(folder)
    assert run.invert is True and run.trained_with[0].training_data == fingerprint(load_dataset(own, invert=True).train)
    assert program.run(["train", "--resume", str(folder), "--epochs", "2", "--threads", "1"]) == 0
    assert RunFolder.open(folder).trained_with == run.trained_with
    model = origin_of(run)
    assert model.belongs_to(load_dataset(own, invert=True)) and not model.belongs_to(load_dataset(own))
    (folder / "recipe.json").write_text((folder / "recipe.json").read_text().replace('"invert": true', '"invert": 2'))
    with pytest.raises(RunError, match="damaged"):
        RunFolder.open(folder)
