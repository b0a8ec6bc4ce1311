"""The Trainer: an iterator of events. Not asking for the next one pauses; closing the iterator stops and saves."""

import time
from collections.abc import Generator
from typing import Any, Self

import numpy as np
import torch

from vae_models.checkpoint_values import change_of, epoch_of
from vae_models.data import Dataset
from vae_models.epoch_sums import EpochSums
from vae_models.errors import DivergenceError, RunError, TrainingError
from vae_models.file_reading import damage_as
from vae_models.optimisation_for import optimisation_for
from vae_models.predictor import Predictor
from vae_models.recipe_fit import check_fit
from vae_models.recipes import Recipe
from vae_models.runs import EpochMetrics, RunFolder
from vae_models.training_events import EpochDone, Event, Losses, StepsDone, ValueChanged

__all__ = ["EpochDone", "Event", "Losses", "StepsDone", "Trainer", "ValueChanged"]

AUTOSAVE_SECONDS = 30.0
LATENESS = 0.25  # the share of an event interval by which a report, and so a pause, may be late


class Trainer:
    """Trains one recipe on one data set, on the thread that iterates over `steps()`.

    With a run folder it saves at every epoch, every 30 s, and when it is stopped. All other methods may be called between
    two events, on the same thread. Raises RecipeError when the recipe does not suit the data, TrainingError when the
    device is absent.
    """

    most_at_once = 32  # steps in one go

    def __init__(
        self, recipe: Recipe, dataset: Dataset, *, device: str = "auto", threads: int | None = None,
        run: RunFolder | None = None, event_interval: float = 0.05,
    ) -> None:  # fmt: skip
        check_fit(recipe, dataset)
        if threads is not None:
            torch.set_num_threads(threads)
        self.recipe = recipe
        self.dataset = dataset
        self.run = run
        self.step = 0
        self.seconds = 0.0
        self.beta = recipe.beta
        self.learning_rate = recipe.learning_rate
        self.history: list[EpochDone] = []
        self._interval = event_interval
        self._at_once = 1
        self._changes: list[ValueChanged] = []
        self._unreported: list[ValueChanged] = []
        try:
            self._optimisation = optimisation_for(recipe, dataset.train, device)
        except (RuntimeError, MemoryError) as error:
            raise _explain(error) from error
        self._sums = EpochSums()
        self._good_weights = self._optimisation.flat.copy()
        self._saved_at = time.monotonic()

    @classmethod
    def resume(
        cls, run: RunFolder, dataset: Dataset, *, device: str = "auto", threads: int | None = None,
        epochs: int | None = None, event_interval: float = 0.05,
    ) -> Self:  # fmt: skip
        """Goes on from the run's last autosave, for `epochs` in all. Raises RunError when there is none that fits."""
        if epochs is not None and epochs != run.recipe.epochs:
            run.set_epochs(epochs)
        # Read first: weights that do not fit need no memory for a model.
        checkpoint = run.load_checkpoint() if run.checkpoint_path.exists() else None
        trainer = cls(run.recipe, dataset, device=device, threads=threads, run=run, event_interval=event_interval)
        if checkpoint is not None:
            with damage_as(
                RunError, f"The checkpoint in {run.path} does not fit this recipe and data; the run cannot be resumed."
            ):
                trainer._load(*checkpoint)
            run.drop_snapshots_after(trainer.step / trainer.steps_per_epoch)
        return trainer

    @property
    def steps_per_epoch(self) -> int:
        return self._optimisation.steps_per_epoch

    @property
    def total_steps(self) -> int:
        return self.steps_per_epoch * self.recipe.epochs

    @property
    def epoch(self) -> int:
        """Whole epochs done."""
        return self.step // self.steps_per_epoch

    @property
    def finished(self) -> bool:
        return self.step >= self.total_steps

    @property
    def changes(self) -> list[ValueChanged]:
        """Every change of beta or learning rate so far, for marks on the curve."""
        return list(self._changes)

    @property
    def weight(self) -> float:
        """The KL's weight at the next step: beta times the schedule."""
        return self._weight_at(self.step)

    def _weight_at(self, step: int) -> float:
        return self.beta * self.recipe.kl_schedule.weight(step / self.steps_per_epoch, self.recipe.epochs)

    def predictor(self) -> Predictor:
        """A consistent snapshot of the weights."""
        name = self.run.name if self.run else self.recipe.name
        return Predictor(self._optimisation.model, self.recipe, name=name, epoch=self.step / self.steps_per_epoch)

    def set_beta(self, beta: float) -> None:
        """Raises RecipeError when it is impossible."""
        self.beta = self.recipe.replace(beta=beta).beta
        self._note_change("beta", beta)

    def set_learning_rate(self, learning_rate: float) -> None:
        """Raises RecipeError when it is impossible."""
        self.learning_rate = self.recipe.replace(learning_rate=learning_rate).learning_rate
        self._optimisation.set_learning_rate(learning_rate)
        self._note_change("learning_rate", learning_rate)

    def _note_change(self, name: str, value: float) -> None:
        change = ValueChanged(self.step, name, value)
        self._changes.append(change)
        self._unreported.append(change)

    def steps(self) -> Generator[Event]:
        """Trains to the last epoch. Raises TrainingError on NaN, Inf or lack of memory; the weights are then the last good ones."""
        try:
            yield from self._steps()
        except (RuntimeError, MemoryError) as error:
            self._optimisation.flat.restore(self._good_weights)
            raise _explain(error) from error
        except GeneratorExit:
            self._drain()
            self.save()
            raise

    def _steps(self) -> Generator[Event]:
        if self.step == 0:
            self._save_snapshot()
        self._last_event = time.perf_counter()
        if not self.finished:
            self._optimisation.shuffle(self.epoch)
        if 0 < self.step == self.epoch * self.steps_per_epoch and len(self.history) < self.epoch:
            yield self._end_epoch()  # it was saved after the epoch's last step and before its end
        while not self.finished:
            self._some_steps()
            epoch_ends = self.step % self.steps_per_epoch == 0
            if epoch_ends or self._report_is_due():
                yield from self._report()
            if epoch_ends:
                yield self._end_epoch()
                self._last_event = time.perf_counter()

    def _report_is_due(self) -> bool:
        return time.perf_counter() - self._last_event >= self._interval

    def _some_steps(self) -> None:
        started, steps = time.perf_counter(), self._next_steps()
        first = self.step % self.steps_per_epoch
        losses = self._optimisation.steps(
            first, [self._weight_at(step) for step in steps], [step / self.steps_per_epoch for step in steps]
        )
        for index, step_losses in enumerate(losses, first):
            self._sums.add(step_losses, self._optimisation.batch_length(index))
        self.step = steps.stop
        room = self._interval * LATENESS * len(steps) / max(time.perf_counter() - started, 1e-9)
        self._at_once = max(1, min(int(room), 2 * self._at_once, self.most_at_once))
        if self._tenths(self.step) > self._tenths(steps.start) and self.step < self.steps_per_epoch:
            self._save_snapshot()

    def _next_steps(self) -> range:
        """Up to the next point where something is due: a tenth of the epoch, or its end."""
        tenth = -(-(self._tenths(self.step) + 1) * self.steps_per_epoch // 10)
        return range(self.step, min(self.step + self._at_once, tenth))

    def _tenths(self, step: int) -> int:
        return step * 10 // self.steps_per_epoch

    def _report(self) -> Generator[Event]:
        """Hands the steps since the last event out; the time until the caller asks again is a pause."""
        event = self._drain()
        if time.monotonic() - self._saved_at > AUTOSAVE_SECONDS:
            self.save()
        if event is not None:
            yield event
        while self._unreported:
            yield self._unreported.pop(0)
        self._last_event = time.perf_counter()

    def _drain(self) -> StepsDone | None:
        if not self._sums.pending:
            return None
        elapsed = time.perf_counter() - self._last_event
        self.seconds += elapsed
        steps = self._sums.drain(elapsed)
        self._keep_or_restore(steps.loss)
        left = (self.total_steps - self.step) * self.recipe.batch_size / max(steps.images_per_s, 1e-9)
        return StepsDone(
            np.arange(self.step - len(steps.loss) + 1, self.step + 1), steps.loss, steps.reconstruction, steps.kl,
            steps.kl_per_dim, min(self.epoch + 1, self.recipe.epochs), self.recipe.epochs, self.step, self.total_steps,
            steps.images_per_s, self.seconds, left, self.beta, self.learning_rate,
        )  # fmt: skip

    def _keep_or_restore(self, losses: np.ndarray) -> None:
        if np.isfinite(losses).all() and self._optimisation.flat.are_finite():
            self._good_weights.copy_(self._optimisation.flat.values.detach())
            return
        self._optimisation.flat.restore(self._good_weights)
        raise DivergenceError(
            f"The loss stopped being a number near step {self.step}; the last good weights are kept. "
            f"Start again with a learning rate below {self.learning_rate:g}."
        )

    def _end_epoch(self) -> EpochDone:
        started = time.perf_counter()
        # The last step's weight: that of the next one is 0 where a new cycle begins.
        val = self._optimisation.validate(self.dataset.val, self._weight_at(self.step - 1), self.epoch)
        self.seconds += time.perf_counter() - started
        train, seconds, images = self._sums.end_epoch()
        done = EpochDone(
            self.epoch, self.recipe.epochs, self.step, train, val, seconds, images / max(seconds, 1e-9), self.beta,
            self.learning_rate,
        )  # fmt: skip
        self.history.append(done)
        if not self.finished:
            self._optimisation.shuffle(self.epoch)
        self._save_snapshot()
        self.save()
        return done

    def save(self) -> None:
        """Writes checkpoint and metrics into the run folder, if there is one. Raises RunError when the disk refuses."""
        if self.run is None:
            return
        description: dict[str, Any] = {
            "recipe": self.recipe.to_dict(), "step": self.step, "steps_per_epoch": self.steps_per_epoch,
            "epoch": self.step / self.steps_per_epoch, "seconds": self.seconds, "beta": self.beta,
            "learning_rate": self.learning_rate, "sums": self._sums.state(), "images": len(self.dataset.train.images),
            "changes": [[change.step, change.name, change.value] for change in self._changes],
            "history": [_to_row(done) for done in self.history],
        }  # fmt: skip
        self.run.save_checkpoint(self._optimisation.state(), description)
        self.run.write_metrics([_to_metrics(done) for done in self.history])
        self._saved_at = time.monotonic()

    def _save_snapshot(self) -> None:
        if self.run is not None:
            self.run.save_snapshot(self.step / self.steps_per_epoch, self.predictor())

    def _load(self, tensors: dict[str, torch.Tensor], description: dict[str, Any]) -> None:
        lengths = description["images"], description["steps_per_epoch"]
        if lengths != (len(self.dataset.train.images), self.steps_per_epoch):
            raise ValueError("the data set has another size")
        self._optimisation.load_state(tensors)
        self.step, self.seconds = int(description["step"]), float(description["seconds"])
        values = self.recipe.replace(beta=description["beta"], learning_rate=description["learning_rate"])
        self.beta, self.learning_rate = float(values.beta), float(values.learning_rate)
        self._optimisation.set_learning_rate(self.learning_rate)
        self._sums.load(description["sums"], self.recipe.z_size if self.recipe.is_variational else 0)
        self._changes = [change_of(change) for change in description["changes"]]
        self.history = [epoch_of(row, self.recipe.epochs) for row in description["history"]]
        since_last_epoch = self.step - len(self.history) * self.steps_per_epoch
        if not 0 <= since_last_epoch <= self.steps_per_epoch or (since_last_epoch and not self._sums.images):
            raise ValueError("its steps, its epochs and its sums are not of one training")
        self._good_weights = self._optimisation.flat.copy()


def _explain(error: BaseException) -> Exception:
    text = str(error)
    if isinstance(error, MemoryError | torch.OutOfMemoryError) or "DefaultCPUAllocator" in text:
        return TrainingError("There is not enough memory for this recipe; choose a smaller batch size or network.")
    return error if isinstance(error, Exception) else TrainingError(text)


def _to_metrics(done: EpochDone) -> EpochMetrics:
    return EpochMetrics(
        done.epoch, done.step, done.train.loss, done.train.reconstruction, done.train.kl, done.val.loss,
        done.val.reconstruction, done.val.kl, done.seconds, done.images_per_s, done.beta, done.learning_rate,
        done.train.kl_per_dim,
    )  # fmt: skip


def _to_row(done: EpochDone) -> dict[str, Any]:
    names = ("epoch", "step", "seconds", "images_per_s", "beta", "learning_rate")
    losses = {"train": vars(done.train), "val": vars(done.val)}
    return {name: getattr(done, name) for name in names} | losses
