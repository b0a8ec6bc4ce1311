"""What the Compare view knows of each run, read from the run folders in the background."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from vae_models.hints import collapsed
from vae_models.recipes import Recipe

if TYPE_CHECKING:
    from vae_models.runs import EpochMetrics, RunFolder


@dataclass(frozen=True)
class RunRow:
    """One run as its files are now. `last` is its last whole epoch, None before the first; seconds are of all epochs."""

    path: Path
    recipe: Recipe
    dataset: str
    last: "EpochMetrics | None" = None
    seconds: float = 0.0

    @property
    def epochs(self) -> int:
        return self.last.epoch if self.last is not None else 0

    @property
    def active_dimensions(self) -> int | None:
        """How many dimensions have a mean KL of at least 0.01 nats; None where there is no KL."""
        kl = self.last.kl_per_dim if self.last is not None else ()
        return len(kl) - len(collapsed(kl)) if kl else None


Stamp = tuple[tuple[int, int], tuple[int, int]]


class RunReader:
    """Reads run folders again and again; files that have not changed are read once. For one thread."""

    def __init__(self) -> None:
        self._known: dict[Path, tuple[Stamp, RunRow]] = {}

    def read(self, folders: Sequence[Path]) -> list[RunRow]:
        """Every run in the folders, and in the sweeps in them; what vanishes meanwhile is passed over."""
        rows: dict[Path, RunRow] = {}
        for path in _run_paths(folders):
            row = self._row(path)
            if row is not None:
                rows.setdefault(path, row)
        self._known = {path: known for path, known in self._known.items() if path in rows}
        return list(rows.values())

    def _row(self, path: Path) -> RunRow | None:
        from vae_models.errors import RunError
        from vae_models.runs import RunFolder

        try:
            stamp = _stamp(path / "recipe.json"), _stamp(path / "metrics.csv")
            known = self._known.get(path)
            if known is None or known[0] != stamp:
                known = stamp, _read(RunFolder.open(path))
                self._known[path] = known
            return known[1]
        except (OSError, RunError):
            return None


def _read(run: "RunFolder") -> RunRow:
    from vae_models.errors import RunError

    try:
        metrics = run.metrics()
    except RunError:
        metrics = []
    last = metrics[-1] if metrics else None
    return RunRow(run.path, run.recipe, run.dataset, last, sum(row.seconds for row in metrics))


def _stamp(file: Path) -> tuple[int, int]:
    try:
        status = file.stat()
    except FileNotFoundError:
        return 0, 0
    return status.st_mtime_ns, status.st_size


def _run_paths(folders: Sequence[Path]) -> Iterator[Path]:
    """A folder may be a run, hold runs, or hold sweeps, which hold runs."""
    for folder in folders:
        yield from (file.parent for file in _found(folder, "recipe.json"))
        yield from (file.parent for file in _found(folder, "*/recipe.json"))
        for sweep in _found(folder, "*/sweep.json"):
            yield from (file.parent for file in _found(sweep.parent, "*/recipe.json"))


def _found(folder: Path, pattern: str) -> list[Path]:
    try:
        # A run that was deleted, and may be brought back, is kept in a folder whose name starts with a dot.
        return sorted(
            file for file in folder.glob(pattern) if not any(p.startswith(".") for p in file.relative_to(folder).parts)
        )
    except OSError:
        return []
