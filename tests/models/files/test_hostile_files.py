"""Run folders, models and sweeps that somebody damaged, or made on purpose: one sentence, at once, and no other run is hidden."""

import ast
import json
import os
import shutil
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import safetensors.torch
import torch

from tests.models.hostile_names import HOSTILE_NAMES
from tests.models.hostile_reading import in_time, sentence_of
from vae_models import get_recipe
from vae_models.data.load import Dataset
from vae_models.errors import RunError
from vae_models.explore.predictor import Predictor
from vae_models.export.run_script import script_of
from vae_models.export.script import plain_script
from vae_models.files.lock import FILE as LOCK_FILE
from vae_models.files.tensors import FORMAT, read_tensors, write_tensors
from vae_models.recipe.named import MAX_EPOCHS
from vae_models.runs.folder import RunFolder
from vae_models.runs.listing import list_runs
from vae_models.sweeps.grid import plan_runs
from vae_models.sweeps.plan import SweepPlan
from vae_models.training.trainer import Trainer

RECIPE = get_recipe("vae-2d").replace(hidden=(8,), epochs=1, batch_size=100)
DEEP = "[" * 100_000
READERS: dict[str, Callable[[RunFolder], object]] = {
    "recipe.json": lambda run: RunFolder.open(run.path),
    "metrics.csv": lambda run: run.metrics(),
    "checkpoint.safetensors": lambda run: Predictor.load(run.path),
    "sweep.json": lambda run: SweepPlan.load(run.path),
}


@pytest.fixture
def run(tmp_path: Path, few_digits: Dataset) -> RunFolder:
    """A finished run, which is also the folder of a sweep."""
    run = RunFolder.create(tmp_path / "runs" / "run", RECIPE, "digits")
    list(Trainer(RECIPE, few_digits, run=run, device="cpu").steps())
    SweepPlan(plan_runs([RECIPE]), "digits").save(run.path)
    return run


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes in this file system")
@pytest.mark.parametrize("name", READERS)
def test_a_pipe_in_place_of_a_file_is_refused_without_waiting(run: RunFolder, name: str) -> None:
    (run.path / name).unlink()
    os.mkfifo(run.path / name)
    in_time(lambda: READERS[name](run))


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="no such device")
@pytest.mark.parametrize("name", READERS)
def test_a_device_in_place_of_a_file_is_refused_before_it_fills_the_memory(run: RunFolder, name: str) -> None:
    (run.path / name).unlink()
    (run.path / name).symlink_to("/dev/zero")
    in_time(lambda: READERS[name](run))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes in this file system")
def test_a_pipe_in_place_of_the_lock_is_refused_without_waiting(run: RunFolder) -> None:
    (run.path / LOCK_FILE).unlink()
    os.mkfifo(run.path / LOCK_FILE)
    assert "no plain file" in in_time(run.take)
    looked: list[bool] = []
    looking = threading.Thread(target=lambda: looked.append(run.is_taken), daemon=True)
    looking.start()
    looking.join(20)
    assert looked == [False]


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere every name of a file is a text")
def test_a_run_whose_name_is_no_utf8_is_opened_and_resumed_like_any_other(run: RunFolder, few_digits: Dataset) -> None:
    other = run.path.rename(run.path.with_name(os.fsdecode(b"caf\xe9")))
    assert Predictor.load(other).recipe == RECIPE
    resumed = Trainer.resume(RunFolder.open(other), few_digits, device="cpu", epochs=2)
    list(resumed.steps())
    assert RunFolder.open(other).progress().epoch == 2
    assert Predictor.load(other).recipe == RECIPE.replace(epochs=2)
    (other / "checkpoint.safetensors").write_bytes(b"x" * 100)
    assert "damaged" in sentence_of(lambda: Predictor.load(other))


