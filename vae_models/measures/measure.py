"""One measured number, with what a reader has to know to compare it."""

import dataclasses
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike


@dataclass(frozen=True)
class Measure:
    """`convention` says what was measured, on what and how; `error` is a standard error, `parts` what makes up the value."""

    name: str
    value: float
    convention: str
    unit: str = ""
    error: float | None = None
    parts: Mapping[str, float] = field(default_factory=dict)

    @classmethod
    def mean_of(cls, name: str, values: ArrayLike, convention: str, unit: str = "") -> Self:
        """The mean of independent values `(n,)`, with its standard error."""
        numbers = np.asarray(values, np.float64)
        error = float(numbers.std(ddof=1) / math.sqrt(len(numbers))) if len(numbers) > 1 else None
        return cls(name, float(numbers.mean()), convention, unit, error)

    def on(self, what: str) -> Self:
        """The same, its convention opened by what it was measured on."""
        return dataclasses.replace(self, convention=f"{what}; {self.convention}" if self.convention else what)

    def to_dict(self) -> dict[str, Any]:
        """Plain values, ready for JSON; what is not a number becomes None."""
        values = dataclasses.asdict(self)
        values["parts"] = {name: _finite(part) for name, part in self.parts.items()}
        return values | {"value": _finite(self.value), "error": _finite(self.error)}

    def __str__(self) -> str:
        digits = 3 if abs(self.value) < 10 else 2
        value = str(self.value) if isinstance(self.value, int) else f"{round(self.value, digits) + 0.0:.{digits}f}"
        error = f" ± {self.error:.2g}" if self.error is not None else ""
        return f"{value}{error}{' ' + self.unit if self.unit else ''}"


def _finite(value: float | None) -> float | None:
    return float(value) if value is not None and math.isfinite(value) else None
