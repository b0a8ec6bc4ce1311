"""Where a model came from, whose data it learnt from, and how it is told from another one."""

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from vae_models.data.catalogue import DATASETS, is_embedded

if TYPE_CHECKING:
    from vae_models.data.load import Dataset
    from vae_models.explore.predictor import Predictor
    from vae_models.runs.epochs import EpochDone
    from vae_models.runs.folder import RunFolder

NOTHING = ""  # the identity where no model is open


@dataclass(frozen=True)
class ModelOrigin:
    """A run's model, or that of a single file.

    identity: one and the same for all states of a model, while it trains, in its snapshots, and when its run is resumed;
    a z means something to models of its own identity alone. datasets: the names of the data that it belongs to, the first
    of which is opened with it; empty where they are not known. metrics: the run's whole epochs when it was opened, or when
    its training came to an end.
    """

    identity: str
    path: Path
    run: "RunFolder | None" = None
    datasets: tuple[str, ...] = ()
    data_dir: Path | None = None
    metrics: "tuple[EpochDone, ...]" = ()

    @property
    def value_range(self) -> str:
        """How the images of its data were read."""
        return "auto" if self.run is None else self.run.value_range

    @property
    def invert(self) -> bool | None:
        """Whether dark and light were swapped in them; None where their borders decided."""
        return None if self.run is None else self.run.invert

    def belongs_to(self, dataset: "Dataset") -> bool:
        """Whether it learnt from such data, read in the same way."""
        read = (dataset.value_range, dataset.invert)
        return dataset.name in self.datasets and read == (self.value_range, self.invert)

    def is_same(self, other: "ModelOrigin | None") -> bool:
        """Whether both are states of one model."""
        return other is not None and (self.identity, self.path) == (other.identity, other.path)

    def moved(self, run: "RunFolder") -> "ModelOrigin":
        """The same model, whose run has another folder now."""
        return replace(self, path=run.path, run=run)


def origin_of(run: "RunFolder") -> ModelOrigin:
    """Reads files, so not for the GUI thread.

    A folder of data that is not there any more is not looked into: the data may be elsewhere on this machine.
    """
    elsewhere = run.data_dir and not is_embedded(run.dataset) and Path(run.data_dir).is_dir()
    data_dir = Path(run.data_dir) if run.data_dir and elsewhere else None
    return ModelOrigin(f"run of {run.created or run.path}", run.path, run, (run.dataset,), data_dir, metrics_of(run))


def metrics_of(run: "RunFolder") -> "tuple[EpochDone, ...]":
    """Empty where its table cannot be read."""
    from vae_models.errors import RunError

    try:
        return tuple(run.metrics())
    except RunError:
        return ()


def load_run(path: Path) -> "tuple[ModelOrigin, Predictor]":
    """Raises RunError, ModelError."""
    from vae_models.runs.folder import RunFolder

    run = RunFolder.open(path)
    return origin_of(run), run.load_predictor()


def load_file(path: Path) -> "tuple[ModelOrigin, Predictor]":
    """Of a file with the weights and the recipe; a shipped one belongs to MNIST. Raises ModelError."""
    from vae_models.explore.predictor import Predictor
    from vae_models.files.shipped import list_shipped_models

    predictor = Predictor.load(path)
    shipped = Path(path).resolve() in [each.resolve() for each in list_shipped_models()]
    digits = tuple(name for name, source in DATASETS.items() if source.digits)
    datasets = digits if shipped else ()
    return ModelOrigin(hashlib.sha256(Path(path).read_bytes()).hexdigest(), Path(path), None, datasets), predictor