@pytest.mark.parametrize("name", ["snapshots", "tensorboard"])
def test_a_run_whose_folders_lie_elsewhere_is_not_written_and_nothing_there_is_removed(
    run: RunFolder, few_digits: Dataset, tmp_path: Path, name: str
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    mine = {elsewhere / "7.safetensors", elsewhere / ".mine.part"}
    for file in mine:
        file.touch()
    shutil.rmtree(run.path / name, ignore_errors=True)
    (run.path / name).symlink_to(elsewhere)
    with pytest.raises(RunError, match="is a link to another place"):
        Trainer.resume(RunFolder.open(run.path), few_digits, device="cpu", epochs=2)
    assert set(elsewhere.iterdir()) == mine and not run.is_taken


@pytest.mark.parametrize("name", ["metrics.csv", "checkpoint.safetensors"])
@pytest.mark.parametrize("begun", [False, True], ids=["a new run", "one that is resumed"])
def test_a_folder_in_a_files_place_is_told_before_a_step_is_trained(
    run: RunFolder, few_digits: Dataset, tmp_path: Path, begun: bool, name: str
) -> None:
    if begun:
        path = run.path
        (path / name).unlink()
    else:
        path = RunFolder.create(tmp_path / "new", RECIPE, "digits").path
    (path / name).mkdir()
    words = rf"{name} is a folder, and a run keeps a file of that name; move it away, or train in another folder\."
    with pytest.raises(RunError, match=words):
        Trainer.resume(RunFolder.open(path), few_digits, device="cpu", epochs=2)
    with pytest.raises(RunError, match=words):
        list(Trainer(RECIPE, few_digits, device="cpu", run=RunFolder.open(path)).steps())
    assert (path / name).is_dir() and not run.is_taken


@pytest.mark.parametrize("name", READERS)
def test_a_file_beyond_all_size_is_refused_before_it_is_read(run: RunFolder, name: str) -> None:
    os.truncate(run.path / name, 8 * 1024**3)  # a hole: it takes no room on the disk
    assert "larger than" in sentence_of(lambda: READERS[name](run))


@pytest.mark.parametrize("name", ["checkpoint.safetensors", "sweep.json"])
def test_a_text_of_very_many_parts_is_refused_before_they_fill_the_memory(
    run: RunFolder, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each empty list takes thirty times the memory that it takes in the file."""
    monkeypatch.setattr(json, "loads", lambda text: pytest.fail("it was read all the same"))
    many = f"[{'[],' * 1_000_001}[]]"
    (run.path / "sweep.json").write_text(many)
    content = safetensors.torch.save({}, {"format": FORMAT, "description": many})
    run.checkpoint_path.write_bytes(content)
    assert "damaged" in sentence_of(lambda: SweepPlan.load(run.path) if name == "sweep.json" else run.progress())


def test_a_table_of_more_epochs_than_any_run_has_is_damaged(run: RunFolder) -> None:
    header, row = (run.path / "metrics.csv").read_text().splitlines()
    (run.path / "metrics.csv").write_text("\n".join([header, *[row] * (MAX_EPOCHS + 1)]))
    assert "damaged" in sentence_of(run.metrics)


@pytest.mark.parametrize("name", READERS)
@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_what_may_not_be_read_is_not_called_damaged(run: RunFolder, name: str) -> None:
    (run.path / name).chmod(0)
    sentence = sentence_of(lambda: READERS[name](run))
    assert "Permission denied" in sentence and "damaged" not in sentence


@pytest.mark.parametrize("name", READERS)
def test_a_reader_that_the_system_refuses_says_so(run: RunFolder, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("builtins.open", refuse)
    monkeypatch.setattr(Path, "open", refuse)
    sentence = sentence_of(lambda: READERS[name](run))
    assert "Permission denied" in sentence and "damaged" not in sentence


@pytest.mark.parametrize("name", ["recipe.json", "sweep.json"])
@pytest.mark.parametrize("content", [DEEP, "", "{", "[]", "5", "null", '"x"', "\udcff", "[" * 10 + "]" * 10])
def test_json_of_any_other_kind_is_damaged(run: RunFolder, name: str, content: str) -> None:
    (run.path / name).write_text(content, "utf-8", "surrogateescape")
    assert "damaged" in sentence_of(lambda: READERS[name](run))


BAD_ENTRIES: list[dict[str, Any]] = [
    {"created": 5}, {"created": None}, {"created": [1]}, {"dataset": 5}, {"dataset": None}, {"dataset": "a\0b"},
    {"data_dir": 5}, {"recipe": 5}, {"recipe": []}, {"recipe": {"name": "x", "image_shape": "ab"}},
    {"recipe": {"name": "x", "image_shape": [["a"], {}]}}, {"recipe": {"name": "x", "hidden": 5}},
    {"recipe": {"name": "x", "kl_schedule": 5}}, {"recipe": {"name": "x", "epochs": 10**400}},
]  # fmt: skip


@pytest.mark.parametrize("entry", BAD_ENTRIES, ids=str)
def test_one_bad_run_hides_no_other(run: RunFolder, tmp_path: Path, entry: dict[str, Any]) -> None:
    bad = run.path.with_name("bad") / "recipe.json"
    bad.parent.mkdir()
    bad.write_text(json.dumps(json.loads((run.path / "recipe.json").read_text()) | entry))
    assert [found.name for found in list_runs(run.path.parent)] == ["run"]
    sentence_of(lambda: RunFolder.open(bad.parent))


def test_a_deep_one_hides_no_other_either(run: RunFolder) -> None:
    bad = run.path.with_name("bad") / "recipe.json"
    bad.parent.mkdir()
    bad.write_text(DEEP)
    assert [found.name for found in list_runs(run.path.parent)] == ["run"]


@pytest.mark.parametrize("name", HOSTILE_NAMES, ids=ascii)
def test_a_hostile_name_is_refused_by_every_reader(run: RunFolder, tmp_path: Path, name: object) -> None:
    values = json.loads((run.path / "recipe.json").read_text())
    values["recipe"]["name"] = name
    (run.path / "recipe.json").write_text(json.dumps(values))
    sentence_of(lambda: RunFolder.open(run.path))
    tensors, description = read_tensors(run.checkpoint_path)
    write_tensors(run.checkpoint_path, tensors, description | {"recipe": values["recipe"]})
    sentence_of(lambda: Predictor.load(run.path))
    model = tmp_path / "model.safetensors"
    write_tensors(model, tensors, {"recipe": RECIPE.to_dict(), "name": name})
    sentence_of(lambda: Predictor.load(model))
    sweep = {"dataset": "digits", "data_dir": None, "invert": None, "runs": {str(name): RECIPE.to_dict()}}
    if isinstance(name, str):
        (run.path / "sweep.json").write_text(json.dumps(sweep))
        sentence_of(lambda: SweepPlan.load(run.path))


@pytest.mark.parametrize(
    "name", [name for name in HOSTILE_NAMES if isinstance(name, str) and "\udcff" not in name], ids=ascii
)
def test_a_script_holds_a_name_as_a_literal_even_if_one_slipped_through(name: str) -> None:
    recipe = get_recipe("vae-2d")
    object.__setattr__(recipe := recipe.replace(note="own"), "name", name)
    tree = ast.parse(plain_script(recipe, "digits"))
    plain = ast.parse(plain_script(get_recipe("vae-2d"), "digits"))
    assert (ast.get_docstring(tree, clean=False) or "").startswith(f"{name}: ")
    assert ast.dump(ast.Module(tree.body[1:], [])) == ast.dump(ast.Module(plain.body[1:], []))


@pytest.mark.parametrize("changes", [5, [5], [[1, "beta"]], [["x", "beta", 1]], [[1, '"""', 1]], [[1, "beta", None]]])
def test_changes_that_are_none_make_no_script(run: RunFolder, changes: object) -> None:
    tensors, description = read_tensors(run.checkpoint_path)
    write_tensors(run.checkpoint_path, tensors, description | {"changes": changes})
    assert "changed by hand" in sentence_of(lambda: script_of(run))


BAD_DESCRIPTIONS: list[dict[str, Any]] = [
    {"step": float("inf")}, {"step": "x"}, {"step": -1}, {"step": 10**9}, {"steps_per_epoch": 0}, {"steps_per_epoch": None},
    {"sums": 5}, {"sums": {}}, {"sums": {"loss": "x", "reconstruction": 0, "images": 1, "seconds": 0, "kl_per_dim": []}},
    {"sums": {"loss": 0, "reconstruction": 0, "images": 1, "seconds": 0, "kl_per_dim": [1, 2, 3]}}, {"history": 5},
    {"history": [5]}, {"history": []}, {"changes": [["x", "beta", 1]]}, {"beta": "x"}, {"beta": float("nan")},
    {"learning_rate": -1}, {"images": 1}, {"recipe": 5}, {"recipe": None}, {"seconds": []},
]  # fmt: skip


@pytest.mark.parametrize("entry", BAD_DESCRIPTIONS, ids=str)
def test_a_run_whose_checkpoint_says_something_else_is_not_resumed(
    run: RunFolder, few_digits: Dataset, entry: dict[str, Any]
) -> None:
    tensors, description = read_tensors(run.checkpoint_path)
    write_tensors(run.checkpoint_path, tensors, description | {"sums": {**description["sums"]}} | entry)
    if entry.get("history") == []:  # steps of an epoch that nothing was summed over
        assert description["sums"]["images"] == 0
    with pytest.raises(RunError, match=r"^[^\n]*$"):
        Trainer.resume(run, few_digits, device="cpu")


BAD_TENSORS: dict[str, torch.Tensor] = {
    "adam.step": torch.tensor(1, dtype=torch.int32), "adam.exp_avg": torch.zeros(3), "random.state": torch.zeros(3),
    "model.extra": torch.zeros(1),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD_TENSORS)
def test_a_run_whose_checkpoint_holds_other_tensors_is_not_resumed(
    run: RunFolder, few_digits: Dataset, name: str
) -> None:
    tensors, description = read_tensors(run.checkpoint_path)
    write_tensors(run.checkpoint_path, tensors | {name: BAD_TENSORS[name]}, description)
    with pytest.raises(RunError, match="does not fit"):
        Trainer.resume(run, few_digits, device="cpu")
