"""A sweep on a Ray of this machine, as it is on a cluster; `make test-cluster` installs what this needs."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from tests.house import ROOT
from vae_models.data.load import Dataset
from vae_models.runs.folder import RunFolder

pytest.importorskip("ray", reason="Ray is not installed; make test-cluster installs it")


@pytest.fixture
def asked(few_digits: Dataset, tmp_path: Path) -> list[str]:
    """A sweep of short runs, apart from its grid."""
    np.save(tmp_path / "few.npy", few_digits.train.images[:300, 0].numpy())
    arguments = ["sweep", "vae-2d", "--ray", "local", "--workers", "2", "--json", "--out", str(tmp_path / "s")]
    return [sys.executable, str(ROOT / "main.py"), *arguments, "--dataset", str(tmp_path / "few.npy")]


def rows(text: str) -> dict[str, str]:
    return {row["run"]: row["outcome"] for row in map(json.loads, text.splitlines())}


def test_a_sweep_on_ray_trains_what_a_sweep_in_processes_trains(asked: list[str], tmp_path: Path) -> None:
    grid = ["--grid", "learning_rate=1,0.001", "--epochs", "3"]
    done = subprocess.run([*asked, *grid], capture_output=True, text=True, check=False, timeout=180)
    assert done.returncode == 2 and "Traceback" not in done.stderr, done.stderr
    assert rows(done.stdout) == {"vae-2d-learning_rate=1": "failed", "vae-2d-learning_rate=0.001": "finished"}
    here = [word for word in asked if word not in ("--ray", "local")]
    here[here.index("--out") + 1] = str(tmp_path / "here")
    subprocess.run([*here, *grid], capture_output=True, check=False, timeout=180)
    on_ray, in_process = (
        [row.val.loss for row in RunFolder.open(tmp_path / folder / "vae-2d-learning_rate=0.001").metrics()]
        for folder in ("s", "here")
    )
    assert on_ray == pytest.approx(in_process, rel=1e-5) and len(on_ray) == 3


def test_an_interrupted_sweep_on_ray_is_saved_and_goes_on(asked: list[str], tmp_path: Path) -> None:
    command = [*asked, "--grid", "epochs=2,60"]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    assert process.stdout is not None and "finished" in process.stdout.readline()
    os.killpg(process.pid, signal.SIGINT)  # to all of its processes, as a terminal does
    _, errors = process.communicate(timeout=120)
    assert process.returncode == 130 and "Stopped and saved" in errors, errors
    run = RunFolder.open(tmp_path / "s" / "vae-2d-epochs=60")
    epochs = run.metrics()
    assert 0 < run.progress().step < run.progress().total_steps
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=180)
    assert done.returncode == 0, done.stderr
    # Seconds are never the same twice: these epochs were not trained again.
    assert run.metrics()[: len(epochs)] == epochs and len(run.metrics()) == 60


def test_no_cluster_at_the_address_is_one_sentence(asked: list[str]) -> None:
    command = ["ray://127.0.0.1:1" if word == "local" else word for word in asked]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=180)
    assert done.returncode == 2 and "No Ray cluster answers at ray://127.0.0.1:1" in done.stderr
    assert "Traceback" not in done.stderr
