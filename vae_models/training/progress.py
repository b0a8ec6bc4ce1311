"""How far a training is, with which values it goes on, and what a checkpoint says of it, as plain values.

Out of a description each value comes with the type that it ought to have; anything else raises. What raises is
of many kinds (ValueError, TypeError, KeyError, OverflowError): whoever reads a file words them all alike.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from vae_models.data.load import Dataset
from vae_models.recipe.cooldown import learning_rate_share
from vae_models.recipe.fields import FIELDS
from vae_models.recipe.recipe import Recipe
from vae_models.runs.held_out_check import digest_of
from vae_models.training.events import EpochDone, ValueChanged
from vae_models.training.sums import EpochSums

CHANGEABLE = tuple(name for name, field in FIELDS.items() if field.live)


class Progress:
    """Of one recipe on one data set, counted in steps from 0; a Trainer is what moves it on.

    `beta` and `learning_rate` are the ones asked for now, `history` the whole epochs, `seconds` those of training.
    """

    def __init__(self, recipe: Recipe, dataset: Dataset, steps_per_epoch: int) -> None:
        self.recipe = recipe
        self.dataset = dataset
        self.steps_per_epoch = steps_per_epoch
        self.step = 0
        self.seconds = 0.0
        self.beta = recipe.beta
        self.learning_rate = recipe.learning_rate
        self.history: list[EpochDone] = []
        self._changes: list[ValueChanged] = []
        self._sums = EpochSums()

    @property
    def total_steps(self) -> int:
        return self.steps_per_epoch * self.recipe.epochs

    @property
    def epoch(self) -> int:
        """Completed epochs."""
        return self.step // self.steps_per_epoch

    @property
    def finished(self) -> bool:
        """Whether the last epoch has its figures."""
        return len(self.history) >= self.recipe.epochs

    @property
    def changes(self) -> list[ValueChanged]:
        """Every change of beta or learning rate so far, for marks on the curve."""
        return list(self._changes)

    @property
    def weight(self) -> float:
        """The KL's weight at the next step: beta times the schedule."""
        return self.weight_at(self.step)

    def weight_at(self, step: int) -> float:
        return self.beta * self.recipe.kl_schedule.weight(step / self.steps_per_epoch, self.recipe.epochs)

    @property
    def rate(self) -> float:
        """The rate at which the next step learns: the learning rate times what the cooldown leaves of it."""
        return self.rate_at(self.step)

    def rate_at(self, step: int) -> float:
        return self.learning_rate * learning_rate_share(self.recipe, self.tenths(step))

    def tenths(self, step: int) -> int:
        """Whole tenths of an epoch done before that step."""
        return step * 10 // self.steps_per_epoch

    def describe(self) -> dict[str, Any]:
        """Ready for JSON; floats come back exactly."""
        return {
            "recipe": self.recipe.to_dict(), "step": self.step, "steps_per_epoch": self.steps_per_epoch,
            "epoch": self.step / self.steps_per_epoch, "seconds": self.seconds, "beta": self.beta,
            "learning_rate": self.learning_rate, "sums": self._sums.state(), "images": len(self.dataset.train.images),
            "held_out": digest_of(self.dataset),
            "changes": [[change.step, change.name, change.value] for change in self._changes],
            "history": [asdict(done) for done in self.history],
        }  # fmt: skip

    def take_up(self, description: Mapping[str, Any]) -> None:
        """Goes on from what `describe` gave, of the same recipe and data. Raises when it is anything else."""
        lengths = description["images"], description["steps_per_epoch"]
        if lengths != (len(self.dataset.train.images), self.steps_per_epoch):
            raise ValueError("the data set has another size")
        self.step, self.seconds = int(description["step"]), float(description["seconds"])
        values = self.recipe.replace(beta=description["beta"], learning_rate=description["learning_rate"])
        self.beta, self.learning_rate = float(values.beta), float(values.learning_rate)
        self._sums.load(description["sums"], self.recipe.z_size if self.recipe.is_variational else 0)
        self._changes = [change_of(change) for change in description["changes"]]
        self.history = [EpochDone.of(values) for values in description["history"]]
        since_last_epoch = self.step - len(self.history) * self.steps_per_epoch
        if not 0 <= since_last_epoch <= self.steps_per_epoch or (since_last_epoch and not self._sums.images):
            raise ValueError("its steps, its epochs and its sums are not of one training")


def change_of(values: Sequence[Any]) -> ValueChanged:
    """From `[step, name, value]`."""
    step, name, value = values
    if name not in CHANGEABLE:
        raise ValueError("only beta and learning rate are changed by hand")
    return ValueChanged(int(step), name, float(value))
