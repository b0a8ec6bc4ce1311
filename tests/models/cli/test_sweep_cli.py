"""`sweep` as a person types it, interrupts it, and kills it."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from tests.house import ROOT
from tests.patient_bot import PROCESS_SECONDS
from vae_models.cli import main as cli
from vae_models.data.load import Dataset
from vae_models.runs.folder import RunFolder


@pytest.fixture
def data(few_digits: Dataset, tmp_path: Path) -> list[str]:
    np.save(tmp_path / "few.npy", few_digits.train.images[:300, 0].numpy())
    return ["--dataset", str(tmp_path / "few.npy")]


def start(*arguments: str) -> "subprocess.Popen[str]":
    """In a process group of its own, as a shell starts it."""
    return subprocess.Popen(
        [sys.executable, str(ROOT / "main.py"), "sweep", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def rows(text: str) -> dict[str, dict[str, object]]:
    return {row["run"]: row for row in map(json.loads, text.splitlines())}


@pytest.mark.slow
def test_a_killed_sweep_goes_on_with_the_same_command(
    tmp_path: Path, data: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["vae-2d", "--grid", "epochs=10,40", "--workers", "2", "--out", str(tmp_path / "s"), "--json", *data]
    process = start(*asked)
    assert process.stdout is not None
    first = json.loads(process.stdout.readline())  # the short one is finished: the long one is on its way
    process.kill()
    process.communicate(timeout=PROCESS_SECONDS)
    assert first["run"] == "vae-2d-epochs=10" and first["outcome"] == "finished"
    finished, interrupted = (RunFolder.open(tmp_path / "s" / f"vae-2d-epochs={count}") for count in (10, 40))
    written, epochs = finished.checkpoint_path.stat().st_mtime_ns, interrupted.metrics()
    assert 0 < len(epochs) < 40
    assert cli.main(["sweep", *asked]) == 0
    assert {row["outcome"] for row in rows(capsys.readouterr().out).values()} == {"finished"}
    assert finished.checkpoint_path.stat().st_mtime_ns == written
    # Seconds are never the same twice: these epochs were not trained again.
    assert interrupted.metrics()[: len(epochs)] == epochs and len(interrupted.metrics()) == 40


@pytest.mark.slow
def test_control_c_saves_every_run_and_names_the_way_back(tmp_path: Path, data: list[str]) -> None:
    out = tmp_path / "s"
    process = start("vae-2d", "--grid", "epochs=2,100000", "--workers", "2", "--out", str(out), "--json", *data)
    assert process.stdout is not None and "finished" in process.stdout.readline()
    os.killpg(process.pid, signal.SIGINT)  # to all of its processes, as a terminal does
    told, errors = process.communicate(timeout=PROCESS_SECONDS)
    assert process.returncode == 130 and "Traceback" not in errors
    assert "Stopped and saved; run the same command again to resume." in errors
    assert rows(told)["vae-2d-epochs=100000"]["outcome"] == "stopped"
    run = RunFolder.open(out / "vae-2d-epochs=100000")
    assert run.progress().step > 0
    run.load_predictor()


def test_a_failing_run_is_one_sentence_and_the_table_has_the_others(
    tmp_path: Path, data: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    grid = ["--grid", "learning_rate=1,1e-3"]
    asked = ["sweep", "vae-2d", "--epochs", "3", *grid, "--workers", "1", "--out", str(tmp_path / "s"), *data]
    assert cli.main(asked) == 2
    told = capsys.readouterr()
    assert "vae-2d-learning_rate=1: The loss became NaN or infinite" in told.err
    table = told.out.splitlines()
    assert table[0].split() == ["run", "val", "loss", "reconstr.", "KL", "seconds"]
    assert table[1].split() == ["vae-2d-learning_rate=1", "failed"]
    loss, reconstruction, kl, seconds = map(float, table[2].split()[1:])
    assert loss == pytest.approx(reconstruction + kl, abs=0.02) and seconds >= 0  # shown in tenths


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ([], "Name a recipe to train"),
        (["vaee"], "There is no recipe named 'vaee'"),
        (["vae", "--grid", "lr=1"], "'lr' is none of them"),
        (["vae", "--grid", "capacity=1,2"], "The recipe vae does not use capacity"),
        (["vae", "--workers", "0"], "The number of workers"),
        (["vae", "--device", "tpu"], "There is no device named 'tpu'"),
        (["vae", "--dataset", "no-such-pictures"], "no-such-pictures"),
        (["vae", "--ray", "local"], "Ray"),
    ],
)
def test_what_cannot_be_is_one_sentence(
    arguments: list[str], sentence: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)  # as if it were not installed
    assert cli.main(["sweep", *arguments]) == 2
    told = capsys.readouterr().err
    assert sentence in told and told.count("\n") == 1
