"""A sweep from its first run to its table, with what goes wrong on the way."""

import errno
import json
import multiprocessing
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from vae_models import get_recipe
from vae_models.data.load import Dataset
from vae_models.errors import RecipeError, RunError
from vae_models.files.lock import FolderLock
from vae_models.runs.folder import RunFolder
from vae_models.sweeps.events import Message, RunAdvanced, RunEnded, RunTask, SweepProgress
from vae_models.sweeps.grid import parse_axis, plan_runs
from vae_models.sweeps.plan import SweepPlan
from vae_models.sweeps.processes import Processes
from vae_models.sweeps.progress import SweepClock
from vae_models.sweeps.sweep import Sweep
from vae_models.sweeps.worker import train_task


@pytest.fixture(scope="module")
def few_file(few_digits: Dataset, tmp_path_factory: pytest.TempPathFactory) -> str:
    """300 digits as a file, which any process can load."""
    path = tmp_path_factory.mktemp("data") / "few.npy"
    np.save(path, few_digits.train.images[:300, 0].numpy())
    return str(path)


def plan_of(data: str, *grid: str, epochs: int = 2) -> SweepPlan:
    recipe = get_recipe("vae-2d").replace(epochs=epochs, hidden=(16,), batch_size=64)
    return SweepPlan(plan_runs([recipe], [parse_axis(text) for text in grid]), data)


class Here:
    """Trains in this process, one run after the other; remembers what it was asked for."""

    threads = 1

    def __init__(self, steps_each: int | None = None) -> None:
        self.free = 1
        self.asked: list[str] = []
        self._news: list[Message] = []
        self._left = steps_each

    def start(self, task: RunTask) -> None:
        self.asked.append(task.path.name)
        self._news.append(train_task(task, self._report))

    def _report(self, advanced: RunAdvanced) -> bool:
        self._news.append(advanced)
        return self._left is None or advanced.step < self._left

    def messages(self, timeout: float) -> list[Message]:
        news, self._news = self._news, []
        return news

    def tell(self, word: str) -> None: ...
    def close(self) -> None: ...


def outcomes(sweep: Sweep) -> dict[str, str]:
    list(sweep.events())
    return {name: ended.kind for name, ended in sweep.ended.items()}


def test_every_run_has_a_folder_and_the_sweep_says_what_belongs_to_it(tmp_path: Path, few_file: str) -> None:
    plan = plan_of(few_file, "latent_dim=2,3", "beta=1,2")
    sweep = Sweep(tmp_path, plan, Here())
    events = list(sweep.events())
    assert {ended.kind for ended in sweep.ended.values()} == {"finished"} and sweep.complete
    told = json.loads((tmp_path / "sweep.json").read_text("utf-8"))
    assert list(told["runs"]) == [run.name for run in plan.runs] and told["dataset"] == few_file
    for run in plan.runs:
        folder = RunFolder.open(tmp_path / run.name)
        last = folder.metrics()[-1]
        ended = sweep.ended[run.name]
        assert folder.recipe == run.recipe and last.epoch == 2
        assert ended.losses == last.val and ended.seconds == sum(epoch.seconds for epoch in folder.metrics())
    shares = [event.share for event in events if isinstance(event, SweepProgress)]
    assert shares == sorted(shares) and shares[-1] == 1.0


def test_the_same_sweep_again_trains_nothing_that_is_finished(tmp_path: Path, few_file: str) -> None:
    plan = plan_of(few_file, "beta=1,2")
    outcomes(Sweep(tmp_path, plan, Here()))
    again = Here()
    assert set(outcomes(Sweep(tmp_path, plan, again)).values()) == {"finished"}
    assert again.asked == []


def test_an_interrupted_run_goes_on_from_where_it_was(tmp_path: Path, few_file: str) -> None:
    plan = plan_of(few_file, "beta=1", epochs=4)
    name = plan.runs[0].name
    first = Sweep(tmp_path, plan, Here(steps_each=10))
    assert outcomes(first) == {name: "stopped"} and not first.complete
    before = RunFolder.open(tmp_path / name)
    done, rows = before.progress().step, before.metrics()
    assert 0 < done < before.progress().total_steps
    assert outcomes(Sweep(tmp_path, plan, Here())) == {name: "finished"}
    # Seconds are never the same twice: these epochs were not trained again.
    assert RunFolder.open(tmp_path / name).metrics()[: len(rows)] == rows != []


