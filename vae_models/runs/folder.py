"""The run folder: `recipe.json`, `metrics.csv`, `checkpoint.safetensors` and `snapshots/`, each written atomically.

One process at a time writes there; any number may read."""

import itertools
import stat
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from vae_models.data.value_ranges import AUTO
from vae_models.errors import ModelError, RunError
from vae_models.explore.predictor import Predictor
from vae_models.files.lock import FolderLock, is_locked
from vae_models.files.reading import MIB, damage_as, read_bounded
from vae_models.files.tensor_descriptions import read_description
from vae_models.files.tensors import read_tensors, write_tensors
from vae_models.files.writing import make_folder, make_new_folder, remove_left_overs, write_file
from vae_models.models.weights import check_weights
from vae_models.recipe.named import Recipe
from vae_models.runs import snapshots
from vae_models.runs.epochs import EpochDone, from_table, to_table
from vae_models.runs.files import check_places, remove_own_files, seen_entries
from vae_models.runs.provenance import Provenance
from vae_models.runs.recipe_file import read_recipe_file, write_recipe_file
from vae_models.runs.snapshots import Snapshot

if TYPE_CHECKING:
    from torch import Tensor

LOCK_PATIENCE = 0.5  # seconds: whoever only looks whether a run is taken has it for a moment
MAX_METRICS_BYTES = 64 * MIB


@dataclass(frozen=True)
class RunProgress:
    """How far the last checkpoint is."""

    step: int
    total_steps: int
    epoch: int
    epochs: int
    finished: bool


