"""The Trainer: an iterator of events. Not asking for the next one pauses; closing the iterator stops and saves."""

import time
from collections.abc import Generator
from contextlib import closing
from typing import Any, Self

import numpy as np
import torch

from vae_models.data.load import Dataset
from vae_models.errors import DivergenceError, RunError
from vae_models.explore.predictor import Predictor
from vae_models.files.reading import damage_as
from vae_models.recipe.named import Recipe
from vae_models.runs.folder import RunFolder
from vae_models.runs.held_out_check import check_held_out
from vae_models.runs.provenance import Provenance, provenance_here
from vae_models.training.devices import explained, pick_device
from vae_models.training.events import EpochDone, Event, Notice, StepsDone, ValueChanged
from vae_models.training.fit import check_fit, smaller_batch, with_fitting_batch
from vae_models.training.keeping import IfLost, RunKeeper
from vae_models.training.optimisation import Optimisation
from vae_models.training.pace import Pace
from vae_models.training.precision import as_begun
from vae_models.training.progress import Progress
from vae_models.training.threads import ThreadChoice, counts_up_to

AUTOSAVE_SECONDS = 30.0


class Trainer(Progress):
    """Trains one recipe on one data set, on the thread that iterates over `steps()`.

    `recipe` is the one that it was given, but for the batch where there are fewer images than that.
    On a CPU it tries how many threads are quickest, up to what torch takes by itself, unless it is told `threads`.
    With a run folder it saves at every epoch, every 30 s, and when it is stopped. Where the folder vanishes meanwhile,
    `if_lost` says whether the training goes on in a new one or ends. All other methods may be called between two events,
    on the same thread. Raises RecipeError when the recipe does not suit the data, TrainingError when the device is absent.
    """

    def __init__(
        self, recipe: Recipe, dataset: Dataset, *, device: str = "auto", threads: int | None = None,
        run: RunFolder | None = None, event_interval: float = 0.05, if_lost: IfLost = "rescue",
    ) -> None:  # fmt: skip
        asked, recipe = recipe, with_fitting_batch(recipe, dataset)
        check_fit(recipe, dataset)
        self._most_threads, self._tries_threads = threads or torch.get_num_threads(), threads is None
        self._pace = Pace(event_interval)
        self._unreported: list[Event] = []
        if sentence := smaller_batch(asked, recipe):
            self._unreported.append(Notice(sentence))
        self._keeper = RunKeeper(run, if_lost, self._unreported.append)
        self._diverged: DivergenceError | None = None
        try:
            self.optimisation = self.make_optimisation(as_begun(recipe, run), dataset, pick_device(device))
        except (RuntimeError, MemoryError) as error:
            raise explained(error) from error
        super().__init__(recipe, dataset, self.optimisation.batches.per_epoch)
        self._good_weights = self.optimisation.flat.copy()
        self._saved_at = time.monotonic()

    @classmethod
    def resume(
        cls, run: RunFolder, dataset: Dataset, *, device: str = "auto", threads: int | None = None,
        epochs: int | None = None, event_interval: float = 0.05, if_lost: IfLost = "rescue",
    ) -> Self:  # fmt: skip
        """Goes on from the run's last autosave, for `epochs` in all; the run is taken from now on.

        Raises RunError when there is no autosave that fits, or another process trains the run.
        """
        recipe = run.recipe if epochs in (None, run.recipe.epochs) else run.recipe.prolonged(epochs)
        if cls.writes():
            run.take()
        try:
            # Read first: weights that do not fit need no memory for a model.
            checkpoint = run.load_checkpoint(recipe) if run.checkpoint_path.exists() else None
            trainer = cls(
                recipe, dataset, device=device, threads=threads, run=run, event_interval=event_interval, if_lost=if_lost
            )
            if checkpoint is not None:
                trainer._go_on(run, *checkpoint)
        except Exception:
            run.let_go()
            raise
        return trainer

    def make_optimisation(self, recipe: Recipe, dataset: Dataset, device: torch.device) -> Optimisation:
        return Optimisation(recipe, dataset.train, device)

    @staticmethod
    def writes() -> bool:
        """Whether this process is the one that writes the run folder."""
        return True

    @property
    def run(self) -> RunFolder | None:
        """The run folder; another one once the first was lost."""
        return self._keeper.run

    @run.setter
    def run(self, run: RunFolder | None) -> None:
        self._keeper.run = run

    @property
    def unreported(self) -> list[Event]:
        """What happened before `steps` was closed and has not been handed out by it."""
        return list(self._unreported)

    @property
    def precision(self) -> str:
        """Of the products of matrices: float32 or bfloat16."""
        return self.optimisation.precision

    def predictor(self) -> Predictor:
        """A consistent snapshot of the weights."""
        name = self.run.name if self.run else self.recipe.name
        return Predictor(self.optimisation.model, self.recipe, name=name, epoch=self.step / self.steps_per_epoch)

    def set_beta(self, beta: float) -> None:
        """Raises RecipeError when it is impossible."""
        self.beta = self.recipe.replace(beta=beta).beta
        self._note_change("beta", beta)

    def set_learning_rate(self, learning_rate: float) -> None:
        """Raises RecipeError when it is impossible."""
        self.learning_rate = self.recipe.replace(learning_rate=learning_rate).learning_rate
        self._apply_learning_rate()
        self._note_change("learning_rate", learning_rate)

    def _note_change(self, name: str, value: float) -> None:
        change = ValueChanged(self.step, name, value)
        self._changes.append(change)
        self._unreported.append(change)

    def steps(self) -> Generator[Event]:
        """Trains to the last epoch.

        Raises TrainingError on NaN, Inf or lack of memory; the weights are then the last good ones, and it cannot go on.
        Raises RunError where the run folder cannot be had or written.
        """
        if self._diverged is not None:
            raise self._diverged
        with closing(ThreadChoice(self._thread_counts())) as self._threads:
            yield from self._kept_steps()

    def _thread_counts(self) -> list[int]:
        tries = self._tries_threads and self.optimisation.on_cpu
        return counts_up_to(self._most_threads) if tries else [self._most_threads]

    def _kept_steps(self) -> Generator[Event]:
        self._keeper.begin(self.recipe, self.step, None if self.finished else self._provenance)
        try:
            yield from self._steps()
        except (RuntimeError, MemoryError) as error:
            self.optimisation.flat.restore(self._good_weights)
            raise explained(error) from error
        except GeneratorExit:
            self._drain()
            self.save()
            raise
        finally:
            self._keeper.end()

    def _provenance(self) -> Provenance:
        return provenance_here(self.dataset, self.optimisation.device_name, self.precision, self._threads.most)

    def _steps(self) -> Generator[Event]:
        if self.step == 0:
            self.save()
            self.save_snapshot()
        if not self.finished:
            self.optimisation.batches.shuffle(self.epoch)
        if 0 < self.step == self.epoch * self.steps_per_epoch and len(self.history) < self.epoch:
            self._end_epoch()  # it was saved after the epoch's last step and before its end
        yield from self._hand_out()
        while self.step < self.total_steps:
            self._one_step()
            epoch_ends = self.step % self.steps_per_epoch == 0
            if epoch_ends or self._report_is_due():
                self._drain()
                if epoch_ends:
                    self._end_epoch()
                elif time.monotonic() - self._saved_at > AUTOSAVE_SECONDS or self._keeper.look():
                    self.save()
                yield from self._hand_out()

    def _hand_out(self) -> Generator[Event]:
        """What has happened since the last time; until the caller asks again is a pause."""
        self._threads.rest()
        while self._unreported:
            yield self._unreported.pop(0)
        self._threads.go_on()
        self._pace.restart()

    def _apply_learning_rate(self) -> None:
        self.optimisation.set_learning_rate(self.rate)

    def _report_is_due(self) -> bool:
        return self._pace.is_due

    def _one_step(self) -> None:
        self._apply_learning_rate()
        index, started = self.step % self.steps_per_epoch, time.perf_counter()
        losses = self.optimisation.step(index, self.weight, self.step / self.steps_per_epoch)
        images = self.optimisation.batches.length(index)
        if images == self.recipe.batch_size:
            self._threads.took(time.perf_counter() - started)
        self._sums.add(losses, images)
        self.step += 1
        if self.tenths(self.step) > self.tenths(self.step - 1) and self.step < self.steps_per_epoch:
            self.save_snapshot()

    def _drain(self) -> None:
        """Reads the steps since the last event from the device, checks them and reports them."""
        if not self._sums.pending:
            return
        elapsed = self._pace.elapsed
        self.seconds += elapsed
        steps = self._sums.drain(elapsed)
        self._keep_or_restore(steps.loss)
        left = (self.total_steps - self.step) * self.recipe.batch_size / max(steps.images_per_s, 1e-9)
        done = StepsDone(
            steps=np.arange(self.step - len(steps.loss) + 1, self.step + 1), loss=steps.loss,
            reconstruction=steps.reconstruction, kl=steps.kl, kl_per_dim=steps.kl_per_dim,
            epoch=min(self.epoch + 1, self.recipe.epochs), epochs=self.recipe.epochs, step=self.step,
            total_steps=self.total_steps, images_per_s=steps.images_per_s, seconds=self.seconds, seconds_left=left,
            beta=self.beta, learning_rate=self.rate_at(self.step - 1),
        )  # fmt: skip
        self._unreported.append(done)

    def _keep_or_restore(self, losses: np.ndarray) -> None:
        if np.isfinite(losses).all() and self.optimisation.flat.are_finite():
            self._good_weights.copy_(self.optimisation.flat.values.detach())
            return
        self.optimisation.flat.restore(self._good_weights)
        self._diverged = DivergenceError(
            f"The loss became NaN or infinite near step {self.step}; the last good weights are kept. "
            f"Start again with a learning rate below {self.learning_rate:g}."
        )
        raise self._diverged

    def _end_epoch(self) -> None:
        started = time.perf_counter()
        # The last step's weight: that of the next one is 0 where a new cycle begins.
        val = self.optimisation.validate(self.dataset.val, self.weight_at(self.step - 1), self.epoch)
        self.seconds += time.perf_counter() - started
        train, seconds, images = self._sums.end_epoch()
        done = EpochDone(
            epoch=self.epoch, step=self.step, train=train, val=val, seconds=seconds,
            images_per_s=images / max(seconds, 1e-9), beta=self.beta, learning_rate=self.rate_at(self.step - 1),
            base_learning_rate=self.learning_rate,
        )  # fmt: skip
        self.history.append(done)
        self._unreported.append(done)
        if not self.finished:
            self.optimisation.batches.shuffle(self.epoch)
        self.save()
        self.save_snapshot()

    def save(self) -> None:
        """Writes checkpoint and metrics into the run folder, if there is one. Raises RunError when the disk refuses.

        After a divergence it raises that again: the state of the optimiser is of no use.
        """
        if self._diverged is not None:
            raise self._diverged
        if self.run is None:
            return
        self._keeper.look()
        self._keeper.save(self.optimisation.state(), self.describe(), self.history)
        self._saved_at = time.monotonic()

    def save_snapshot(self) -> None:
        """Writes one into the run folder, if there is one."""
        if self.run is not None and self.optimisation.flat.are_finite():  # else the next report tells of it
            self._keeper.save_snapshot(self.step / self.steps_per_epoch, self.predictor())

    def _go_on(self, run: RunFolder, tensors: dict[str, torch.Tensor], description: dict[str, Any]) -> None:
        check_held_out(run, self.dataset, description)
        with damage_as(
            RunError, f"The checkpoint in {run.path} does not fit this recipe and data; the run cannot be resumed."
        ):
            self.take_up(description)
            self.optimisation.load_state(tensors)
        self._good_weights = self.optimisation.flat.copy()
        if self.writes():
            run.drop_snapshots_after(self.step / self.steps_per_epoch)
