"""A kill within the first seconds leaves a run without a step; it goes, and nothing else does."""

import os
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from vae_models import get_recipe
from vae_models.data.load import Dataset
from vae_models.files.writing import write_file
from vae_models.runs.folder import RunFolder
from vae_models.runs.unbegun import is_unbegun, remove_unbegun
from vae_models.training.trainer import Trainer

NOBODY = 2**30  # a number that no process has

# Saves what there is before the first step, and then comes no further.
TRAIN = """
import sys
import torch
from vae_models import get_recipe
from vae_models.data.load import Split, Dataset
from vae_models.runs.folder import RunFolder
from vae_models.training.trainer import Trainer

class Slow(Trainer):
    def _one_step(self):
        print("begun", flush=True)
        sys.stdin.read()

images = torch.zeros(600, 1, 28, 28, dtype=torch.uint8)
few = Dataset("few", Split(images), Split(images[:200]))
recipe = get_recipe("vae-2d")
next(Slow(recipe, few, run=RunFolder.create(sys.argv[1], recipe, "few")).steps())
"""


@pytest.fixture
def killed(few_digits: Dataset, tmp_path: Path) -> RunFolder:
    """What a process left that was killed before its first step."""
    recipe = get_recipe("vae-2d")
    run = RunFolder.create(tmp_path / "runs" / "killed", recipe, "few")
    trainer = Trainer(recipe, few_digits, run=run)
    trainer.save()
    trainer.save_snapshot()
    (run.path / "snapshots" / ".0000000.100.safetensors.5e.part").write_bytes(b"half")
    (run.path / "tensorboard").mkdir()
    (run.path / "tensorboard" / "events.out.tfevents.1.here").write_bytes(b"")
    (run.path / ".lock").write_text(f"{NOBODY} {socket.gethostname()}\n")
    return run


@pytest.mark.slow
def test_a_run_that_is_killed_before_its_first_step_goes_and_not_before(tmp_path: Path) -> None:
    path = tmp_path / "run"
    with subprocess.Popen(
        [sys.executable, "-c", TRAIN, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None and process.stdout.readline() == "begun\n"
        remove_unbegun(tmp_path)
        assert (path / "checkpoint.safetensors").exists(), "somebody is at work there"
        process.kill()
    assert RunFolder.open(path).progress().step == 0
    remove_unbegun(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_all_that_the_program_wrote_goes(killed: RunFolder) -> None:
    assert is_unbegun(killed.path)
    remove_unbegun(killed.path.parent)
    assert list(killed.path.parent.iterdir()) == []


def test_so_does_one_that_was_killed_before_its_first_checkpoint(killed: RunFolder) -> None:
    (killed.path / "checkpoint.safetensors").unlink()
    (killed.path / "metrics.csv").unlink()
    remove_unbegun(killed.path.parent)
    assert not killed.path.exists()


def _a_step(run: RunFolder) -> None:
    tensors, description = run.load_checkpoint()
    run.save(tensors, description | {"step": 1}, [])


def _an_epoch(run: RunFolder) -> None:
    with (run.path / "metrics.csv").open("a") as file:
        file.write("1,47\n")


def _linked(run: RunFolder) -> None:
    run.path.rename(run.path.parent.parent / "elsewhere")
    run.path.symlink_to(run.path.parent.parent / "elsewhere", target_is_directory=True)


KEPT: dict[str, Callable[[RunFolder], object]] = {
    "a step": _a_step,
    "an epoch": _an_epoch,
    "a damaged checkpoint": lambda run: run.checkpoint_path.write_bytes(b"damaged"),
    "a note": lambda run: (run.path / "notes.txt").write_text("mine"),
    "a picture among the snapshots": lambda run: (run.path / "snapshots" / "0.png").write_bytes(b"mine"),
    "an empty folder": lambda run: (run.path / "for later").mkdir(),
    "its process": lambda run: (run.path / ".lock").write_text(f"{os.getpid()} {socket.gethostname()}\n"),
    "another machine's process": lambda run: (run.path / ".lock").write_text("1 elsewhere.example\n"),
    "a link": _linked,
}


@pytest.mark.parametrize("kept", KEPT)
def test_one_that_has_anything_stays(killed: RunFolder, kept: str) -> None:
    KEPT[kept](killed)
    before = sorted(killed.path.rglob("*"))
    assert not is_unbegun(killed.path)
    remove_unbegun(killed.path.parent)
    assert sorted(killed.path.rglob("*")) == before


def test_one_that_is_trained_stays(killed: RunFolder) -> None:
    killed.take()
    remove_unbegun(killed.path.parent)
    assert killed.path.exists()
    killed.let_go()


def test_a_sweep_keeps_its_runs(killed: RunFolder) -> None:
    sweep = killed.path.parent / "sweep"
    sweep.mkdir()
    write_file(sweep / "sweep.json", b"{}")
    killed.path.rename(sweep / "killed")
    remove_unbegun(killed.path.parent)
    assert (sweep / "killed" / "recipe.json").exists()
