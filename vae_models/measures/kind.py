"""What a kind of measure is: the figures that it takes of a model and its data, what it needs, and how long it takes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vae_models.measures.measure import Measure
    from vae_models.measures.subject import Subject

# What is being done, and the share of it that is done, in [0, 1]; may raise to stop.
Report = Callable[[str, float], None]


def silent(what: str, share: float) -> None:
    """A report to nobody."""


@dataclass(frozen=True)
class Need:
    """What a measure asks of a model and its data. `note` is a sentence for the reader where it is not met; often none."""

    what: str
    met: "Callable[[Subject], bool]"
    note: "Callable[[Subject], str]" = lambda subject: ""


@dataclass(frozen=True)
class Findings:
    """The figures that were taken, each with its unit and convention, and where there is more to say, a sentence on them."""

    measures: "Sequence[Measure]"
    sentence: str = ""


@dataclass(frozen=True)
class MeasureKind:
    """`take` finds the figures of a `Subject` that meets all `needs`; it may raise DataError, whose sentence then stands in
    place of them. `title` says what is being done. `slow`: it takes seconds rather than moments, for full test data."""

    title: str
    take: "str | Callable[[Subject, Report], Findings]"
    needs: tuple[Need, ...] = ()
    slow: bool = False