def test_a_run_that_diverges_is_told_in_one_sentence_and_the_others_go_on(tmp_path: Path, few_file: str) -> None:
    sweep = Sweep(tmp_path, plan_of(few_file, "learning_rate=0.5", "beta=1,1e6,2", epochs=3), Here())
    assert list(outcomes(sweep).values()) == ["finished", "failed", "finished"]
    failed = next(ended for ended in sweep.ended.values() if ended.kind == "failed")
    assert failed.name == "vae-2d-learning_rate=0.5-beta=1000000" and "became NaN or infinite" in failed.sentence
    assert sweep.complete


def test_more_values_may_be_added_to_a_sweep_later(tmp_path: Path, few_file: str) -> None:
    outcomes(Sweep(tmp_path, plan_of(few_file, "beta=1"), Here()))
    workers = Here()
    outcomes(Sweep(tmp_path, plan_of(few_file, "beta=1,2"), workers))
    assert workers.asked == ["vae-2d-beta=2"]
    assert len(SweepPlan.load(tmp_path).runs) == 2


def test_a_run_that_is_a_link_elsewhere_is_not_written_and_the_others_go_on(tmp_path: Path, few_file: str) -> None:
    plan, elsewhere, folder = plan_of(few_file, "beta=1,2"), tmp_path / "elsewhere", tmp_path / "sweep"
    elsewhere.mkdir()
    folder.mkdir()
    (folder / "vae-2d-beta=1").symlink_to(elsewhere)
    sweep = Sweep(folder, plan, Here())
    assert outcomes(sweep) == {"vae-2d-beta=1": "failed", "vae-2d-beta=2": "finished"}
    assert sweep.ended["vae-2d-beta=1"].sentence.startswith(f"{folder / 'vae-2d-beta=1'} is a link to another place;")
    assert list(elsewhere.iterdir()) == []


def test_a_sweep_goes_on_with_no_run_of_another_place(tmp_path: Path, few_file: str) -> None:
    """Nor does whoever opens its runs one by one; a link that is in no sweep is its user's own."""
    plan, mine, folder = plan_of(few_file, "beta=1", epochs=4), tmp_path / "mine", tmp_path / "sweep"
    outcomes(Sweep(folder, plan, Here(steps_each=5)))
    link = folder / plan.runs[0].name
    link.rename(mine)
    link.symlink_to(mine)
    before = {file: file.read_bytes() for file in mine.rglob("*") if file.is_file()}
    assert outcomes(Sweep(folder, plan, Here())) == {link.name: "failed"}
    with pytest.raises(RunError, match="is a link to another place"):
        RunFolder.open(link).take()
    assert {file: file.read_bytes() for file in mine.rglob("*") if file.is_file()} == before
    (tmp_path / "own").symlink_to(mine)
    RunFolder.open(tmp_path / "own").take()


def test_another_sweep_in_the_same_folder_is_refused(tmp_path: Path, few_file: str) -> None:
    outcomes(Sweep(tmp_path, plan_of(few_file, "beta=1"), Here()))
    with pytest.raises(RunError, match="vae-2d-beta=1 has other values; choose another folder"):
        outcomes(Sweep(tmp_path, plan_of(few_file, "beta=1", epochs=3), Here()))
    with pytest.raises(RunError, match="choose another folder for other data"):
        outcomes(Sweep(tmp_path, plan_of("digits", "beta=1"), Here()))


@pytest.mark.parametrize("text", ["", "{}", '{"runs": {"../x": {}}, "dataset": "digits"}', "[1]"])
def test_a_damaged_sweep_is_one_sentence(tmp_path: Path, text: str) -> None:
    (tmp_path / "sweep.json").write_text(text)
    with pytest.raises(RunError, match=r"The sweep\.json in .* is damaged"):
        SweepPlan.load(tmp_path)


def test_a_plan_is_checked_against_the_data(few_digits: Dataset) -> None:
    runs = plan_runs([get_recipe("vae")], [parse_axis("batch_size=32,4096")])
    with pytest.raises(RecipeError, match="batch size 4096 is larger than the data"):
        SweepPlan(runs, "few").fitted(few_digits)


