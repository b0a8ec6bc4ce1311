"""A run's weights over time, kept in its folder within a bounded size, for scrubbing back through the training."""

import contextlib
import math
from dataclasses import dataclass
from pathlib import Path

from vae_models.errors import RunError
from vae_models.explore.predictor import Predictor
from vae_models.files.tensors import read_tensors, write_tensors
from vae_models.models.weights import weights_of

MAX_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True)
class Snapshot:
    """The weights after `epoch` epochs; a fraction within the first."""

    epoch: float
    path: Path


def _stem(epoch: float) -> str:
    return f"{epoch:010.3f}"


def list_snapshots(folder: Path) -> list[Snapshot]:
    """In order of epoch; empty when there are none."""
    found = []
    for path in folder.glob("*.safetensors"):
        try:
            epoch = float(path.stem)
        except ValueError:
            continue
        if math.isfinite(epoch):
            found.append(Snapshot(epoch, path))
    return sorted(found, key=lambda snapshot: snapshot.epoch)


def save_snapshot(folder: Path, epoch: float, predictor: Predictor, max_bytes: int = MAX_BYTES) -> None:
    """Writes one, and thins the others out when the folder would outgrow `max_bytes`. Raises RunError."""
    with contextlib.suppress(OSError):  # where it is missing nevertheless, writing says why
        folder.mkdir(exist_ok=True)
    description = {"recipe": predictor.recipe.to_dict(), "epoch": epoch}
    weights = weights_of(predictor.module())
    write_tensors(folder / f"{_stem(epoch)}.safetensors", weights, description, durable=False)
    try:
        _thin_out(folder, max_bytes)
    except OSError as error:
        raise RunError(f"{folder} could not be cleared up ({error.strerror}); it may grow.") from error


def load_snapshot(snapshot: Snapshot, name: str) -> Predictor:
    """Raises ModelError when the file is gone or damaged."""
    tensors, description = read_tensors(snapshot.path)
    return Predictor.from_tensors(tensors, description, name=name, source=snapshot.path)


def drop_after(folder: Path, epoch: float) -> None:
    """Removes what an interrupted run wrote beyond its last checkpoint."""
    for snapshot in list_snapshots(folder):
        if snapshot.epoch > float(_stem(epoch)):  # as a file name says it, which is rounded
            with contextlib.suppress(OSError):  # one that cannot be removed is no reason not to train
                snapshot.path.unlink()


def _thin_out(folder: Path, max_bytes: int) -> None:
    """Drops the snapshot nearest in time to its neighbours until the rest fits; the first and the last stay."""
    snapshots = list_snapshots(folder)
    sizes = {snapshot.path: snapshot.path.stat().st_size for snapshot in snapshots}
    while len(snapshots) > 2 and sum(sizes[snapshot.path] for snapshot in snapshots) > max_bytes:
        # Relative gaps: early training changes most, so its snapshots may stand closer together.
        gaps = [
            (snapshots[i + 1].epoch - snapshots[i - 1].epoch) / (snapshots[i].epoch + 1.0)
            for i in range(1, len(snapshots) - 1)
        ]
        dropped = snapshots.pop(1 + gaps.index(min(gaps)))
        dropped.path.unlink(missing_ok=True)
