"""The Sweep: an iterator of events over many runs. Closing it stops and saves them all; starting it again goes on."""

import threading
from collections import deque
from collections.abc import Generator
from pathlib import Path
from typing import Protocol

from vae_models.errors import RunError
from vae_models.files.lock import FolderLock
from vae_models.files.writing import make_folder
from vae_models.runs.folder import RunFolder
from vae_models.sweeps.events import Message, RunAdvanced, RunEnded, RunTask, SweepEvent, SweepProgress
from vae_models.sweeps.grid import PlannedRun
from vae_models.sweeps.plan import SweepPlan
from vae_models.sweeps.progress import SweepClock

POLL_SECONDS = 0.2


class Workers(Protocol):
    """Whoever trains: `sweep_processes.Processes` on this machine, `sweep_ray.RayTasks` on a cluster."""

    @property
    def free(self) -> int: ...
    @property
    def threads(self) -> int: ...
    def start(self, task: RunTask) -> None: ...
    def messages(self, timeout: float) -> list[Message]: ...
    def tell(self, word: str) -> None: ...
    def close(self) -> None: ...


class Sweep:
    """Trains the runs of a plan in `folder`, each in a run folder of its own; those that are finished are left alone.

    `pause`, `go_on` and `stop` may be called from any thread while another one iterates over `events`.
    """

    def __init__(self, folder: Path, plan: SweepPlan, workers: Workers, *, device: str = "auto") -> None:
        self.folder = Path(folder)
        self.plan = plan
        self.ended: dict[str, RunEnded] = {}
        self._workers = workers
        self._device = device
        self._running: dict[str, None] = {}  # in the order in which they were started
        self._stopping = threading.Event()
        self._pausing = threading.Event()
        self._paused = False
        self._clock = SweepClock({run.name: run.recipe.epochs for run in plan.runs})

    @property
    def complete(self) -> bool:
        """Whether no run is left to go on with."""
        return len(self.ended) == len(self.plan.runs) and all(run.kind != "stopped" for run in self.ended.values())

    def progress(self) -> SweepProgress:
        return self._clock.progress(tuple(self._running))

    def pause(self) -> None:
        self._pausing.set()

    def go_on(self) -> None:
        self._pausing.clear()

    def stop(self) -> None:
        """Every run under way is saved; the events come to their end."""
        self._stopping.set()

    def events(self) -> Generator[SweepEvent]:
        """One RunEnded for each run, progress several times a second. Raises RunError where the folder is not to be had."""
        make_folder(self.folder)
        with FolderLock(self.folder):
            self.plan.save(self.folder)
            try:
                yield from self._events()
            finally:
                self._workers.close()  # while the lock is still held: they are saving

    def _events(self) -> Generator[SweepEvent]:
        waiting = deque[PlannedRun]()
        for run in self.plan.runs:
            ended = self._look(run)
            if ended is None:
                waiting.append(run)
            else:
                yield self._note(ended)
        self._clock.start()
        while (waiting and not self._stopping.is_set()) or self._running:
            self._obey()
            while waiting and self._workers.free and not self._paused and not self._stopping.is_set():
                self._start(waiting.popleft())
            for message in self._workers.messages(POLL_SECONDS):
                if isinstance(message, RunAdvanced):
                    self._clock.advance(message.name, message.step / message.total_steps)
                else:
                    yield self._note(message)
            yield self.progress()

    def _obey(self) -> None:
        """Hands on what was asked for; again and again while it stops, for a run may have begun in between."""
        if self._stopping.is_set():
            self._workers.tell("stop")
        elif self._pausing.is_set() != self._paused:
            self._paused = self._pausing.is_set()
            self._workers.tell("pause" if self._paused else "go on")
            (self._clock.pause if self._paused else self._clock.start)()

    def _look(self, run: PlannedRun) -> RunEnded | None:
        """The end of a run that was trained before; notes how far an unfinished one is."""
        path = self.folder / run.name
        if not (path / "recipe.json").exists():
            return None
        try:
            folder = RunFolder.open(path)
            if folder.recipe != run.recipe:
                raise RunError(f"{path} holds a run of another recipe; choose another folder for the sweep.")
            progress = folder.progress()
            if progress.total_steps:
                self._clock.advance(run.name, progress.step / progress.total_steps)
            return RunEnded.finished(run.name, folder.metrics()) if progress.finished else None
        except RunError as error:
            return RunEnded(run.name, "failed", sentence=str(error))

    def _start(self, run: PlannedRun) -> None:
        plan = self.plan
        self._running[run.name] = None
        self._workers.start(
            RunTask(
                self.folder / run.name, run.recipe, plan.dataset, plan.data_dir, plan.invert, plan.value_range,
                self._device, self._workers.threads,
            )
        )  # fmt: skip

    def _note(self, ended: RunEnded) -> RunEnded:
        self._running.pop(ended.name, None)
        self.ended[ended.name] = ended
        if ended.kind != "stopped":
            self._clock.end(ended.name, failed=ended.kind == "failed")
        return ended
