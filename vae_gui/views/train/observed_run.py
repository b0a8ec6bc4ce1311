"""The run in sight, as the hints need it: its recipe with the values of now, its epochs, and how it stands."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from vae_models.recipe.named import Recipe
from vae_models.training.events import EpochDone, Event, StepsDone, ValueChanged
from vae_models.training.hints import Hint, Stage, TrainingState, hints

if TYPE_CHECKING:
    from vae_models.runs.folder import RunFolder


@dataclass
class ObservedRun:
    """A live run when `stage` is "running", else a past one."""

    path: Path
    created: str
    recipe: Recipe
    history: list[EpochDone] = field(default_factory=list)
    stage: Stage = "running"

    @classmethod
    def of(cls, run: "RunFolder", metrics: "Sequence[EpochDone]", running: bool) -> "ObservedRun":
        recipe = run.recipe
        if metrics:
            recipe = recipe.replace(beta=metrics[-1].beta, learning_rate=metrics[-1].base_learning_rate)
        done = len(metrics) >= recipe.epochs
        return cls(
            run.path, run.created, recipe, list(metrics), "running" if running else "finished" if done else "stopped"
        )

    def is_same(self, run: "RunFolder", metrics: "Sequence[EpochDone]", training: bool) -> bool:
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
            elif isinstance(event, StepsDone) and event.epochs != self.recipe.epochs:  # it goes on for longer
                self.recipe = self.recipe.prolonged(event.epochs)
            elif isinstance(event, ValueChanged):
                self.recipe = self.recipe.replace(**{event.name: event.value})
        return len(self.history) > epochs

    def hints(self) -> list[Hint]:
        return hints(TrainingState(self.recipe, self.history, self.stage))
