"""A training written down for TensorBoard: losses, KL per dimension, reconstructions and samples, in RUN/tensorboard."""

from collections.abc import Generator, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from vae_models.errors import RunError
from vae_models.files.extras import check, require
from vae_models.training.event_file import EventFile
from vae_models.training.events import EpochDone, Event, Losses, RunRescued, StepsDone, ValueChanged

if TYPE_CHECKING:
    from vae_models.data.load import Split
    from vae_models.explore.predictor import Predictor
    from vae_models.training.trainer import Trainer

FOLDER = "tensorboard"
SHOWN = 16  # images that are reconstructed
SAMPLES = 8  # a side of the square of samples
SEED = 0  # the same noise and the same z in every epoch, so that only the model differs
_WHAT = "Writing TensorBoard files"


def check_tensorboard() -> None:
    """Raises MissingPackageError where the files cannot be written."""
    check(_WHAT, "tensorboard", "tensorboard")


def recorded_steps(trainer: "Trainer") -> Generator[Event]:
    """`trainer.steps()`, each event written down before it is handed on. Raises what they raise, and MissingPackageError.

    A run that is resumed goes on in the same folder; what an earlier part wrote beyond that step is set aside.
    """
    if trainer.run is None:
        raise RunError("TensorBoard files go into a run folder, and this training has none.")
    with closing(TensorBoardLog(trainer.run.path / FOLDER, trainer.step)) as log, closing(trainer.steps()) as steps:
        try:
            for event in steps:
                log.add(event, trainer)
                yield event
        except GeneratorExit:
            steps.close()
            for event in trainer.unreported:  # such as the epoch that ended with the stop
                log.add(event, trainer)
            raise


class TensorBoardLog:
    """Event files in a folder; every figure stands at its global step. Losses in nats per image."""

    def __init__(self, folder: Path, step: int = 0) -> None:
        require(_WHAT, "tensorboard", "tensorboard")
        self._folder = folder
        with self._worded():
            self._file = EventFile(folder, step + 1 if step else None)

    @contextmanager
    def _worded(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            reason = error.strerror or "the disk refuses it"
            raise RunError(
                f"{self._folder} could not be written ({reason}); train without TensorBoard files."
            ) from error

    def add(self, event: Event, trainer: "Trainer") -> None:
        """The trainer is the one whose event it is, between two of its events."""
        with self._worded():
            if isinstance(event, StepsDone):
                self._add_steps(event)
            elif isinstance(event, EpochDone):
                self._add_epoch(event, trainer.recipe.is_variational)
                self._add_images(event.step, trainer.predictor(), trainer.dataset.val)
                self._file.flush()
            elif isinstance(event, ValueChanged):
                value = trainer.rate if event.name == "learning_rate" else event.value
                self._file.add_scalar(f"value/{event.name}", value, event.step)
            elif isinstance(event, RunRescued):
                self._go_on_in(event.path / FOLDER)

    def _go_on_in(self, folder: Path) -> None:
        """The other one has vanished, with all that was written there."""
        with suppress(OSError):
            self._file.close()
        self._folder = folder
        self._file = EventFile(folder)

    def close(self) -> None:
        with self._worded():
            self._file.close()

    def _add_steps(self, event: StepsDone) -> None:
        """The mean of the steps that were reported together, at the last of them."""
        for name in ("loss", "reconstruction", "kl"):
            self._file.add_scalar(f"steps/{name}", float(getattr(event, name).mean()), event.step)

    def _add_epoch(self, event: EpochDone, variational: bool) -> None:
        """A model whose code is a point has no bound."""
        names = ("loss", "reconstruction", "kl", *(("elbo",) if variational else ()))
        for split, losses in (("train", event.train), ("validation", event.val)):
            self._add_losses(split, losses, names, event.step)
        for dimension, kl in enumerate(event.val.kl_per_dim, 1):
            self._file.add_scalar(f"kl_per_dim/z{dimension:03}", kl, event.step)
        self._file.add_scalar("value/beta", event.beta, event.step)
        self._file.add_scalar("value/learning_rate", event.learning_rate, event.step)

    def _add_losses(self, split: str, losses: Losses, names: Sequence[str], step: int) -> None:
        for name in names:
            self._file.add_scalar(f"{split}/{name}", getattr(losses, name), step)

    def _add_images(self, step: int, predictor: "Predictor", split: "Split") -> None:
        images = split.images[:SHOWN, 0].numpy()
        labels = None if split.labels is None else split.labels[:SHOWN].numpy()
        rows: list[NDArray[np.floating]] = [images / np.float32(255)]
        if predictor.is_denoiser:
            rows.append(predictor.corrupt(images, SEED))
        rows.append(predictor.reconstruct(rows[-1], labels))
        self._file.add_image("reconstructions", _tiled(np.stack(rows)), step)
        if predictor.recipe.has_prior:
            samples = predictor.sample(SAMPLES**2, SEED)
            square = samples.reshape(SAMPLES, SAMPLES, *samples.shape[1:])
            self._file.add_image("samples", _tiled(square), step)


def _tiled(images: NDArray[np.floating]) -> NDArray[np.uint8]:
    """Images `(rows, columns, H, W)` in [0, 1] side by side: `(rows * H, columns * W)`."""
    rows, columns, height, width = images.shape
    picture = images.swapaxes(1, 2).reshape(rows * height, columns * width)
    return (picture * 255 + 0.5).astype(np.uint8)
