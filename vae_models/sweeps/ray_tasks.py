"""Workers of a sweep on a Ray cluster; `pip install "latent-explorer[cluster]"` brings Ray.

Every machine has this program installed and reaches the sweep's folder, and the data, under the same path.
"""

import importlib
from typing import Any

from vae_models.errors import TrainingError
from vae_models.files.extras import require
from vae_models.sweeps.events import Message, RunAdvanced, RunEnded, RunTask
from vae_models.sweeps.worker import train_task


def load_ray() -> Any:
    """Raises MissingPackageError where Ray is not installed."""
    require("A sweep on a Ray cluster", "cluster", "ray")
    return importlib.import_module("ray")


class Board:
    """What tasks and the sweep tell each other; Ray keeps it as an actor."""

    def __init__(self) -> None:
        self._word = "go on"
        self._news: dict[str, RunAdvanced] = {}

    def report(self, advanced: RunAdvanced) -> str:
        """Notes how far a run is, and returns the last word of the sweep."""
        self._news[advanced.name] = advanced
        return self._word

    def read(self) -> list[RunAdvanced]:
        """What is new since the last time."""
        news, self._news = list(self._news.values()), {}
        return news

    def tell(self, word: str) -> None:
        self._word = word


class RayTasks:
    """Runs as Ray tasks, each on one CPU, and one GPU where the cluster has any; at most `most` at a time.

    `address` is that of a cluster, "auto" for the one this machine belongs to, or "local" for one of its own that ends
    with the sweep. Raises MissingPackageError without Ray, TrainingError where the cluster does not answer.
    """

    threads = 1

    def __init__(self, address: str, most: int | None = None) -> None:
        self._ray = load_ray()
        try:
            self._ray.init(address=address, logging_level="ERROR", log_to_driver=False, include_dashboard=False)
        except (ConnectionError, ValueError, RuntimeError, OSError) as error:
            raise TrainingError(
                f"No Ray cluster answers at {address}; start one with `ray start --head`, "
                "and with the same RAY_AUTH_MODE as here."
            ) from error
        resources = self._ray.cluster_resources()
        gpus = int(resources.get("GPU", 0))
        self._most = most or max(1, gpus or int(resources.get("CPU", 1)))
        self._board = self._ray.remote(num_cpus=0)(Board).remote()
        self._train = self._ray.remote(num_cpus=1, num_gpus=1 if gpus else 0, max_retries=0)(_train)
        self._under_way: dict[Any, str] = {}

    @property
    def free(self) -> int:
        return self._most - len(self._under_way)

    def start(self, task: RunTask) -> None:
        self._under_way[self._train.remote(task, self._board)] = task.path.name

    def messages(self, timeout: float) -> list[Message]:
        ended, _ = self._ray.wait(list(self._under_way), timeout=timeout) if self._under_way else ([], [])
        advanced = [news for news in self._ray.get(self._board.read.remote()) if news.name in self._under_way.values()]
        return [*advanced, *(self._outcome(task) for task in ended)]

    def _outcome(self, task: Any) -> RunEnded:
        name = self._under_way.pop(task)
        try:
            ended: RunEnded = self._ray.get(task)
        except self._ray.exceptions.RayError as error:
            return RunEnded(name, "failed", sentence=f"Its machine or process was lost ({type(error).__name__}).")
        return ended

    def tell(self, word: str) -> None:
        self._ray.get(self._board.tell.remote(word))

    def close(self) -> None:
        """Lets all runs save and end, and leaves the cluster."""
        if self._ray.is_initialized():
            self.tell("stop")
            self._ray.wait(list(self._under_way), num_returns=len(self._under_way)) if self._under_way else None
            self._ray.shutdown()


def _train(task: RunTask, board: Any) -> RunEnded:
    """On a machine of the cluster."""
    import time

    ray = load_ray()

    def report(advanced: RunAdvanced) -> bool:
        while (word := ray.get(board.report.remote(advanced))) == "pause":
            time.sleep(0.5)
        return bool(word != "stop")

    return train_task(task, report)
