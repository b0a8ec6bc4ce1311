"""One run of a sweep: trained to its end, or gone on with from its last autosave, in whatever process this is."""

import signal
from collections.abc import Callable
from contextlib import closing
from functools import lru_cache
from multiprocessing.connection import Connection
from pathlib import Path

from vae_models.data.load import Dataset, load_dataset
from vae_models.errors import RunError, UserError
from vae_models.runs.folder import RunFolder
from vae_models.sweeps.events import RunAdvanced, RunEnded, RunTask
from vae_models.training.trainer import Trainer

# A worker whose sweep was killed needs a moment to notice it, save, and let go of its run.
PATIENCE_SECONDS = 20.0
REPORT_SECONDS = 0.2

# Is told how far the run is; False stops and saves it.
Report = Callable[[RunAdvanced], bool]


def train_task(task: RunTask, report: Report) -> RunEnded:
    """Trains one run. Raises nothing: whatever went wrong is in the answer, in one sentence."""
    name = task.path.name
    try:
        trainer = _trainer(task)
        with closing(trainer.steps()) as steps:
            for _ in steps:
                if not report(RunAdvanced(name, trainer.step, trainer.total_steps)):
                    break
        if not trainer.finished:
            return RunEnded(name, "stopped")
        return RunEnded.finished(name, RunFolder.open(task.path).metrics())
    except UserError as error:
        return RunEnded(name, "failed", sentence=str(error))
    except Exception as error:  # a fault of the program in one run must not end the others
        return RunEnded(name, "failed", sentence=f"The program failed here ({type(error).__name__}: {error}).")


def _trainer(task: RunTask) -> Trainer:
    dataset = _dataset(task.dataset, task.data_dir, task.invert, task.value_range)
    if (task.path / "recipe.json").exists():
        run = RunFolder.open(task.path)
        if run.recipe != task.recipe or run.dataset != task.dataset:
            raise RunError(f"{task.path} holds another run; choose another folder for the sweep.")
    else:
        run = RunFolder.create(task.path, task.recipe, task.dataset, task.data_dir, task.value_range, task.invert)
    run.take(PATIENCE_SECONDS)
    return Trainer.resume(
        run, dataset, device=task.device, threads=task.threads, event_interval=REPORT_SECONDS, if_lost="stop"
    )  # fmt: skip


@lru_cache(maxsize=1)
def _dataset(source: str, data_dir: str | None, invert: bool | None, value_range: str) -> Dataset:
    folder = Path(data_dir) if data_dir else None
    return load_dataset(source, data_dir=folder, invert=invert, value_range=value_range)


def work(pipe: Connection) -> None:
    """The life of a worker process: tasks come through the pipe, messages go back; when it is closed, save and end.

    While a run trains, the words "pause", "go on" and "stop" may come.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the sweep hears Ctrl+C, and tells its workers
    try:
        while True:
            task = pipe.recv()
            if isinstance(task, RunTask):
                pipe.send(train_task(task, lambda advanced: _report(pipe, advanced)))
    except (EOFError, OSError):  # the sweep is over, or was killed
        return


def _report(pipe: Connection, advanced: RunAdvanced) -> bool:
    try:
        pipe.send(advanced)
        return _may_go_on(pipe)
    except (EOFError, OSError):
        return False


def _may_go_on(pipe: Connection) -> bool:
    paused = False
    while paused or pipe.poll():
        word = pipe.recv()
        if word == "stop":
            return False
        paused = word == "pause"
    return True
