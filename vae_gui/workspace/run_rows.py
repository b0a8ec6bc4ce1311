"""What the window knows of each run, read from the run folders in the background."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from vae_models.models.collapse import collapsed
from vae_models.recipe.named import Recipe
from vae_models.runs.files import SWEEP_FILE

if TYPE_CHECKING:
    from vae_models.runs.epochs import EpochDone
    from vae_models.runs.folder import RunFolder


@dataclass(frozen=True)
class RunRow:
    """One run as its files are now. `name` is its place below the folder of runs: one of a sweep has the sweep's too."""

    run: "RunFolder"
    name: str
    metrics: "tuple[EpochDone, ...]" = ()

    @property
    def path(self) -> Path:
        return self.run.path

    @property
    def recipe(self) -> Recipe:
        return self.run.recipe

    @property
    def dataset(self) -> str:
        return self.run.dataset

    @property
    def last(self) -> "EpochDone | None":
        """The last whole epoch; None before the first."""
        return self.metrics[-1] if self.metrics else None

    @property
    def seconds(self) -> float:
        """Of all epochs."""
        return sum(row.seconds for row in self.metrics)

    @property
    def epochs(self) -> int:
        return self.last.epoch if self.last is not None else 0

    @property
    def finished(self) -> bool:
        return len(self.metrics) >= self.recipe.epochs

    @property
    def in_sweep(self) -> bool:
        """Whether it belongs to a sweep, which finds it again by its name."""
        return "/" in self.name

    @property
    def active_dimensions(self) -> int | None:
        """How many dimensions have not collapsed; None where there is no KL."""
        kl = self.last.val.kl_per_dim if self.last is not None else ()
        return len(kl) - len(collapsed(kl)) if kl else None


Stamp = tuple[tuple[int, int], ...]
_FILES = ("recipe.json", "metrics.csv", "checkpoint.safetensors")  # the last is also the last to be written


class RunReader:
    """Reads run folders again and again; files that have not changed are read once. For one thread at a time."""

    def __init__(self) -> None:
        self._known: dict[Path, tuple[Stamp, RunRow]] = {}

    def read(self, folders: Sequence[Path], apart: Path | None = None) -> tuple[list[RunRow], RunRow | None]:
        """Every run in the folders and in the sweeps in them, the newest first, and the run `apart`, wherever it lies.

        What vanishes meanwhile is passed over."""
        rows: dict[Path, RunRow] = {}
        for path, name in _run_paths(folders):
            row = self._row(path, name) if path not in rows else None
            if row is not None:
                rows[path] = row
        followed = (rows.get(apart) or self._row(apart, apart.name)) if apart is not None else None
        self._known = {path: known for path, known in self._known.items() if path in rows or path == apart}
        return sorted(rows.values(), key=lambda row: (row.run.age_rank, row.name), reverse=True), followed

    def _row(self, path: Path, name: str) -> RunRow | None:
        from vae_models.errors import RunError
        from vae_models.runs.folder import RunFolder

        try:
            stamp = tuple(_stamp(path / file) for file in _FILES)
            known = self._known.get(path)
            if known is None or known[0] != stamp:
                row = _read(RunFolder.open(path), name)
            else:  # by another name where it was apart before and is listed now
                row = known[1] if known[1].name == name else replace(known[1], name=name)
            self._known[path] = stamp, row
            return row
        except (OSError, RunError):
            return None


def _read(run: "RunFolder", name: str) -> RunRow:
    from vae_models.errors import RunError

    try:
        return RunRow(run, name, tuple(run.metrics()))
    except RunError:
        return RunRow(run, name)


def _stamp(file: Path) -> tuple[int, int]:
    try:
        status = file.stat()
    except FileNotFoundError:
        return 0, 0
    return status.st_mtime_ns, status.st_size


def _run_paths(folders: Sequence[Path]) -> Iterator[tuple[Path, str]]:
    """A folder may be a run, hold runs, or hold sweeps, which hold runs; each with its name."""
    for folder in folders:
        yield from ((file.parent, folder.name) for file in _found(folder, "recipe.json"))
        yield from ((file.parent, file.parent.name) for file in _found(folder, "*/recipe.json"))
        for sweep in _found(folder, f"*/{SWEEP_FILE}"):
            for file in _found(sweep.parent, "*/recipe.json"):
                yield file.parent, f"{sweep.parent.name}/{file.parent.name}"


def _found(folder: Path, pattern: str) -> list[Path]:
    try:
        # A run that was deleted, and may be brought back, is kept in a folder whose name starts with a dot.
        return sorted(
            file for file in folder.glob(pattern) if not any(p.startswith(".") for p in file.relative_to(folder).parts)
        )
    except OSError:
        return []
