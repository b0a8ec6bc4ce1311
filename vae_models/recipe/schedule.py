"""How the weight of the KL term grows to beta during a run."""

import dataclasses
from dataclasses import dataclass
from typing import Annotated, Literal, Self, cast

from vae_models.errors import RecipeError
from vae_models.files.names import quoted
from vae_models.recipe.checks import MAX_EPOCHS, check_range
from vae_models.recipe.rows import Choice, Number, Special, table_of

ScheduleShape = Literal["constant", "linear", "cyclical"]


def _check_epochs(epochs: object) -> None:
    if epochs is not None:
        check_range("schedule's number of epochs", epochs, 1, MAX_EPOCHS, whole=True)


# fmt: off
@dataclass(frozen=True)
class KLSchedule:
    """`constant` is beta throughout; `linear` rises from 0 to beta over `warmup_epochs` (Bowman 2016, section 3.1); `cyclical`
    repeats over `cycles` equal parts of the run a linear rise in the first `rise` share and beta after it (Fu 2019, eq. 6).

    `epochs` is how long the run was when its cycles were laid out; None says as long as it is. A run that is prolonged
    goes on with cycles of that length.
    """

    shape: Annotated[ScheduleShape, Choice(
        "KL schedule", "KL schedule", "How the KL's weight grows to beta during the run",
        titles={"constant": "Constant", "linear": "Linear warm-up", "cyclical": "Cyclical"},
    )] = "constant"
    warmup_epochs: Annotated[float, Number(
        "warm-up", "Warm-up epochs", "How long the weight rises", low=0, high=MAX_EPOCHS, unit="epochs",
    )] = 5.0
    cycles: Annotated[int, Number(
        "number of cycles", "Cycles", "How often the weight rises", low=1, high=1000,
    )] = 4
    rise: Annotated[float, Number(
        "rise", "Rise", "Share of a cycle in which the weight rises", low=0.0, high=1.0,
    )] = 0.5
    epochs: Annotated[int | None, Special(
        "schedule's number of epochs", "Planned epochs", "How long the run was when its cycles were laid out",
        words="a whole number, or nothing", checked=_check_epochs,
    )] = None
    # fmt: on

    def __post_init__(self) -> None:
        for name, row in SCHEDULE_FIELDS.items():
            row.check(getattr(self, name))

    @classmethod
    def named(cls, shape: str) -> Self:
        """One of that shape, all else being usual. Raises RecipeError when there is no such shape."""
        return cls(cast(ScheduleShape, shape))

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


SCHEDULE_FIELDS = table_of(KLSchedule)
SHAPES: Choice = SCHEDULE_FIELDS["shape"]


def check_schedule(schedule: object) -> None:
    if not isinstance(schedule, KLSchedule):
        raise RecipeError(f"The KL schedule is made with KLSchedule, not {quoted(schedule)}.")
