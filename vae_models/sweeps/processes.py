"""Workers of a sweep on this machine: processes that train one run after the other."""

import contextlib
import os
import signal
import time
from collections.abc import Iterator
from multiprocessing import get_context, resource_tracker
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess

from vae_models.errors import RunError
from vae_models.sweeps.events import Message, RunEnded, RunTask
from vae_models.training.interrupt import ENDING

# Each worker has a copy of torch and of the data; more of them only where asked for.
MOST_BY_ITSELF = 8


def default_workers(runs: int, spare_cores: int = 0) -> int:
    """As many as there are runs, or cores apart from those that are to stay free."""
    return max(1, min(runs, (os.cpu_count() or 1) - spare_cores, MOST_BY_ITSELF))


def threads_each(workers: int, spare_cores: int = 0) -> int:
    """A worker's share of the cores."""
    return max(1, ((os.cpu_count() or 1) - spare_cores) // workers)


class Processes:
    """Up to `workers` processes, started when they are needed. Call `close` at the end."""

    def __init__(self, workers: int, spare_cores: int = 0) -> None:
        self._workers = workers
        self._spare_cores = spare_cores
        self._processes: dict[Connection, BaseProcess] = {}
        self._busy: dict[Connection, str] = {}  # the run that each of them trains

    @property
    def free(self) -> int:
        return self._workers - len(self._busy)

    @property
    def running(self) -> dict[str, int]:
        """The process of each run that is trained."""
        return {name: self._processes[pipe].pid or 0 for pipe, name in self._busy.items()}

    @property
    def threads(self) -> int:
        return threads_each(self._workers, self._spare_cores)

    def start(self, task: RunTask) -> None:
        idle = next((pipe for pipe in self._processes if pipe not in self._busy), None)
        pipe = self._new_process() if idle is None else idle
        self._busy[pipe] = task.path.name
        with contextlib.suppress(OSError):  # it died while idle; `messages` finds that out
            pipe.send(task)

    def _new_process(self) -> Connection:
        from vae_models.sweeps.worker import work

        # Waiting threads must sleep rather than spin, or workers take each other's cores. Read when torch loads.
        os.environ.setdefault("OMP_WAIT_POLICY", "passive")
        spawn = get_context("spawn")
        with _enough_granted():
            ours, theirs = spawn.Pipe()
        process = spawn.Process(target=work, args=(theirs,), name="sweep worker")
        with theirs, _enough_granted(ours), _signals_held_back():  # theirs closes, so that its end is noticed here
            process.start()
        self._processes[ours] = process
        return ours

    def messages(self, timeout: float) -> list[Message]:
        """What came in, after at most `timeout` seconds."""
        if not self._busy:
            time.sleep(timeout)
        messages: list[Message] = []
        for pipe in wait(list(self._busy), timeout) if self._busy else ():
            assert isinstance(pipe, Connection)
            messages += self._received(pipe)
        return messages

    def _received(self, pipe: Connection) -> Iterator[Message]:
        try:
            while pipe.poll():
                message: Message = pipe.recv()
                if isinstance(message, RunEnded):
                    del self._busy[pipe]
                yield message
        except (EOFError, OSError):
            yield self._died(pipe)

    def _died(self, pipe: Connection) -> RunEnded:
        name, process = self._busy.pop(pipe), self._processes.pop(pipe)
        process.join()
        pipe.close()
        code = process.exitcode or 0
        how = f"signal {-code}" if code < 0 else f"code {code}"
        return RunEnded(
            name, "failed", sentence=f"The process that trained it ended unexpectedly ({how}); start it again."
        )

    def tell(self, word: str) -> None:
        """ "pause", "go on" or "stop", to all that train."""
        for pipe in self._busy:
            with contextlib.suppress(OSError):
                pipe.send(word)

    def close(self) -> None:
        """Lets all processes save and end, and waits for them."""
        for pipe in self._processes:
            pipe.close()
        for process in self._processes.values():
            process.join()
        self._processes.clear()
        self._busy.clear()


@contextlib.contextmanager
def _enough_granted(pipe: Connection | None = None) -> Iterator[None]:
    """Raises RunError, and closes the pipe, where the system grants no further file or process."""
    try:
        yield
    except OSError as error:
        if pipe is not None:
            pipe.close()
        raise RunError(
            f"The system allows no more workers ({error.strerror}); use fewer, or raise its limits (ulimit -n, -u)."
        ) from error


@contextlib.contextmanager
def _signals_held_back() -> Iterator[None]:
    """A process started in here never hears Ctrl+C or a polite kill: the sweep hears them, and tells it to save."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    resource_tracker.ensure_running()  # which, where it is started in between, would let the signals through
    before = signal.pthread_sigmask(signal.SIG_BLOCK, set(ENDING))
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
