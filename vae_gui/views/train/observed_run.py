"""The run in sight, as the hints need it: its recipe with the values of now, its epochs, and how it stands."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from vae_models.recipe.named import Recipe
from vae_models.training.events import EpochDone, Event, Losses, ValueChanged
from vae_models.training.hints import Hint, Stage, TrainingState, hints

if TYPE_CHECKING:
    from vae_models.runs.folder import EpochMetrics, RunFolder


@dataclass
class ObservedRun:
    """A live run when `stage` is "running", else a past one."""

    path: Path
    created: str
    recipe: Recipe
    history: list[EpochDone] = field(default_factory=list)
    stage: Stage = "running"

    @classmethod
    def of(cls, run: "RunFolder", metrics: "Sequence[EpochMetrics]", running: bool) -> "ObservedRun":
        history = [_epoch_done(row, run.recipe.epochs) for row in metrics]
        recipe = run.recipe
        if metrics:
            recipe = recipe.replace(beta=metrics[-1].beta, learning_rate=metrics[-1].base_learning_rate)
        done = len(metrics) >= recipe.epochs
        return cls(run.path, run.created, recipe, history, "running" if running else "finished" if done else "stopped")

    def is_same(self, run: "RunFolder", metrics: "Sequence[EpochMetrics]", training: bool) -> bool:
        """Whether `run` is this one, perhaps in another folder, with no more epochs than are known."""
        same = run.created == self.created and run.recipe.name == self.recipe.name
        goes_on = training and self.stage == "running"
        return same and (goes_on or (not training and len(metrics) == len(self.history)))

    def follow(self, events: Sequence[Event]) -> bool:
        """Takes in what happened; True when an epoch ended, so that the hints may be others."""
        epochs = len(self.history)
        for event in events:
            if isinstance(event, EpochDone):
                self.history.append(event)
            elif isinstance(event, ValueChanged):
                self.recipe = self.recipe.replace(**{event.name: event.value})
        return len(self.history) > epochs

    def hints(self) -> list[Hint]:
        return hints(TrainingState(self.recipe, self.history, self.stage))


def _epoch_done(row: "EpochMetrics", epochs: int) -> EpochDone:
    return EpochDone(
        row.epoch, epochs, row.steps, Losses(row.train_loss, row.train_reconstruction, row.train_kl),
        Losses(row.val_loss, row.val_reconstruction, row.val_kl, row.kl_per_dim), row.seconds, row.images_per_s, row.beta,
        row.learning_rate, row.base_learning_rate,
    )  # fmt: skip
