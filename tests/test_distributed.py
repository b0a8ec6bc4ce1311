"""One training over several processes: the losses of one process, one run folder, one place to stop."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace

import pytest
import torch

from tests.house import ROOT
from tests.models.idx_sets import write_digits
from tests.patient_bot import PATIENCE_SECONDS, PROCESS_SECONDS
from vae_models import Recipe, get_recipe
from vae_models.data.load import Dataset, load_dataset
from vae_models.errors import Cancelled, RecipeError, RunError, TrainingError
from vae_models.runs.folder import RunFolder
from vae_models.training import distributed
from vae_models.training.engines.choose import choose_for_team
from vae_models.training.engines.engine import StepLosses
from vae_models.training.optimisation import Optimisation
from vae_models.training.trainer import Trainer

Pair = list["subprocess.Popen[str]"]
pytestmark = pytest.mark.skipif(not torch.distributed.is_gloo_available(), reason="this torch has no gloo")


@pytest.fixture(scope="module")
def folder(digits: Dataset, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small MNIST: 700 digits, of which 70 validate."""
    return write_digits(tmp_path_factory.mktemp("mnist"), digits, 700)


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def rows(text: str) -> list[dict[str, float]]:
    return [json.loads(line) for line in text.splitlines()]


@contextmanager
def pair(*arguments: object) -> Iterator[Pair]:
    """`train` in two processes, as torchrun starts them; whatever still runs at the end is killed."""
    team = {"WORLD_SIZE": "2", "MASTER_ADDR": "127.0.0.1", "MASTER_PORT": str(free_port()), "OMP_NUM_THREADS": "1"}
    command = [sys.executable, str(ROOT / "main.py"), "train", *map(str, arguments), "--device", "cpu", "--json"]
    started = [
        subprocess.Popen(
            command, env=os.environ | team | {"RANK": rank, "LOCAL_RANK": rank},
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )
        for rank in ("0", "1")
    ]  # fmt: skip
    # A pair that waits for ever would be waited for: after this time its pipes end, and the test fails.
    watchdog = threading.Timer(100, lambda: [process.kill() for process in started])
    watchdog.start()
    try:
        yield started
    finally:
        watchdog.cancel()
        watchdog.join()
        for process in started:
            process.kill()
            process.communicate(timeout=PROCESS_SECONDS)


@dataclass(frozen=True)
class Stopped:
    """A run of two processes of which the second was asked to stop after two epochs."""

    path: Path
    rows: list[dict[str, float]]
    errors: str
    silent: tuple[str, str]
    codes: tuple[int | None, int | None]


