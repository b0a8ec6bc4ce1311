"""How the weight of the KL term grows to beta during a run."""

import dataclasses
from dataclasses import dataclass
from typing import Literal, get_args

from vae_models.recipe.checks import MAX_EPOCHS, check_choice, check_range

ScheduleShape = Literal["constant", "linear", "cyclical"]


@dataclass(frozen=True)
class KLSchedule:
    """`constant` is beta throughout; `linear` rises from 0 to beta over `warmup_epochs` (Bowman 2016, section 3.1); `cyclical`
    repeats over `cycles` equal parts of the run a linear rise in the first `rise` share and beta after it (Fu 2019, eq. 6).

    `epochs` is how long the run was when its cycles were laid out; None says as long as it is. A run that is prolonged
    goes on with cycles of that length.
    """

    shape: ScheduleShape = "constant"
    warmup_epochs: float = 5.0
    cycles: int = 4
    rise: float = 0.5
    epochs: int | None = None

    def __post_init__(self) -> None:
        check_choice("KL schedule", self.shape, get_args(ScheduleShape))
        check_range("warm-up", self.warmup_epochs, 0, MAX_EPOCHS, "epochs")
        check_range("number of cycles", self.cycles, 1, 1000, whole=True)
        check_range("rise", self.rise, 0.0, 1.0)
        if self.epochs is not None:
            check_range("schedule's number of epochs", self.epochs, 1, MAX_EPOCHS, whole=True)

    def made_for(self, epochs: int) -> "KLSchedule":
        """The schedule of a run that was planned for so many epochs, however long it becomes."""
        if self.shape != "cyclical" or self.epochs is not None:
            return self
        return dataclasses.replace(self, epochs=epochs)

    def weight(self, epochs_done: float, epochs: int) -> float:
        """Share of beta, in [0, 1], at the step that follows on `epochs_done` of `epochs` epochs."""
        if self.shape == "linear":
            return min(1.0, epochs_done / self.warmup_epochs) if self.warmup_epochs else 1.0
        if self.shape == "cyclical":
            position = (epochs_done / (self.epochs or epochs) * self.cycles) % 1.0
            return min(1.0, position / self.rise) if self.rise else 1.0
        return 1.0
