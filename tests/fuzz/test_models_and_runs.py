"""Damaged and hostile models, runs and sweeps: what they say, or one sentence."""

import json
import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import torch

from tests.fuzz.judge import how_many, judge
from tests.fuzz.mutations import mutants
from tests.fuzz.structures import damaged
from vae_models import get_recipe
from vae_models.data.load import Dataset
from vae_models.explore.predictor import Predictor
from vae_models.export.run_script import script_of
from vae_models.files.names import name_problem
from vae_models.files.tensors import read_tensors, write_tensors
from vae_models.runs.folder import RunFolder
from vae_models.runs.listing import list_runs
from vae_models.sweeps.grid import parse_axis, plan_runs
from vae_models.sweeps.plan import SweepPlan
from vae_models.training.trainer import Trainer

RECIPE = get_recipe("vae-2d").replace(hidden=(4,), epochs=1, batch_size=100)


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory, few_digits: Dataset) -> RunFolder:
    """A finished run of a few hundred weights, which is also the folder of a sweep."""
    run = RunFolder.create(tmp_path_factory.mktemp("good") / "run", RECIPE, "digits")
    list(Trainer(RECIPE, few_digits, run=run, device="cpu").steps())
    SweepPlan(plan_runs([RECIPE], [parse_axis("beta=1,2")]), "digits").save(run.path)
    return run


@pytest.fixture
def run(good: RunFolder, tmp_path: Path) -> RunFolder:
    """A copy that may be damaged."""
    shutil.copytree(good.path, tmp_path / "run")
    return RunFolder.open(tmp_path / "run")


def wild_tensor(tensor: torch.Tensor, rng: random.Random) -> torch.Tensor:
    shape = rng.choice(((), (0,), (1,), (3, 0), tuple(tensor.shape)[::-1], tuple(tensor.shape)))
    kind = rng.choice((torch.float32, torch.float64, torch.int32, torch.int64, torch.uint8, torch.bool, torch.bfloat16))
    return torch.full(shape, rng.choice((0, 1, 255)), dtype=kind)


def checkpoints(run: RunFolder, count: int, seed: int) -> Iterator[tuple[dict[str, torch.Tensor], object]]:
    """With a right checksum: made on purpose, not by chance."""
    tensors, description = read_tensors(run.checkpoint_path)
    rng = random.Random(seed)
    for _ in range(count):
        others = dict(tensors)
        if rng.random() < 0.3:
            name = rng.choice(list(others))
            changed = wild_tensor(others.pop(name), rng)
            if rng.random() < 0.7:
                others[name] = changed
        yield others, damaged(description, rng) if rng.random() < 0.9 else description


@how_many
def test_models_whose_bytes_are_damaged(count: int, run: RunFolder, tmp_path: Path) -> None:
    path = tmp_path / "model.safetensors"

    def load(content: bytes) -> None:
        path.write_bytes(content)
        assert name_problem(Predictor.load(path).name) == ""

    verdict = judge(mutants([run.checkpoint_path.read_bytes()], count, seed=1), load)
    assert len(verdict.refusals) > 0.9 * count


@how_many
def test_models_and_checkpoints_that_were_made_on_purpose(
    count: int, run: RunFolder, tmp_path: Path, few_digits: Dataset
) -> None:
    def load(case: tuple[dict[str, torch.Tensor], dict[str, object]]) -> None:
        write_tensors(run.checkpoint_path, *case)
        run.progress()
        script = script_of(run)
        compile(script, "script", "exec")
        assert name_problem(Predictor.load(run.path).name) == ""
        list(Trainer.resume(run, few_digits, device="cpu").steps())

    verdict = judge(checkpoints(run, count, seed=2), load)
    assert verdict.refusals


@how_many
def test_run_folders(count: int, run: RunFolder) -> None:
    recipe, metrics = run.path / "recipe.json", run.path / "metrics.csv"
    values, table = json.loads(recipe.read_text()), metrics.read_bytes()
    rng = random.Random(3)
    texts = mutants([recipe.read_bytes()], count, seed=3)
    tables = mutants([table], count, seed=4)

    def cases() -> Iterator[tuple[bytes, bytes]]:
        for text, rows in zip(texts, tables, strict=True):
            made = json.dumps(damaged(values, rng)).encode() if rng.random() < 0.5 else text
            yield made, rows if rng.random() < 0.5 else table

    def read(case: tuple[bytes, bytes]) -> None:
        recipe.write_bytes(case[0])
        metrics.write_bytes(case[1])
        list_runs(run.path.parent)
        opened = RunFolder.open(run.path)
        assert name_problem(opened.recipe.name) == ""
        opened.metrics()

    assert judge(cases(), read).refusals


@how_many
def test_sweep_folders(count: int, run: RunFolder) -> None:
    path = run.path / "sweep.json"
    values, rng = json.loads(path.read_text()), random.Random(5)
    texts = mutants([path.read_bytes()], count, seed=5)

    def read(text: bytes) -> None:
        path.write_bytes(text)
        plan = SweepPlan.load(run.path)
        assert all((run.path / planned.name).parent == run.path for planned in plan.runs)
        assert name_problem(plan.folder_name) == "" or len(plan.folder_name) > 100

    cases = (json.dumps(damaged(values, rng)).encode() if rng.random() < 0.6 else text for text in texts)
    assert judge(cases, read).refusals


@how_many
def test_grids_as_they_are_typed(count: int) -> None:
    good = [b"beta=1,2,4", b"latent-dim=2,8", b"learning_rate=1e-3,3e-4", b"seed=0,1,2", b"hidden=1"]

    def plan(text: bytes) -> None:
        for planned in plan_runs([RECIPE], [parse_axis(text.decode("utf-8", "replace"))]):
            assert name_problem(planned.name) == ""

    assert judge(mutants(good, count, seed=6), plan).refusals