@pytest.fixture(scope="module")
def stopped(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Stopped:
    path = tmp_path_factory.mktemp("runs") / "run"
    data = ("--dataset", "mnist", "--data-dir", folder)
    with pair("denoising-vae", "--epochs", 100_000, "--batch-size", 51, "--out", path, *data) as (first, second):
        assert first.stdout is not None
        shown = rows(first.stdout.readline() + first.stdout.readline())
        second.send_signal(signal.SIGTERM)
        _, errors = first.communicate(timeout=PROCESS_SECONDS)
        silent = second.communicate(timeout=PROCESS_SECONDS)
        return Stopped(path, shown, errors, silent, (first.returncode, second.returncode))


def test_two_processes_give_the_losses_of_one(stopped: Stopped, folder: Path) -> None:
    recipe = get_recipe("denoising-vae").replace(
        epochs=2, batch_size=51, precision="float32"
    )  # parts of 25 and 26, of 9 at the end
    alone = Trainer(recipe, load_dataset("mnist", data_dir=folder), device="cpu")
    list(alone.steps())
    for row, done in zip(stopped.rows, alone.history, strict=True):
        assert row["train_loss"] == pytest.approx(done.train.loss, rel=1e-3)
        assert row["val_loss"] == pytest.approx(done.val.loss, rel=1e-3)
        assert row["val_kl"] == pytest.approx(done.val.kl, rel=1e-2)


def test_they_stop_at_the_same_step_and_only_the_first_speaks(stopped: Stopped) -> None:
    step = RunFolder.open(stopped.path).progress().step
    assert f"Stopped and saved at step {step}; resume with" in stopped.errors
    output, errors = stopped.silent  # the libraries beneath may have something to say, the program has not
    assert output == "" and "Stopped" not in errors and "Traceback" not in errors
    assert stopped.codes == (0, 128 + signal.SIGTERM)


def test_they_go_on_together_and_when_one_dies_the_other_ends_with_one_sentence(stopped: Stopped) -> None:
    before = RunFolder.open(stopped.path).progress().epoch
    with pair("--resume", stopped.path) as (first, second):
        assert first.stdout is not None
        (row,) = rows(first.stdout.readline())
        second.kill()
        _, errors = first.communicate(timeout=PROCESS_SECONDS)
    assert row["epoch"] == before + 1
    assert first.returncode == 2 and "Traceback" not in errors
    assert "The connection to the other processes was lost; what was saved is kept" in errors
    assert RunFolder.open(stopped.path).progress().epoch > before


def refused(second_pair: Pair, path: Path, owner: int) -> None:
    """One sentence from the first of them, nothing from the other, and no process left."""
    (output, errors), silent = (process.communicate(timeout=PROCESS_SECONDS) for process in second_pair)
    sentence = f"Another process ({owner}) is working in {path}; wait for it, or stop it first."
    assert [line for line in errors.splitlines() if "process" in line] == [sentence] and "Traceback" not in errors
    assert output == silent[0] == "" and "Another" not in silent[1] and "Traceback" not in silent[1]
    assert [process.returncode for process in second_pair] == [2, 128 + signal.SIGINT]


@pytest.mark.slow
def test_while_two_train_a_run_nobody_else_does(stopped: Stopped, folder: Path) -> None:
    data = ("--dataset", "mnist", "--data-dir", folder)
    with pair("--resume", stopped.path) as (owner, _):
        assert owner.stdout is not None
        owner.stdout.readline()
        with pair("--resume", stopped.path) as others:
            refused(others, stopped.path, owner.pid)
        with pair("denoising-vae", "--out", stopped.path, *data) as others:
            refused(others, stopped.path, owner.pid)
        with pytest.raises(RunError, match=rf"Another process \({owner.pid}\) is working"):
            Trainer.resume(RunFolder.open(stopped.path), load_dataset("mnist", data_dir=folder), device="cpu")
        assert owner.poll() is None and len(rows(owner.stdout.readline())) == 1


@pytest.mark.slow
def test_two_do_not_go_on_with_a_run_that_one_has(stopped: Stopped) -> None:
    """As a window has it."""
    run = RunFolder.open(stopped.path)
    run.take()
    try:
        with pair("--resume", stopped.path) as both:
            refused(both, stopped.path, os.getpid())
    finally:
        run.let_go()


CPU = torch.device("cpu")


def in_parts(
    recipe: Recipe, dataset: Dataset, count: int, monkeypatch: pytest.MonkeyPatch
) -> tuple[torch.Tensor, StepLosses]:
    """Gradients and losses of a first step, as `count` processes would add them up."""
    gradients, figures = [], []
    for rank in range(count):
        fake = SimpleNamespace(get_rank=lambda rank=rank: rank, get_world_size=lambda: count, all_reduce=lambda _: None)
        monkeypatch.setattr(distributed, "dist", fake)
        choice = choose_for_team(recipe, CPU)
        optimisation = Optimisation(recipe, dataset.train, CPU, choice, distributed.SharedGradients)
        optimisation.batches.shuffle(0)
        losses = optimisation.step(0, 1.0, 0.0)
        gradients.append(optimisation.flat.gradients.clone())
        figures.append(losses)
    kl = torch.stack([losses.kl_per_dim for losses in figures]).sum(0)
    return torch.stack(gradients).sum(0), StepLosses(sum(losses.reconstruction for losses in figures), kl, 1.0)


@pytest.mark.parametrize(
    "name", ["vae", "autoencoder", "denoising-vae", "conv-vae", "cvae", "unet-denoiser", "linear-vae-4"]
)
@pytest.mark.parametrize("count", [2, 3])
def test_the_parts_of_a_batch_add_up_to_the_batch(
    name: str, count: int, few_digits: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    recipe = get_recipe(name).replace(batch_size=32)
    whole = Optimisation(recipe, few_digits.train, CPU, choose_for_team(recipe, CPU))
    whole.batches.shuffle(0)
    expected = whole.step(0, 1.0, 0.0)
    gradients, losses = in_parts(recipe, few_digits, count, monkeypatch)
    torch.testing.assert_close(gradients, whole.flat.gradients, rtol=1e-3, atol=1e-5)
    torch.testing.assert_close(losses.reconstruction, expected.reconstruction)
    torch.testing.assert_close(losses.kl_per_dim, expected.kl_per_dim)


@pytest.mark.parametrize(
    ("recipe", "words"),
    [
        (get_recipe("beta-tcvae"), "looks at a batch as a whole"),
        (get_recipe("iwae"), "importance has a term of its own"),
        (get_recipe("vq-vae"), "codebook has a term of its own"),
        (get_recipe("vae").replace(batch_size=3), "A batch of 3"),
    ],
    ids=["batch-wise", "samples", "codebook", "batch"],
)
def test_what_cannot_be_shared_is_one_sentence(
    recipe: Recipe, words: str, few_digits: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(distributed, "dist", SimpleNamespace(get_rank=lambda: 0, get_world_size=lambda: 4))
    with pytest.raises(RecipeError, match=words):
        distributed.TeamTrainer(recipe, few_digits)


def in_turn(count: int, make: Callable[[int], str], monkeypatch: pytest.MonkeyPatch) -> list[str | Exception]:
    """What each of `count` processes, which are threads here, gets where they make something in turn."""
    ranks, together = threading.local(), threading.Barrier(count, timeout=PATIENCE_SECONDS)
    told = [""] * count

    def all_gather_object(everywhere: list[str], own: str) -> None:
        told[ranks.own] = own
        together.wait()
        everywhere[:] = told
        together.wait()

    def work(rank: int) -> str | Exception:
        ranks.own = rank
        try:
            return distributed.ProcessTeam("cpu").in_turn(lambda: make(rank))
        except Exception as error:
            return error

    fake = SimpleNamespace(
        get_rank=lambda: ranks.own, get_world_size=lambda: count, all_gather_object=all_gather_object
    )
    monkeypatch.setattr(distributed, "dist", fake)
    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(work, range(count)))


def test_processes_make_the_first_thing_first(monkeypatch: pytest.MonkeyPatch) -> None:
    order: list[int] = []

    def make(rank: int) -> str:
        order.append(rank)
        return f"made {rank}"

    assert in_turn(3, make, monkeypatch) == ["made 0", "made 1", "made 2"]
    assert order[0] == 0


@pytest.mark.parametrize("failing", [0, 2])
@pytest.mark.parametrize("error", [RunError("The disk is full."), ValueError("a fault")])
def test_an_error_of_any_process_reaches_the_others_in_words(
    failing: int, error: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    def make(rank: int) -> str:
        if rank == failing:
            raise error
        return "made"

    results = in_turn(3, make, monkeypatch)
    assert results[failing] is error
    for rank in {0, 1, 2} - {failing}:
        if failing == 0:
            assert isinstance(results[rank], Cancelled)  # the first has said it already
        else:
            assert isinstance(results[rank], TrainingError)
            assert str(error) in str(results[rank]) and "Process 2" in str(results[rank])