class RunFolder:
    """One run on disk. `create` makes it, `open` reads it; both raise RunError when they cannot."""

    def __init__(
        self, path: Path, recipe: Recipe, dataset: str, data_dir: str | None, created: str, value_range: str = AUTO,
        trained_with: Sequence[Provenance] = (), invert: bool | None = None,
    ) -> None:  # fmt: skip
        """`trained_with` says where each part of the training was done, one after the other; empty in older folders."""
        self.path = Path(path)
        self.recipe = recipe
        self.dataset = dataset
        self.data_dir = data_dir
        self.created = created
        self.trained_with = list(trained_with)
        self._lock = FolderLock(self.path)
        self._known_metrics: tuple[tuple[int, int, int], list[EpochDone]] = ((0, 0, 0), [])
        self.value_range = value_range
        self.invert = invert

    @property
    def name(self) -> str:
        return self.path.name

    @property
    def checkpoint_path(self) -> Path:
        return self.path / "checkpoint.safetensors"

    @property
    def date(self) -> datetime | None:
        """When it was made, in this machine's time, which is also that of older runs; None where the folder tells no date."""
        try:
            return datetime.fromisoformat(self.created).astimezone()
        except (ValueError, OverflowError, OSError):
            return None

    @property
    def age_rank(self) -> float:
        """The larger, the newer."""
        return self.date.timestamp() if self.date is not None else 0.0

    @classmethod
    def create(
        cls, path: Path, recipe: Recipe, dataset: str, data_dir: Path | str | None = None, value_range: str = AUTO,
        invert: bool | None = None,
    ) -> Self:  # fmt: skip
        """In a folder that is missing or empty. Raises RunError, also where another process makes a run of it just now.

        `dataset`, `data_dir`, `value_range` and `invert` are what `load_dataset` needs to read the same images again.
        """
        path = Path(path)
        if path.exists() and not path.is_dir():
            raise RunError(f"{path} is a file; choose a folder for the run.")
        check_places(path)
        make_folder(path)
        with FolderLock(path):
            if (path / "recipe.json").exists():
                raise RunError(f"{path} already holds a run; resume it or choose another folder.")
            if seen_entries(path):
                raise RunError(f"{path} holds other files; choose an empty folder or a new one for the run.")
            created = datetime.now(UTC).isoformat(timespec="microseconds")
            run = cls(path, recipe, dataset, str(data_dir) if data_dir else None, created, value_range, invert=invert)
            try:
                run._write_recipe()
            except RunError:
                run.discard()
                raise
        return run

    @classmethod
    def open(cls, path: Path) -> Self:
        return cls(path, **read_recipe_file(Path(path)))

    @property
    def _values(self) -> dict[str, Any]:
        """All that it is made of but its place."""
        return {
            "recipe": self.recipe, "dataset": self.dataset, "data_dir": self.data_dir, "created": self.created,
            "value_range": self.value_range, "invert": self.invert, "trained_with": self.trained_with,
        }  # fmt: skip

    def _write_recipe(self) -> None:
        write_recipe_file(self.path, self._values)

    def set_recipe(self, recipe: Recipe) -> None:
        """What the folder says from now on that the run is, such as for more epochs. Raises RunError."""
        if recipe != self.recipe:
            self.recipe = recipe
            self._write_recipe()

    def set_provenance(self, provenance: Provenance) -> None:
        """Where it trains from now on; noted where it is another place than the last. Raises RunError."""
        if provenance not in self.trained_with[-1:]:
            self.trained_with.append(provenance)
            self._write_recipe()

    # Who writes here

    def take(self, patience: float = LOCK_PATIENCE) -> None:
        """From now on this process alone writes here, until `let_go`; clears up what a kill left.

        Raises RunError with the number of the process that trains it already.
        """
        if not self._lock.held:
            check_places(self.path)
            self._lock = FolderLock(self.path, patience)
            self._lock.take()
            for folder in (self.path, self.path / "snapshots"):
                remove_left_overs(folder)

    def let_go(self) -> None:
        self._lock.let_go()

    @property
    def is_taken(self) -> bool:
        """Whether a process trains it now."""
        return is_locked(self.path)

    @property
    def is_lost(self) -> bool:
        """Whether the folder has vanished, been moved, or emptied."""
        try:
            return not stat.S_ISREG((self.path / "recipe.json").stat().st_mode)
        except (FileNotFoundError, NotADirectoryError):
            return True
        except OSError:  # unreadable for now; whoever writes there is told why
            return False

    def at(self, path: Path) -> Self:
        """The same run in another folder, without a look at its files."""
        return type(self)(path, **self._values)

    def rescued(self) -> Self:
        """The same run in a new folder beside its own, which is lost; taken, and without anything but its recipe."""
        numbers = (f"-{number}" for number in itertools.count(2))
        path = make_new_folder(
            self.path.with_name(f"{self.name}-rescued{number}") for number in itertools.chain([""], numbers)
        )
        run = self.at(path)
        run.take()
        run._write_recipe()
        return run

    def discard(self) -> None:
        """Removes what the program wrote here, and the folder where nothing else is in it."""
        remove_own_files(self.path)

    # What is in it

    def metrics(self) -> list[EpochDone]:
        """All whole rows; empty before the first epoch. A table that has not changed is read once.

        Raises RunError when the file is damaged.
        """
        try:
            status = (self.path / "metrics.csv").stat()
            stamp = status.st_mtime_ns, status.st_size, status.st_ino
            if stamp == self._known_metrics[0]:
                return list(self._known_metrics[1])
            content = read_bounded(self.path / "metrics.csv", MAX_METRICS_BYTES)
        except FileNotFoundError:
            return []
        except OSError as error:
            raise RunError(f"The metrics of {self.path} could not be read ({error.strerror}).") from error
        with damage_as(RunError, f"The metrics.csv in {self.path} is damaged; its figures cannot be read."):
            rows = from_table(content.decode("utf-8"))
        self._known_metrics = stamp, rows
        return list(rows)

    def write_metrics(self, epochs: list[EpochDone]) -> None:
        """Replaces the table. Raises RunError when the disk refuses."""
        write_file(self.path / "metrics.csv", to_table(epochs).encode())

    def save(self, tensors: "dict[str, Tensor]", description: dict[str, Any], epochs: list[EpochDone]) -> None:
        """Checkpoint and table. The table first, so that a run whose checkpoint is at its end has all its figures.

        Raises RunError; what was there stays whole.
        """
        self.write_metrics(epochs)
        write_tensors(self.checkpoint_path, tensors, description)

    def load_checkpoint(self, recipe: Recipe | None = None) -> "tuple[dict[str, Tensor], dict[str, Any]]":
        """For the run's own recipe, or one of the same run. Raises RunError when it is missing, damaged, or of another."""
        recipe = self.recipe if recipe is None else recipe
        try:
            tensors, description = read_tensors(self.checkpoint_path)
        except ModelError as error:
            raise RunError(f"{self.path} cannot be resumed: {error}") from error
        with damage_as(RunError, f"The checkpoint in {self.path} does not fit its recipe; the run cannot be resumed."):
            of_run = Recipe.from_dict(description["recipe"])
            check_weights(of_run, tensors)
        if recipe not in (of_run, of_run.prolonged(recipe.epochs)):
            raise RunError(
                f"The checkpoint in {self.path} belongs to another recipe; the run cannot be resumed from it."
            )
        return tensors, description

    def progress(self) -> RunProgress:
        """Read from the checkpoint's header; zeros before the first. Raises RunError when it is damaged.

        A run is finished with the figures of its last epoch, not with its last step.
        """
        if not self.checkpoint_path.exists():
            return RunProgress(0, 0, 0, self.recipe.epochs, False)
        try:
            state = read_description(self.checkpoint_path)
        except ModelError as error:
            raise RunError(f"{self.path} cannot be resumed: {error}") from error
        with damage_as(RunError, f"The checkpoint in {self.path} is damaged; the run cannot be resumed."):
            step, per_epoch = int(state["step"]), int(state["steps_per_epoch"])
            if step < 0 or per_epoch < 1:
                raise ValueError("no training has such a number of steps")
            total = per_epoch * self.recipe.epochs
            finished = len(state["history"]) >= self.recipe.epochs
            return RunProgress(step, total, step // per_epoch, self.recipe.epochs, finished)

    def load_predictor(self) -> Predictor:
        """The model at the last checkpoint. Raises ModelError."""
        return Predictor.load(self.path)

    def save_snapshot(self, epoch: float, predictor: Predictor) -> None:
        snapshots.save_snapshot(self.path / "snapshots", epoch, predictor)

    def snapshots(self) -> list[Snapshot]:
        return snapshots.list_snapshots(self.path / "snapshots")

    def load_snapshot(self, snapshot: Snapshot) -> Predictor:
        return snapshots.load_snapshot(snapshot, self.name)

    def drop_snapshots_after(self, epoch: float) -> None:
        snapshots.drop_after(self.path / "snapshots", epoch)
