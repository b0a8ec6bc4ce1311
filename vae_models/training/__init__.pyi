from .events import (
    EpochDone as EpochDone,
    Losses as Losses,
    Notice as Notice,
    RunRescued as RunRescued,
    StepsDone as StepsDone,
    ValueChanged as ValueChanged,
)
from .trainer import Trainer as Trainer