def test_runs_that_do_not_vary_the_batch_get_one_that_fits(few_digits: Dataset) -> None:
    runs = plan_runs([get_recipe("vae").replace(batch_size=4096)], [parse_axis("beta=1,2")])
    assert {run.recipe.batch_size for run in SweepPlan(runs, "few").fitted(few_digits).runs} == {600}


def test_runs_that_vary_their_classes_keep_them(few_digits: Dataset) -> None:
    runs = plan_runs([get_recipe("cvae")], [parse_axis("classes=12,14")])
    assert [run.recipe.classes for run in SweepPlan(runs, "few").fitted(few_digits).runs] == [12, 14]
    too_few = plan_runs([get_recipe("cvae")], [parse_axis("classes=12,3")])
    with pytest.raises(RecipeError, match="is for 3 classes"):
        SweepPlan(too_few, "few").fitted(few_digits)


def test_two_sweeps_cannot_use_one_folder_at_a_time(tmp_path: Path, few_file: str) -> None:
    with FolderLock(tmp_path), pytest.raises(RunError, match=rf"Another process \({os.getpid()}\) is working"):
        outcomes(Sweep(tmp_path, plan_of(few_file), Here()))
    assert outcomes(Sweep(tmp_path, plan_of(few_file), Here())) == {"vae-2d": "finished"}


def test_time_left_counts_neither_what_was_done_before_nor_pauses() -> None:
    times = iter([0.0, 10.0, 100.0, 110.0])
    clock = SweepClock({"a": 10, "b": 10}, now=lambda: next(times))
    clock.end("a")
    clock.start()
    clock.pause()
    clock.start()
    clock.advance("b", 0.5)
    progress = clock.progress(("b",))
    assert (progress.done, progress.share, progress.seconds_left) == (1, 0.75, 20.0)


@pytest.fixture
def processes() -> Iterator[Processes]:
    workers = Processes(2)
    yield workers
    workers.close()


def test_a_worker_that_is_killed_costs_its_run_alone(tmp_path: Path, few_file: str, processes: Processes) -> None:
    plan = plan_of(few_file, "epochs=2,100000", "beta=1,2")
    sweep = Sweep(tmp_path, plan, processes)
    for event in sweep.events():
        if isinstance(event, SweepProgress) and event.done == 2 and len(event.running) == 2:
            name = "vae-2d-epochs=100000-beta=1"
            if name in processes.running and sweep.ended.get(name) is None:
                os.kill(processes.running[name], signal.SIGKILL)
        if isinstance(event, RunEnded) and event.kind == "failed":
            assert "ended unexpectedly (signal 9)" in event.sentence
            sweep.stop()
    assert [ended.kind for ended in sweep.ended.values()] == ["finished", "finished", "failed", "stopped"]
    stopped = RunFolder.open(tmp_path / "vae-2d-epochs=100000-beta=2").progress()
    assert stopped.step > 0 and not stopped.finished


def test_a_sweep_reads_its_images_by_its_own_range(tmp_path: Path) -> None:
    runs = plan_runs([get_recipe("vae")])
    usual, asked = SweepPlan(runs, "own.npz"), SweepPlan(runs, "own.npz", value_range="0,8190")
    assert usual.folder_name != asked.folder_name
    asked.save(tmp_path)
    assert SweepPlan.load(tmp_path).value_range == "0,8190"
    with pytest.raises(RunError, match="other data"):
        usual.save(tmp_path)


@pytest.mark.parametrize("wanted", ["multiprocessing.connection.Pipe", "multiprocessing.process.BaseProcess.start"])
def test_a_system_that_grants_no_worker_ends_the_sweep_in_one_sentence(
    wanted: str, tmp_path: Path, few_file: str, processes: Processes, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.EMFILE, "Too many open files")

    monkeypatch.setattr(wanted, refuse)
    with pytest.raises(RunError, match=r"allows no more workers \(Too many open files\); use fewer"):
        list(Sweep(tmp_path, plan_of(few_file), processes).events())
    assert processes.free == 2 and not multiprocessing.active_children()
